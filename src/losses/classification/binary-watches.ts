import type { Watch } from "../../core/loss.ts";
import { plural } from "../../core/notes.ts";
import { cellWatch, rowWatch } from "../watch.ts";
import type { From } from "./from.ts";

type Roles = "pred" | "target";

/** What was meant for probabilities, given to a loss on logits; `advice` is what to do instead. */
export const probabilitiesAsLogits = (advice: string): Watch<Roles> =>
  rowWatch<Roles>({
    role: "pred",
    rows: "every",
    find({ pred }, row, width) {
      for (let i = row * width; i < (row + 1) * width; i++) if (!(pred[i]! >= 0 && pred[i]! <= 1)) return -1;
      return row * width;
    },
    says: (count) =>
      `every value of pred lies in 0..1 (${plural(count, "row")}): these look like probabilities, not logits; ${advice}`,
  });

/** For losses that take logits alone. */
export const takeLogits = "take their logits first, log(p / (1 - p))";

/** What a certain and wrong prediction costs where logarithms are as torch's, and where they are not bounded. */
const CLAMPED = "log clamped at -100, as torch does";
const INFINITE = "the loss there is infinite, and so is the total; see --eps";

/** Values whose loss is decided by what is done at probability 0. */
const certain = (
  isCertain: (pred: number, target: number) => boolean,
  why: string,
  effect: string,
): Watch<Roles> =>
  cellWatch<Roles>(
    "pred",
    (p, i, { target }) => isCertain(p, target[i]!),
    (count) => `${plural(count, "value")} of pred ${count === 1 ? "is" : "are"} ${why}: ${effect}`,
  );

/** Predictions that rule out what happened; of smoothed labels both do. What is given as a logarithm is not clamped. */
function certainties(from: From, smoothing: number, clamped: boolean): Watch<Roles> {
  const inLogs = from === "log-probs";
  const never = (x: number): boolean => (inLogs ? !clamped && x === -Infinity : x <= 0);
  const always = (x: number): boolean => x >= (inLogs ? 0 : 1);
  const effect = clamped ? CLAMPED : INFINITE;
  return smoothing > 0
    ? certain((x) => never(x) || always(x), "certain, which a smoothed label never is", effect)
    : certain((x, t) => (never(x) && t > 0) || (always(x) && t < 1), "certain and wrong", effect);
}

/** Predictions that rule out what happened, where nothing bounds their loss. */
export const infiniteLosses = (from: From, smoothing = 0): readonly Watch<Roles>[] =>
  from === "logits" ? [] : [certainties(from, smoothing, false)];

/** Labels given as probabilities, and probabilities as labels. */
export const swapped: Watch<Roles> = rowWatch<Roles>({
  role: "pred",
  rows: "every",
  find({ pred, target }, row, width) {
    for (let i = row * width; i < (row + 1) * width; i++)
      if ((pred[i] !== 0 && pred[i] !== 1) || !(target[i]! > 0 && target[i]! < 1)) return -1;
    return row * width;
  },
  says: (count) =>
    `every value of pred is 0 or 1 and every target is in between (${plural(count, "row")}): are pred and target swapped?`,
});

/** What to look out for, by what the predictions are said to be. */
export const binaryWatches = (from: From, smoothing = 0): readonly Watch<Roles>[] => [
  from === "logits" ? probabilitiesAsLogits("use bce, or --from probs") : certainties(from, smoothing, true),
];
