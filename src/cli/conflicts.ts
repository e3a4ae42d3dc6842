import { resolve } from "node:path";
import { UsageError } from "../core/errors.ts";
import { gradRoles, type Loss } from "../core/loss.ts";
import { type AnyParamValues, defaultsOf, optionOf, unmet } from "../core/param.ts";
import type { LossPlan } from "../engine/run.ts";
import { isInline } from "../readers/index.ts";
import type { Options } from "./validate.ts";

/** Options that contradict each other, or the losses. */
export function refuseConflicts(options: Options, losses: readonly Loss[]): void {
  if (options.max_errors !== undefined && options.rejects === undefined)
    throw new UsageError("--max-errors is about --rejects, which is not there");
  const files = [options.rejects, options.output].flatMap((file) => (file ? [resolve(file)] : []));
  if (files.length === 2 && files[0] === files[1])
    throw new UsageError("--rejects and --output are the same file");
  const { quiet, per_sample: perSample, grad, reduction, max, min, strict, warnings, format } = options;
  if (quiet && (perSample || grad || reduction === "none"))
    throw new UsageError(
      "--quiet prints one value, so it goes with neither --per-sample nor --grad nor --reduction none",
    );
  if (quiet && format !== "text")
    throw new UsageError("--quiet prints just the value, so it goes without --format");
  if (reduction === "none" && (max !== undefined || min !== undefined))
    throw new UsageError("--max and --min need a reduced value, which --reduction none does not give");
  if (strict && !warnings) throw new UsageError("--strict and --no-warnings exclude each other");
  if (max !== undefined && min !== undefined && min > max)
    throw new UsageError(`--min ${min} is above --max ${max}`);
  const other = losses.find((loss) => reduction === "batchmean" && !loss.batchmean);
  if (other) throw new UsageError(`${other.name} has no reduction batchmean`, { hint: "kl-div has" });
  const flat = losses.find((loss) => gradRoles(loss).length === 0);
  if (grad && flat) throw new UsageError(`${flat.name} has no gradient`);
  const uneven = losses.find((loss) => gradRoles(loss).some((role) => loss.roles[role]?.sequence));
  if (grad && uneven && !["json", "ndjson"].includes(format))
    throw new UsageError(
      `the gradients of ${uneven.name} differ in length from row to row, which ${format} cannot hold`,
      {
        hint: "--format json or ndjson",
      },
    );
}

/** Options that would do nothing. */
export function refuseIdle(options: Options, losses: readonly Loss[], operands: readonly string[]): void {
  if (options.classes !== undefined) refuseClasses(options.classes.split(","), losses);
  if (operands.length === 0 || !operands.every(isInline)) return;
  for (const name of ["input_format", "delimiter", "header"] as const)
    if (options[name] !== undefined)
      throw new UsageError(
        `${optionOf(options[name] === false ? `no_${name}` : name)} is for files, and all values here are typed`,
      );
}

/** Names of classes where there are none, or of more labels than two. */
function refuseClasses(names: readonly string[], losses: readonly Loss[]): void {
  const takes = ({ roles }: Loss, what: string) => Object.values(roles).some(({ kind }) => kind === what);
  if (!losses.some((loss) => takes(loss, "class") || takes(loss, "label")))
    throw new UsageError(`--classes is for class targets and labels, which ${losses[0]!.name} does not take`);
  const binary = losses.find((loss) => takes(loss, "label"));
  if (binary && names.length !== 2)
    throw new UsageError(
      `--classes names ${names.length}, where ${binary.name} has two labels: what counts as 0, then as 1`,
    );
}

const asTyped = (name: string, value: AnyParamValues[string]): string =>
  typeof value === "boolean" ? optionOf(value ? name : `no_${name}`) : `${optionOf(name)} ${value}`;

/** Parameters given that another one, also of a preset, makes meaningless. */
export function refuseUnmet({ params }: Loss, own: AnyParamValues, given: AnyParamValues): void {
  const values = { ...defaultsOf(params), ...given };
  for (const name of Object.keys(own)) {
    const [other, wanted] = unmet(params[name], values) ?? [];
    if (other !== undefined)
      throw new UsageError(
        `${optionOf(name)} is for ${asTyped(other, wanted)}, and this is ${asTyped(other, values[other])}`,
      );
  }
}

/** What asks for rows, of a loss that is one number for all of them. */
export function refuseRowsOfOneValue(plans: readonly LossPlan[], options: Options): void {
  const values = plans.flatMap(({ loss, given }) => (loss.prepare(given).whole === "value" ? [loss] : []));
  const one = values[0]?.name;
  if (one === undefined) return;
  if (options.per_sample)
    throw new UsageError(`${one} is one number for all rows: it has no per-sample losses`);
  if (options.reduction === "none")
    throw new UsageError(`${one} is one number for all rows: it is always reduced`);
  const unweighted = values.find(({ weighted }) => !weighted);
  if (options.sample_weight !== undefined && unweighted)
    throw new UsageError(`${unweighted.name} takes no sample weights`);
}

/** What does not go with values on the way. */
export function refuseEvery(plans: readonly LossPlan[], options: Options): void {
  const { format, quiet, per_sample, grad, reduction, group_by, worst, stats, histogram } = options;
  const whole = plans.find(({ loss, given }) => loss.prepare(given).whole)?.loss.name;
  if (whole !== undefined)
    throw new UsageError(`${whole} needs all rows at once, so --every has nothing to tell`);
  if (reduction === "none")
    throw new UsageError("--every tells reduced values, which --reduction none does not give");
  if (!quiet && (format === "json" || format === "markdown"))
    throw new UsageError(`--every goes with text, ndjson, csv and tsv, and with --quiet, not with ${format}`);
  const table = per_sample || grad || group_by !== undefined || worst !== undefined || stats || histogram;
  if (table && (format === "csv" || format === "tsv"))
    throw new UsageError(`--format ${format} holds one table, and --every is one`);
  if (per_sample || grad) throw new UsageError("--every goes with neither --per-sample nor --grad");
}
