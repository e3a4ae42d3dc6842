import { existsSync, readFileSync } from "node:fs";
import { checkParams } from "../../src/cli/validate.ts";
import type { Loss, Reduction } from "../../src/core/loss.ts";
import type { AnyParamValues } from "../../src/core/param.ts";
import type { Arrays, Nested } from "../engine/arrays.ts";

export const GOLDEN = new URL("../../fixtures/golden/", import.meta.url);

/** What somebody else's code computed. */
export interface Case {
  readonly id: string;
  readonly loss: string;
  readonly params: Readonly<Record<string, number | readonly number[] | boolean | string>>;
  readonly reduction: Reduction;
  readonly input: Arrays;
  readonly expect: {
    readonly value?: Nested;
    readonly none?: readonly Nested[];
    readonly per_sample?: readonly Nested[];
    readonly grad?: Arrays;
  };
  /** Of the value, where the library itself is not exact. */
  readonly tolerance?: number;
  readonly source?: string;
}

export const casesOf = (folder: string, { name }: Loss): readonly Case[] => {
  const file = new URL(`${folder}${name}.json`, GOLDEN);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Case[]) : [];
};

/** Parameters of a case the way a command line gives them, past its checks. */
export function givenIn({ params }: Case, loss: Loss): AnyParamValues {
  const raw = Object.entries(params).map(([name, value]) => [
    name,
    loss.params[name]?.kind === "numbers" && typeof value === "number" ? [value] : value,
  ]);
  return checkParams(loss, Object.fromEntries(raw));
}
