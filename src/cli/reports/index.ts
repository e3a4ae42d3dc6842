import { appendFileSync } from "node:fs";
import { FileError, quote, UsageError } from "../../core/errors.ts";
import { nearest } from "../../core/suggest.ts";
import { reason } from "../../core/system-error.ts";
import type { Host } from "../host.ts";
import { tell } from "../print.ts";
import { writeWhole } from "../whole-file.ts";
import { annotations } from "./github.ts";
import { jsonReport } from "./json.ts";
import { junitReport } from "./junit.ts";
import { markdownReport } from "./markdown.ts";
import type { Report } from "./report.ts";

/** Reports that are written to a file. */
const FILES: Readonly<Record<string, (report: Report) => string>> = {
  junit: junitReport,
  markdown: markdownReport,
  json: jsonReport,
};

/** Kinds of reports; behind an equals sign stands a file. */
export const REPORTS: readonly string[] = [...Object.keys(FILES).map((kind) => `${kind}=`), "github"];

/** What `--report` asks for: a kind, and its file, where `-` is standard output; GitHub's has none. */
export interface ReportRequest {
  readonly kind: string;
  readonly file: string | undefined;
}

/** `junit=FILE`, `github`. */
export function parseReport(text: string): ReportRequest {
  const [, kind = "", , file] = /^([^=]*)(=(.*))?$/s.exec(text) ?? [];
  const kinds = [...Object.keys(FILES), "github"];
  if (!kinds.includes(kind)) {
    const [near] = nearest(kind, kinds);
    throw new UsageError(`--report: ${quote(kind)} is not one of ${kinds.join(", ")}`, {
      hint: near === undefined ? undefined : `did you mean ${near}?`,
    });
  }
  if (kind === "github" && file !== undefined)
    throw new UsageError("--report github takes no file", { hint: "it goes where GitHub's variables say" });
  if (kind !== "github" && !file)
    throw new UsageError(`--report ${kind} takes a file`, { hint: `${kind}=FILE` });
  return { kind, file };
}

/** Writes the reports that were asked for, as many as can be; throws what went wrong first. */
export async function writeReports(
  requests: readonly ReportRequest[],
  report: Report,
  host: Host,
): Promise<void> {
  const failures: unknown[] = [];
  for (const { kind, file } of requests) {
    try {
      if (file === undefined) await tellGithub(report, host);
      else if (file === "-") await tell(host, FILES[kind]!(report));
      else await writeWhole(file, FILES[kind]!(report), host);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** Annotations and the step's summary, each only where GitHub's variables say that somebody reads it. */
async function tellGithub(report: Report, host: Host): Promise<void> {
  const { GITHUB_ACTIONS, GITHUB_WORKSPACE, GITHUB_STEP_SUMMARY } = host.env;
  if (GITHUB_ACTIONS === "true") await tell(host, annotations(report, GITHUB_WORKSPACE || undefined));
  if (!GITHUB_STEP_SUMMARY) return;
  try {
    // other steps' commands write there as well
    appendFileSync(GITHUB_STEP_SUMMARY, `${markdownReport(report)}\n`);
  } catch (error) {
    const place = { source: GITHUB_STEP_SUMMARY };
    throw new FileError(`cannot be written: ${reason(error)}`, { place, cause: error });
  }
}
