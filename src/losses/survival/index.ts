import type { Loss } from "../../core/loss.ts";
import { aft } from "./aft.ts";
import { cox } from "./cox.ts";

export const survival: readonly Loss[] = [aft, cox];
