import { noteOf, type Verdict } from "../check/verdict.ts";
import type { Report } from "./report.ts";

/**
 * A suite with a test case for each check, in the elements and attributes that JUnit's readers agree on (Jenkins' schema).
 * What only informs and does not hold is skipped: a case with a reason that fails nothing.
 */
export function junitReport({ config, verdicts }: Report): string {
  const said = verdicts.map(({ check, verdict }) => (check.informational ? "" : verdict));
  const count = (wanted: string): number => said.filter((verdict) => verdict === wanted).length;
  const skipped = verdicts.filter(
    (verdict) => verdict.check.informational && verdict.reasons.length > 0,
  ).length;
  const seconds = verdicts.reduce((sum, { seconds: own }) => sum + own, 0);
  const counts = `tests="${verdicts.length}" failures="${count("fails")}" errors="${count("error")}"`;
  const time = `time="${seconds.toFixed(3)}"`;
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<testsuites name="loss check" ${counts} ${time}>\n` +
    `  <testsuite name="${xml(config)}" ${counts} skipped="${skipped}" ${time}>\n` +
    verdicts.map(testCase).join("") +
    "  </testsuite>\n</testsuites>\n"
  );
}

function testCase(verdict: Verdict): string {
  const { check, reasons, seconds } = verdict;
  const kind = check.informational ? "skipped" : verdict.verdict === "error" ? "error" : "failure";
  const type = kind === "skipped" ? "" : ` type="${kind === "error" ? "error" : "loss"}"`;
  const failed = reasons.length > 0 ? `      <${kind}${type} message="${xml(reasons.join("; "))}"/>\n` : "";
  const out = factsOf(verdict).map(([name, value]) => `${name}: ${value}\n`);
  return (
    `    <testcase name="${xml(check.name)}" classname="loss.${xml(check.loss)}" time="${seconds.toFixed(3)}">\n` +
    `${failed}      <system-out>${xml(out.join(""))}</system-out>\n    </testcase>\n`
  );
}

function factsOf(verdict: Verdict): [name: string, value: string | number][] {
  const { result, baseline } = verdict;
  const note = noteOf(verdict);
  return [
    ["verdict", verdict.verdict],
    ...(result
      ? ([
          ["value", result.value],
          ["samples", result.samples],
          ["signature", result.signature],
        ] as const)
      : []),
    ...(baseline ? ([["baseline", baseline.value]] as const) : []),
    ...(result?.warnings ?? []).map((warning) => ["warning", warning] as const),
    ...(note === undefined ? [] : [["note", note] as const]),
  ].map(([name, value]) => [name!, value!] as [string, string | number]);
}

/** Text in an element or an attribute; what XML has no place for is shown as such. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
