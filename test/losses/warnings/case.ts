import type { Reduction } from "../../../src/core/loss.ts";
import type { AnyParamValues } from "../../../src/core/param.ts";
import type { Arrays } from "../../engine/arrays.ts";

/** What a loss says of some data: warnings, of which there may be none, or the error that it ends with. */
export interface Case {
  readonly loss: string;
  readonly given?: AnyParamValues;
  readonly reduction?: Reduction;
  readonly input: Arrays;
  readonly says?: readonly string[];
  readonly refuses?: string;
  readonly hint?: string;
}

/** `[[1, 2], [3, 4]]` in one line. */
export const rows = (text: string): number[][] =>
  text.split(";").map((row) => row.trim().split(" ").map(Number));
export const logs = (text: string): number[][] => rows(text).map((row) => row.map(Math.log));
