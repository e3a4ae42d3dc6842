import { KEPT } from "../core/batch.ts";
import { UsageError } from "../core/errors.ts";
import type { LossPlan } from "../engine/run.ts";
import type { Options } from "./validate.ts";

/** What is asked of the rows besides the reduced value. */
export interface InsightPlan {
  /** Whether results are told for each group of rows. */
  readonly groupBy: boolean;
  /** How many of the worst rows are told. */
  readonly worst: number | undefined;
  readonly stats: boolean;
  readonly histogram: boolean;
  /** Columns that must be there, by what asks for them; undefined for all there are. */
  readonly columns: Readonly<Record<string, string | undefined>>;
}

/** Roles under which readers deliver the columns, named after their options. */
export const GROUP_BY = "group_by";
export const SHOW = "show";

/** The options that ask for something, as they were given. */
function askedFor({ group_by, worst, stats, histogram }: Options): string[] {
  const asked = [
    group_by !== undefined && "--group-by",
    worst !== undefined && "--worst",
    stats && "--stats",
    histogram && "--histogram",
  ];
  return asked.filter((option) => option !== false);
}

/** Checks what is asked of the rows, and what goes with it. */
export function planInsight(options: Options, losses: readonly LossPlan[]): InsightPlan {
  const { group_by, worst, show, stats, histogram } = options;
  if (show !== undefined && worst === undefined)
    throw new UsageError("--show says what --worst shows; give --worst too");
  refuseKept(options);
  const asked = askedFor(options);
  if (asked.length > 0) refuseAsked(asked, options, losses);
  const { keep, keep_columns } = options;
  const kept = keep || keep_columns !== undefined ? { [KEPT]: keep_columns } : {};
  const columns = {
    ...(group_by !== undefined && { [GROUP_BY]: group_by }),
    ...(show !== undefined && { [SHOW]: show }),
    ...kept,
  };
  return { groupBy: group_by !== undefined, worst, stats, histogram, columns };
}

function refuseAsked(asked: readonly string[], options: Options, losses: readonly LossPlan[]): void {
  const { quiet, reduction, format, per_sample, grad } = options;
  const [first] = asked;
  if (quiet) throw new UsageError(`--quiet prints just the value, so it goes without ${first}`);
  if (reduction === "none")
    throw new UsageError(`${first} needs a number a row, which --reduction none does not give`);
  const tables = [...asked, ...(per_sample ? ["--per-sample"] : grad ? ["--grad"] : [])];
  if ((format === "csv" || format === "tsv") && tables.length > 1)
    throw new UsageError(
      `--format ${format} holds one table, and ${tables.join(" and ")} are ${tables.length}`,
      { hint: "--format json holds them all" },
    );
  const single = losses.find(({ loss, given }) => loss.prepare(given).whole === "value");
  const byRow = asked.find((option) => option !== "--group-by");
  if (single && byRow)
    throw new UsageError(
      `${single.loss.name} is one number for all rows: it has no per-sample losses for ${byRow}`,
    );
}

function refuseKept({ keep, keep_columns, per_sample, grad, reduction }: Options): void {
  if (!keep && keep_columns === undefined) return;
  if (keep && keep_columns !== undefined)
    throw new UsageError("--keep is about all columns, --keep-columns about some; give one of them");
  if (!per_sample && !grad && reduction !== "none")
    throw new UsageError(
      `${keep ? "--keep" : "--keep-columns"} is about the rows that are printed, of which there are none`,
      { hint: "--per-sample or --grad prints rows" },
    );
}
