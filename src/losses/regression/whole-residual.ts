import { elementwise } from "../../core/layout.ts";
import type { Whole } from "../../core/loss.ts";
import { everyRow } from "../watch.ts";
import { residualRoles } from "./residual.ts";

/** What losses have in common that come to one number for all residuals. */
export const onAllResiduals = {
  family: "regression",
  denominator: "nothing: one number for all rows",
  roles: residualRoles,
  params: {},
  reduction: "mean",
  whole: (): Whole => "value",
  layout(shapes: Parameters<typeof elementwise>[0]) {
    elementwise(shapes);
    return { out: [] };
  },
} as const;

export const residuals = ({
  pred,
  target,
}: Readonly<Record<"pred" | "target", Float64Array>>): Float64Array => pred.map((p, i) => p - target[i]!);

/** The residuals of one of several columns. */
export function column(pred: Float64Array, target: Float64Array, width: number, at: number): Float64Array {
  const residuals = new Float64Array(pred.length / width);
  for (let row = 0; row < residuals.length; row++)
    residuals[row] = pred[row * width + at]! - target[row * width + at]!;
  return residuals;
}

export const hasNaN = (values: Float64Array): boolean => values.some(Number.isNaN);

/** Where a column has no error its root has no gradient; nor has that of all columns as one, where none has any. */
export function perfectFit(byColumn: boolean, square: string) {
  let perfect: boolean[] = [];
  return everyRow<"pred" | "target">({
    role: "pred",
    still({ pred, target }, { rows, weights }) {
      const width = byColumn ? pred.length / rows : 1;
      if (perfect.length === 0) perfect = Array.from({ length: width }, () => true);
      const columns = pred.length / rows;
      for (let i = 0; i < pred.length; i++)
        if (pred[i] !== target[i] && weights?.[Math.floor(i / columns)] !== 0) perfect[i % width] = false;
      return perfect.includes(true);
    },
    says() {
      const columns = perfect.flatMap((is, i) => (is ? [i + 1] : []));
      const where = perfect.length === 1 ? "the fit" : `the fit of column ${columns.join(", ")} of pred`;
      return `${where} is perfect: a root has no gradient at 0, and 0 stands for it; ${square} has one`;
    },
  });
}
