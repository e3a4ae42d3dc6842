import { relative, resolve } from "node:path";
import type { Verdict } from "../check/verdict.ts";
import type { Report } from "./report.ts";

/** Workflow commands that annotate the config's lines: an error for what fails, a warning for what only informs. */
export function annotations({ config, verdicts }: Report, workspace: string | undefined): string {
  // from where GitHub sees the repository
  const file = workspace === undefined ? config : relative(workspace, resolve(config));
  return verdicts
    .filter(({ reasons }) => reasons.length > 0)
    .map((verdict) => annotation(verdict, file))
    .join("");
}

function annotation({ check, reasons }: Verdict, file: string): string {
  const level = check.informational ? "warning" : "error";
  const properties = `file=${property(file)},line=${check.line},title=${property(`loss check: ${check.name}`)}`;
  return `::${level} ${properties}::${data(reasons.join("\n"))}\n`;
}

const data = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
