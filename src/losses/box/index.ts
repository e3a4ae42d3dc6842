import type { Loss } from "../../core/loss.ts";
import { ciou } from "./ciou.ts";
import { diou } from "./diou.ts";
import { giou } from "./giou.ts";

export const box: readonly Loss[] = [giou, diou, ciou];
