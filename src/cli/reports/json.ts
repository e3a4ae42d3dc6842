import { type JsonValue, jsonDocument } from "../../writers/json-document.ts";
import type { Verdict } from "../check/verdict.ts";
import type { Report } from "./report.ts";

/** All that is known, for programs. */
export function jsonReport({ config, baseline, verdicts, status }: Report): string {
  return jsonDocument({ config, baseline, status, checks: verdicts.map(entry) });
}

function entry({ check, verdict, reasons, result, baseline, change, input, seconds }: Verdict): JsonValue {
  const { name, line, loss, files, limits, informational } = check;
  return {
    name,
    verdict,
    informational,
    reasons,
    loss,
    files,
    line,
    limits,
    ...(result && {
      value: result.value,
      params: result.params,
      reduction: result.reduction,
      samples: result.samples,
      ignored: result.ignored,
      skipped: result.skipped,
      signature: result.signature,
      sha256: result.sha256,
      warnings: result.warnings,
    }),
    baseline: baseline && { ...baseline },
    increase: change?.increase,
    increase_percent: change?.percent,
    input,
    seconds,
  };
}
