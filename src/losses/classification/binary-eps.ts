import type { Output, Watch } from "../../core/loss.ts";
import { plural } from "../../core/notes.ts";
import { anyCell, rowWatch } from "../watch.ts";
import { bernoulli, readBernoulli } from "./bernoulli.ts";
import type { From } from "./from.ts";

type Roles = "pred" | "target";

/** How an epsilon keeps logarithms finite. */
export const EPS_MODES = ["clip", "floor", "add"] as const;

interface Bounds {
  readonly eps: number;
  readonly eps_mode?: (typeof EPS_MODES)[number] | undefined;
}

/** -(t log p + (1 - t) log(1 - p)), of p clipped to eps..1-eps, or each logarithm of at least eps, or with eps added. */
export function boundedKernel(
  { pred, target }: Readonly<Record<Roles, Float64Array>>,
  { eps, eps_mode }: Bounds,
  { loss, grad }: Output<Roles>,
): void {
  const g = grad.pred;
  const b = bernoulli();
  const added = eps_mode === "add" ? eps : 0;
  const floor = eps_mode === "floor" ? eps : 0;
  for (let i = 0; i < loss.length; i++) {
    readBernoulli("probs", pred[i]!, b);
    const t = target[i]!;
    const clips = eps_mode === "clip" && isClipped(b.p, eps);
    if (clips) {
      b.p = Math.min(Math.max(b.p, eps), 1 - eps);
      // as the libraries take it, with the rounding of 1 - eps
      b.q = 1 - b.p;
    }
    const exact = !clips && added === 0;
    const yes = b.p < floor ? Math.log(floor) : exact ? b.logP : Math.log(b.p + added);
    const no = b.q < floor ? Math.log(floor) : exact ? b.logQ : Math.log(b.q + added);
    loss[i] = 0 - (t === 0 ? 0 * yes : t * yes) - (t === 1 ? 0 * no : (1 - t) * no);
    if (!g) continue;
    const pull = t === 1 || b.q < floor ? 0 : (1 - t) / (b.q + added);
    const push = t === 0 || b.p < floor ? 0 : t / (b.p + added);
    g[i] = clips ? 0 : b.slope * (pull - push);
  }
}

/** Whether a probability counts as another one, or just not yet. */
export const isClipped = (p: number, eps: number): boolean => p <= eps || p >= 1 - eps;

/** Rows in which a prediction counts as another one. */
const heldWatch = (isHeld: (x: number) => boolean, effect: string): Watch<Roles> =>
  rowWatch<Roles>({
    role: "pred",
    rows: "any",
    find: anyCell<Roles>("pred", isHeld),
    says: (count, samples) => `in ${count} of ${plural(samples, "row")} ${effect}`,
  });

/** Probabilities next to 0 and 1 have a bounded loss and no gradient. */
export function boundedWatches({ eps, eps_mode }: Bounds): readonly Watch<Roles>[] {
  if (eps === 0 || eps_mode === "add") return [];
  const effect = "the loss is bounded there, and the gradient 0";
  return eps_mode === "clip"
    ? [heldWatch((p) => p < eps || p > 1 - eps, `pred is clipped to ${eps}..1-${eps}: ${effect}`)]
    : [
        heldWatch(
          (p) => p < eps || 1 - p < eps,
          `pred or 1 - pred is below eps, ${eps}, and taken as eps: ${effect}`,
        ),
      ];
}

/** As boundedWatches, of a focal loss, which clips also what logits stand for, for one factor or for both. */
export function clippedWatches(from: From, eps: number, both: boolean): readonly Watch<Roles>[] {
  const b = bernoulli();
  const isHeld = (x: number): boolean => {
    readBernoulli(from, x, b);
    return b.p < eps || b.p > 1 - eps;
  };
  const effect = both
    ? ": the loss is bounded there, and the gradient that at the bound"
    : " for bce, which is bounded there";
  return [heldWatch(isHeld, `the probability is clipped to ${eps}..1-${eps}${effect}`)];
}
