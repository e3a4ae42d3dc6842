import type { Loss } from "../../core/loss.ts";
import { ctc } from "./ctc.ts";

export const sequence: readonly Loss[] = [ctc];
