import { UsageError } from "../core/errors.ts";
import type { LossPlan } from "../engine/run.ts";
import type { Options } from "./validate.ts";

/** What is asked of the rows besides the reduced value. */
export interface InsightPlan {
  /** Columns by whose cells rows are grouped. */
  readonly groupBy: string | undefined;
  /** How many of the worst rows are told, and which columns of them. */
  readonly worst: number | undefined;
  readonly show: string | undefined;
  readonly stats: boolean;
  readonly histogram: boolean;
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
  const { group_by, worst, show, stats, histogram, quiet, reduction, format } = options;
  if (show !== undefined && worst === undefined)
    throw new UsageError("--show says what --worst shows; give --worst too");
  const asked = askedFor(options);
  const [first = ""] = asked;
  if (quiet) throw new UsageError(`--quiet prints just the value, so it goes without ${first}`);
  if (reduction === "none")
    throw new UsageError(`${first} needs a number a row, which --reduction none does not give`);
  const tables = [
    ...asked,
    ...(options.per_sample ? ["--per-sample"] : []),
    ...(options.grad ? ["--grad"] : []),
  ];
  if ((format === "csv" || format === "tsv") && tables.length > 1)
    throw new UsageError(
      `--format ${format} holds one table, and ${tables.join(" and ")} are ${tables.length}`,
      {
        hint: "--format json holds them all",
      },
    );
  const single = losses.find(({ loss, given }) => loss.prepare(given).whole === "value");
  const byRow = asked.find((option) => option !== "--group-by");
  if (single && byRow)
    throw new UsageError(
      `${single.loss.name} is one number for all rows: it has no per-sample losses for ${byRow}`,
    );
  return { groupBy: group_by, worst, show, stats, histogram };
}
