import type { AnyParamValues } from "../../core/param.ts";
import { brokenLimits } from "../limits.ts";
import type { Baseline, Entry } from "./baseline.ts";
import type { Check, Limits } from "./config.ts";
import { increaseOf } from "./difference.ts";

/** What was computed for a check: plain data. */
export interface Result extends Entry {
  readonly params: AnyParamValues;
  readonly reduction: string;
  readonly ignored: number;
  readonly skipped: number;
  /** One line each. */
  readonly warnings: readonly string[];
}

/** What came of a check: a result, or why there is none. */
export interface Outcome {
  readonly check: Check;
  readonly result?: Result;
  readonly error?: string;
  readonly seconds: number;
}

/** A value beside its baseline. */
export interface Change {
  readonly increase: number;
  /** Of the baseline's size. */
  readonly percent: number;
}

/** What is said of a check; every report shows it in its own way. */
export interface Verdict extends Outcome {
  /** `better` holds, and is below its baseline; `error` could not be computed. */
  readonly verdict: "holds" | "better" | "fails" | "error";
  /** Why it fails, or could not be computed. */
  readonly reasons: readonly string[];
  /** Its entry in the baseline file. */
  readonly baseline?: Entry | undefined;
  /** Where value and baseline can be compared. */
  readonly change?: Change | undefined;
  /** Whether the input's bytes are those of the baseline, where both hashes are known. */
  readonly input?: "same" | "changed" | undefined;
}

/** What verdicts are made with. */
export interface Measure {
  /** The file of the baselines. */
  readonly file: string;
  /** Undefined where there is no such file. */
  readonly baseline: Baseline | undefined;
  /** The values are about to become the baseline, so that they need not stand beside the old one. */
  readonly updating: boolean;
  /** The command that records baselines. */
  readonly mend: string;
}

/** Whether a check is about its baseline. */
export const comparesToBaseline = ({ max_increase, max_increase_percent }: Limits): boolean =>
  max_increase !== undefined || max_increase_percent !== undefined;

/** Whether a result holds what its check says. */
export function judge(outcome: Outcome, measure: Measure): Verdict {
  const { check, result, error } = outcome;
  if (result === undefined)
    return { ...outcome, verdict: "error", reasons: error === undefined ? [] : [error] };
  const baseline = entryOf(measure.baseline, check.name);
  const odds = baseline && whyIncomparable(result, baseline);
  const change = baseline && odds === undefined ? increaseOf(result.value, baseline.value) : undefined;
  const compared = comparesToBaseline(check.limits);
  const reasons = brokenLimits(check.loss, result.value, check.limits, "");
  if (compared && Number.isNaN(result.value))
    reasons.push(`${check.loss} is NaN, which nothing can be compared with`);
  else if (compared && !measure.updating)
    reasons.push(...whyWorse(check, result, baseline, odds, change, measure));
  const better = change !== undefined && change.increase < 0;
  return {
    ...outcome,
    verdict: reasons.length > 0 ? "fails" : better ? "better" : "holds",
    reasons,
    baseline,
    change,
    input: inputOf(result, baseline),
  };
}

/** A check may have any name, such as one that every object has. */
const entryOf = (baseline: Baseline = {}, name: string): Entry | undefined =>
  Object.hasOwn(baseline, name) ? baseline[name] : undefined;

function whyIncomparable(result: Result, baseline: Entry): string | undefined {
  if (baseline.signature !== result.signature)
    return `the baseline is of ${baseline.signature}, not of ${result.signature}`;
  if (baseline.samples !== result.samples)
    return `the baseline is of ${baseline.samples} samples, not of ${result.samples}`;
  if (!Number.isFinite(baseline.value))
    return `the baseline is ${baseline.value}, which nothing can be compared with`;
  return Number.isNaN(result.value) ? "the value is NaN" : undefined;
}

function whyWorse(
  { loss, limits }: Check,
  { value }: Result,
  baseline: Entry | undefined,
  odds: string | undefined,
  change: Change | undefined,
  { file, baseline: all, mend }: Measure,
): string[] {
  if (baseline === undefined)
    return [
      all ? `${file} has no baseline for it (${mend} adds it)` : `there is no ${file} (${mend} writes it)`,
    ];
  if (change === undefined) return [`${odds} (${mend} records it anew)`];
  const exceeded = slacksOf(limits, change).filter(({ by, slack }) => by > slack);
  if (exceeded.length < slacksOf(limits, change).length) return [];
  const allowed = exceeded.map(({ name, slack }) => `${name} ${slack}`).join(" and ");
  return [
    `${loss} is ${value}, ${change.increase} (${percentText(change.percent)}) above the baseline ${baseline.value}: ` +
      `more than ${allowed}`,
  ];
}

/** The slacks that are given; only what exceeds all of them is too much. */
function slacksOf(
  { max_increase, max_increase_percent }: Limits,
  { increase, percent }: Change,
): { readonly name: string; readonly by: number; readonly slack: number }[] {
  return [
    { name: "max_increase", by: increase, slack: max_increase },
    { name: "max_increase_percent", by: percent, slack: max_increase_percent },
  ].flatMap(({ slack, ...one }) => (slack === undefined ? [] : [{ ...one, slack }]));
}

function inputOf(result: Result, baseline: Entry | undefined): Verdict["input"] {
  if (result.sha256 === undefined || baseline?.sha256 === undefined) return undefined;
  return result.sha256 === baseline.sha256 ? "same" : "changed";
}

/** `+1.66%` to three digits. */
export const percentText = (percent: number): string =>
  `${percent > 0 ? "+" : ""}${Number.isFinite(percent) ? Number(percent.toPrecision(3)) : percent}%`;

/** What a hash says that the number does not; nothing where there is nothing to say. */
export function noteOf({ input, change }: Verdict): string | undefined {
  if (input === "changed") return "the input has changed since the baseline";
  if (input === "same" && change !== undefined && change.increase !== 0)
    return "the input is the baseline's, byte for byte: the check, or the version of loss, is another";
  return undefined;
}

/** 3 where a check could not be computed, 1 where one does not hold; those that only inform have no say. */
export function statusOf(verdicts: readonly Verdict[]): 0 | 1 | 3 {
  const said = verdicts.filter(({ check }) => !check.informational).map(({ verdict }) => verdict);
  if (said.includes("error")) return 3;
  return said.includes("fails") ? 1 : 0;
}
