import { UsageError } from "../../core/errors.ts";
import { losses } from "../../losses/index.ts";
import type { OutputFormat } from "../../writers/index.ts";
import { recordTable } from "../../writers/record-table.ts";
import { type Baseline, readBaseline } from "../check/baseline.ts";
import { type Check, type Config, readConfig } from "../check/config.ts";
import { runCheck } from "../check/run.ts";
import { readReplaced, recordBaseline } from "../check/update.ts";
import { comparesToBaseline, judge, statusOf, type Verdict } from "../check/verdict.ts";
import type { Host } from "../host.ts";
import { FORMAT_OPTION } from "../options.ts";
import { tell } from "../print.ts";
import { parseReport, REPORTS, type ReportRequest, writeReports } from "../reports/index.ts";
import { jsonReport } from "../reports/json.ts";
import { markdownReport } from "../reports/markdown.ts";
import type { Report } from "../reports/report.ts";
import { verdictTable } from "../reports/text.ts";
import { lookOf } from "../terminal.ts";
import { isSameFile } from "../whole-file.ts";
import type { Subcommand } from "./command.ts";

const group = "Options:";

/** `loss check`. */
export const check: Subcommand = {
  about:
    "Runs the checks of CONFIG (loss.json): of each, the loss is computed, and must be at most max, at least min, or " +
    "above its baseline by no more than max_increase or max_increase_percent (where both are given: not by more than " +
    "both). Exits with 1 if one does not hold, with 3 if one cannot be computed.",
  options: [
    {
      flags: "--update-baseline",
      about: "records the values as the new baseline; all of them, or none",
      group,
    },
    { ...FORMAT_OPTION, group },
    {
      flags: "--report <kind=file>",
      about:
        "writes a report as well: junit=FILE, markdown=FILE, json=FILE (- is standard output, without the table), or github (annotations and the job's summary); " +
        "may be given several times",
      group,
      choices: REPORTS,
      repeats: true,
    },
  ],
  examples: [
    "loss check fixtures/checks/loss.json",
    "loss check fixtures/checks/loss.json --report markdown=-",
  ],
  async run(
    { operands, options: { update_baseline: given, format: shape }, lists: { report: reports = [] } },
    host,
  ) {
    const [file = "loss.json", ...others] = operands;
    if (others.length > 0 || file === "") throw new UsageError("loss check takes one config");
    const requests = reports.map(parseReport);
    const format = shape === undefined ? "text" : (await import("../validate.ts")).checkFormat(shape);
    const config = await readConfig(file, losses);
    refuseOverwriting(requests, config);
    const updating = given === true;
    const baseline = updating ? readReplaced(config.baseline, host) : readBaseline(config.baseline);
    const mend = `loss check${file === "loss.json" ? "" : ` ${file}`} --update-baseline`;
    const measure = { file: config.baseline, baseline, updating, mend };
    const verdicts: Verdict[] = [];
    for (const one of config.checks)
      verdicts.push(judge(await runCheck(one, updating || isHashed(one, baseline), host), measure));
    const status = statusOf(verdicts);
    const report = { config: file, baseline: config.baseline, verdicts, status };
    // a report on standard output is for a program to read, or to be sent on: it stands there alone
    if (requests.every(({ file: to }) => to !== "-"))
      await tell(
        host,
        format === "text" ? verdictTable(report, await lookOf(host)) : formatted(report, format),
      );
    explain(verdicts, host);
    const failures: unknown[] = [];
    if (updating) failures.push(...(await failureOf(recordBaseline(measure, verdicts, host))));
    failures.push(...(await failureOf(writeReports(requests, report, host))));
    if (failures.length > 0) throw failures[0];
    return status;
  },
};

function formatted(report: Report, format: Exclude<OutputFormat, "text">): string {
  if (format === "json") return jsonReport(report);
  if (format === "markdown") return markdownReport(report);
  return recordTable(report.verdicts.map(fieldsOf), format);
}

/** A check as a row of a table. */
function fieldsOf({ check: one, verdict, reasons, result, baseline, change }: Verdict) {
  return {
    check: one.name,
    verdict,
    informational: one.informational,
    loss: one.loss,
    value: result?.value ?? null,
    baseline: baseline?.value ?? null,
    increase: change?.increase ?? null,
    increase_percent: change?.percent ?? null,
    samples: result?.samples ?? null,
    reasons: reasons.join("; "),
    signature: result?.signature ?? null,
  };
}

/** Whether a check's input is compared with the baseline's, which takes reading it once more. */
const isHashed = ({ name, limits }: Check, baseline: Baseline = {}): boolean =>
  comparesToBaseline(limits) && Object.hasOwn(baseline, name) && baseline[name]!.sha256 !== undefined;

/** What fails after the verdicts are known keeps nothing else from being written. */
const failureOf = (writing: Promise<void>): Promise<unknown[]> =>
  writing.then(
    () => [],
    (error: unknown) => [error],
  );

/** Warnings, and why checks fail, a line each. */
function explain(verdicts: readonly Verdict[], host: Host): void {
  for (const { check: one, result, reasons } of verdicts) {
    for (const warning of result?.warnings ?? [])
      host.stderr.write(`loss: warning: ${one.name}: ${warning}\n`);
    const name = one.informational ? `${one.name} (informational)` : one.name;
    for (const why of reasons) host.stderr.write(`loss: ${name}: ${why}\n`);
  }
}

/** A report goes to a file of its own. */
function refuseOverwriting(requests: readonly ReportRequest[], config: Config): void {
  const taken = [config.file, config.baseline, ...config.checks.flatMap(({ files }) => files)];
  for (const { kind, file } of requests) {
    if (file === undefined || file === "-") continue;
    if (taken.some((other) => isSameFile(file, other)))
      throw new UsageError(
        `--report ${kind}=${file} would overwrite a file that the checks read, or another report`,
      );
    taken.push(file);
  }
}
