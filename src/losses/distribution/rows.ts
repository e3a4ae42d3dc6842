import type { Shape } from "../../core/batch.ts";
import { InputError } from "../../core/errors.ts";
import { classDims, elementwise } from "../../core/layout.ts";
import type { Dims, Layout, Watch } from "../../core/loss.ts";
import { plural } from "../../core/notes.ts";
import type { From } from "../classification/from.ts";

/** Rows are (C, d1, ...): distributions along C. The loss is (d1, ...). */
export function perDistribution(shapes: { readonly pred: Shape; readonly target: Shape }): Layout {
  elementwise(shapes);
  if (shapes.pred.length === 0)
    throw new InputError("pred has one number a row, where a distribution has one for each class", {
      hint: "name a column for each class, for example --pred 'prob_*'",
    });
  return { out: shapes.pred.slice(1) };
}

/** Distributions add up to 1 within this, also where they were written with few digits. */
const SUM_SLACK = 1e-3;

type Roles = "pred" | "target";
type Shows = (total: number, lowest: number, highest: number) => boolean;

/** A watch on the sum over each distribution of `term` of its entries, and on its lowest and highest entry. */
function sumWatch(
  role: Roles,
  rows: "every" | "any",
  term: (v: number) => number,
  shows: Shows,
  says: Watch<Roles>["says"],
): Watch<Roles> {
  const every = rows === "every";
  return {
    role,
    rows,
    says,
    look(values, dims) {
      let count = 0;
      let first = { row: -1, cell: 0 };
      for (let row = 0; row < dims.rows; row++) {
        const shown = positionOf(values[role], row, dims, role, every, term, shows);
        if (shown < 0) {
          if (every) break;
          continue;
        }
        if (count === 0) first = { row, cell: shown };
        count++;
      }
      return { count, ...first };
    },
  };
}

/** The first position of a row that shows it, or with `every` the first of a row that shows it throughout; else -1. */
function positionOf(
  values: Float64Array,
  row: number,
  { shapes }: Dims<Roles>,
  role: Roles,
  every: boolean,
  term: (v: number) => number,
  shows: Shows,
): number {
  const { classes, inner } = classDims(shapes[role]);
  for (let k = 0; k < inner; k++) {
    let total = 0;
    let lowest = Infinity;
    let highest = -Infinity;
    for (let c = 0; c < classes; c++) {
      const v = values[(row * classes + c) * inner + k]!;
      total += term(v);
      lowest = Math.min(lowest, v);
      highest = Math.max(highest, v);
    }
    if (shows(total, lowest, highest) !== every) return every ? -1 : k;
  }
  return every ? 0 : -1;
}

const same = (v: number): number => v;
const offOne: Shows = (total) => Math.abs(total - 1) > SUM_SLACK;

/** What is wrong with distributions given as probabilities, their logarithms, or logits. */
export function distributionWatches(
  shapes: Readonly<Record<Roles, Shape>>,
  forms: Readonly<Record<Roles, From>>,
): readonly Watch<Roles>[] {
  // values that stand alone may be one distribution together, or many of which only one entry is given
  if (shapes.pred.length === 0) return [];
  const watches: Watch<Roles>[] = [];
  for (const role of ["pred", "target"] as const) {
    const option = role === "pred" ? "--from probs" : "--no-log-target";
    const form = forms[role];
    const inLogs = form === "log-probs";
    if (form !== "probs")
      watches.push(
        sumWatch(
          role,
          "every",
          same,
          (total, lowest) => lowest >= 0 && !offOne(total, 0, 0),
          (count) =>
            `every row of ${role} sums to 1 (${plural(count, "row")}): these look like probabilities, not ${inLogs ? "log-probabilities" : "logits"}; use ${option}`,
        ),
      );
    // logits need not add up to anything
    if (form === "logits") continue;
    watches.push(
      sumWatch(
        role,
        "any",
        inLogs ? Math.exp : same,
        offOne,
        (count, samples) =>
          `in ${count} of ${plural(samples, "row")} ${role} is no distribution: ${inLogs ? "exp of it" : "it"} does not sum to 1; taken as it is`,
      ),
    );
  }
  return watches;
}
