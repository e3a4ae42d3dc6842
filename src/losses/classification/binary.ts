import { log1mExp, log1pExpNegAbs, sigmoid } from "../../core/activation.ts";
import type { Shape } from "../../core/batch.ts";
import { InputError } from "../../core/errors.ts";
import { elementwise } from "../../core/layout.ts";
import type { Layout, Output, Range, Role } from "../../core/loss.ts";
import type { Param } from "../../core/param.ts";
import { type From, probabilityRanges, withinUnit } from "./from.ts";

type Roles = "pred" | "target";
type Pair = Readonly<Record<Roles, Float64Array>>;

export const binaryRoles = {
  pred: { kind: "real", about: "one prediction for each label", grad: true },
  target: { kind: "label", about: "0 or 1 (also true, false), or a probability in between" },
} as const satisfies Record<string, Role>;

export interface BinaryParams {
  readonly from: From;
  readonly pos_weight: readonly number[] | undefined;
}

/** Element by element; positive weights are one, or one for each entry of the last dimension. */
export function binaryLayout(
  shapes: Readonly<Record<Roles, Shape>>,
  { pos_weight }: Pick<BinaryParams, "pos_weight">,
): Layout {
  if (shapes.pred.length === 1 && shapes.pred[0]! > 1 && shapes.target.length === 0)
    throw new InputError(`pred has ${shapes.pred[0]} columns, target has one: a label for each is wanted`, {
      hint: "one class out of several goes with cross-entropy, of probabilities with --from probs",
    });
  const layout = elementwise(shapes);
  const last = layout.out.at(-1) ?? 1;
  if (pos_weight && pos_weight.length !== 1 && pos_weight.length !== last)
    throw new InputError(
      `--pos-weight has ${pos_weight.length} values, the last dimension of pred has ${last}`,
    );
  return layout;
}

export const labelSmoothing = {
  kind: "number",
  min: 0,
  max: 1,
  about: "share of the target that is spread over both labels",
} as const satisfies Param;

export const sigmoidFactor = {
  kind: "number",
  above: 0,
  about: "what logits are multiplied by before the sigmoid",
} as const satisfies Param;

/** The same values with targets (1 - s) t + s / 2. */
export function smoothed(values: Pair, s = 0): Pair {
  return s === 0 ? values : { ...values, target: values.target.map((t) => (1 - s) * t + s / 2) };
}

export function binaryRanges(from: From): { pred?: Range; target: Range } {
  const target: Range = {
    min: 0,
    max: 1,
    hint: "targets are 0, 1 or a probability; are pred and target swapped?",
  };
  return { ...probabilityRanges(from), target };
}

/**
 * -(P y log p + (1 - y) log(1 - p)), with P the positive weight: of probabilities, of logits (sigmoid and logarithm
 * in one stable step), or of log-probabilities.
 */
export function binaryKernel(
  { pred, target }: Pair,
  { from, pos_weight }: BinaryParams,
  { loss, grad }: Output<Roles>,
): void {
  const P = pos_weight ?? [1];
  const n = P.length;
  const g = grad.pred;
  if (from === "logits") logitLoop(pred, target, P, n, loss, g);
  else if (from === "probs") probLoop(pred, target, P, n, loss, g);
  else logProbLoop(pred, target, P, n, loss, g);
}

type Loop = (
  x: Float64Array,
  y: Float64Array,
  P: readonly number[],
  n: number,
  loss: Float64Array,
  g: Float64Array | undefined,
) => void;

/** P y softplus(-x) + (1 - y) softplus(x): no term is negative, so nothing cancels. */
const logitLoop: Loop = (x, y, P, n, loss, g) => {
  for (let i = 0; i < loss.length; i++) {
    const z = x[i]!;
    const t = y[i]!;
    const positive = P[i % n]! * t;
    const tail = log1pExpNegAbs(z);
    loss[i] = positive * (Math.max(-z, 0) + tail) + (1 - t) * (Math.max(z, 0) + tail);
    if (g) g[i] = (1 - t) * sigmoid(z) - positive * sigmoid(-z);
  }
};

/** torch clamps the logarithms, and the gradient's denominator at a constant of single precision. */
const LEAST_LOG = -100;
const LEAST_VARIANCE = Math.fround(1e-12);

const probLoop: Loop = (x, y, P, n, loss, g) => {
  for (let i = 0; i < loss.length; i++) {
    const p = withinUnit(x[i]!);
    const t = y[i]!;
    const positive = P[i % n]! * t;
    const negative = 1 - t;
    const cost = positive * Math.max(Math.log(p), LEAST_LOG) + negative * Math.max(Math.log1p(-p), LEAST_LOG);
    loss[i] = 0 - cost;
    if (g) {
      // both are the same; the difference has no rounding error where it can be had
      const pull = positive === t ? p - t : negative * p - positive * (1 - p);
      g[i] = pull / Math.max(p * (1 - p), LEAST_VARIANCE);
    }
  }
};

/**
 * By the log-probability l: -P y l - (1 - y) log(1 - e^l); its gradient is -P y + (1 - y) e^l / (1 - e^l). Only what
 * is computed here is clamped, at the same places as with probabilities; l itself is not.
 */
const logProbLoop: Loop = (x, y, P, n, loss, g) => {
  for (let i = 0; i < loss.length; i++) {
    const l = Math.min(x[i]!, 0);
    const t = y[i]!;
    const positive = P[i % n]! * t;
    const negative = 1 - t;
    const rest = -Math.expm1(l);
    const logRest = log1mExp(l);
    // the event that does not count may be impossible
    const first = positive === 0 && l === -Infinity ? 0 : positive * l;
    loss[i] = 0 - (first + negative * Math.max(logRest, LEAST_LOG));
    if (g) g[i] = (negative * Math.exp(l)) / Math.max(rest, LEAST_VARIANCE) - positive;
  }
};
