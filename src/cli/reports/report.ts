import { plural } from "../../core/notes.ts";
import { numberText } from "../../core/value-text.ts";
import { roundedText } from "../../writers/numbers.ts";
import { percentText, type Verdict } from "../check/verdict.ts";

/** What all reports tell: plain data. */
export interface Report {
  /** The config and the baseline, as they were named. */
  readonly config: string;
  readonly baseline: string;
  /** In the config's order. */
  readonly verdicts: readonly Verdict[];
  readonly status: 0 | 1 | 3;
}

/** The columns of a table of verdicts; those of numbers may be narrow. */
export const COLUMNS = ["check", "value", "baseline", "change", "verdict"] as const;
export type Cells = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** A row of a table for people. Numbers are rounded, as in all text. */
export function cellsOf(verdict: Verdict): Cells {
  const { check, result, baseline } = verdict;
  return {
    check: check.name,
    value: result ? roundedText(result.value) : "-",
    baseline: baseline ? roundedText(baseline.value) : "-",
    change: changeText(verdict),
    verdict: verdictText(verdict),
  };
}

/** In percent, but absolute from a baseline of 0. */
function changeText({ change }: Verdict): string {
  if (change === undefined) return "-";
  const { increase, percent } = change;
  if (increase === 0) return "0%";
  return Number.isFinite(percent)
    ? percentText(percent)
    : `${increase > 0 ? "+" : ""}${numberText(increase)}`;
}

const verdictText = ({ check, verdict }: Verdict): string =>
  check.informational ? `${verdict} (info)` : verdict;

/** `5 checks: 2 hold, 1 is better, 1 fails, 1 is informational`. */
export function tally(verdicts: readonly Verdict[]): string {
  const count = (wanted: Verdict["verdict"]): number =>
    verdicts.filter(({ check, verdict }) => !check.informational && verdict === wanted).length;
  const parts: readonly (readonly [number, string, string])[] = [
    [count("holds"), "holds", "hold"],
    [count("better"), "is better", "are better"],
    [count("fails"), "fails", "fail"],
    [count("error"), "cannot be computed", "cannot be computed"],
    [verdicts.filter(({ check }) => check.informational).length, "is informational", "are informational"],
  ];
  const told = parts.filter(([n]) => n > 0).map(([n, one, many]) => `${n} ${n === 1 ? one : many}`);
  return `${plural(verdicts.length, "check")}: ${told.join(", ")}`;
}
