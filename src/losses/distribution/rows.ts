import type { Shape } from "../../core/batch.ts";
import { InputError } from "../../core/errors.ts";
import { classDims, elementwise } from "../../core/layout.ts";
import type { Layout, Watch } from "../../core/loss.ts";
import { plural } from "../../core/notes.ts";
import type { From } from "../classification/from.ts";
import { positionWatch } from "../watch.ts";

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
type Sign = (total: number, lowest: number) => boolean;

/** A watch on the sum over each distribution of `term` of its entries, and on its lowest entry. */
function sumWatch(
  role: Roles,
  rows: "every" | "any",
  term: (v: number) => number,
  sign: Sign,
  says: Watch<Roles>["says"],
): Watch<Roles> {
  return positionWatch<Roles>({
    role,
    rows,
    says,
    open(values, { shapes }) {
      const cells = values[role];
      const { classes, inner } = classDims(shapes[role]);
      const shows = (row: number, k: number): boolean => {
        let total = 0;
        let lowest = Infinity;
        for (let c = 0; c < classes; c++) {
          const v = cells[(row * classes + c) * inner + k]!;
          total += term(v);
          lowest = Math.min(lowest, v);
        }
        return sign(total, lowest);
      };
      return { inner, shows };
    },
  });
}

const same = (v: number): number => v;
const offOne: Sign = (total) => Math.abs(total - 1) > SUM_SLACK;

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
          (total, lowest) => lowest >= 0 && !offOne(total, lowest),
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
