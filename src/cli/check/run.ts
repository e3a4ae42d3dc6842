import { formatMessage, LossError } from "../../core/errors.ts";
import type { LossResult, Warning } from "../../engine/run.ts";
import { openEvaluation } from "../evaluate.ts";
import type { Host } from "../host.ts";
import { warningLine } from "../output.ts";
import { settingsOf } from "../signature.ts";
import { sha256Of } from "./baseline.ts";
import type { Check } from "./config.ts";
import type { Outcome, Result } from "./verdict.ts";

/** Computes a check; what goes wrong with its data is an outcome as well. */
export async function runCheck(check: Check, hashed: boolean, host: Host): Promise<Outcome> {
  const start = performance.now();
  const seconds = (): number => Math.round(performance.now() - start) / 1000;
  try {
    const result = await resultOf(check, hashed, host);
    return { check, result, seconds: seconds() };
  } catch (error) {
    if (!(error instanceof LossError)) throw error;
    return { check, error: formatMessage(error.message, error.place, error.hint), seconds: seconds() };
  }
}

async function resultOf({ plan, files }: Check, hashed: boolean, host: Host): Promise<Result> {
  const evaluation = await openEvaluation(plan, host);
  host.onInterrupt(() => {
    evaluation.stop();
    evaluation.discard();
  });
  let result: LossResult;
  try {
    [result] = (await evaluation.run()) as [LossResult];
  } finally {
    evaluation.discard();
  }
  const { value = Number.NaN, samples, ignored, skipped, params, reduction } = result;
  return {
    value,
    samples,
    ignored,
    skipped,
    params,
    reduction,
    signature: settingsOf(result, plan),
    warnings: told(result.warnings, plan.warnings),
    sha256: hashed ? await sha256Of(files) : undefined,
  };
}

function told(warnings: readonly Warning[], policy: Check["plan"]["warnings"]): string[] {
  const [first] = warnings;
  if (policy === "refuse" && first)
    throw new LossError(3, first.message, { place: first.place, hint: "strict" });
  return policy === "hide" ? [] : warnings.map(warningLine);
}
