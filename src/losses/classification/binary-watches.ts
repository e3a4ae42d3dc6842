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

/** Values whose loss is decided by the clamp of a logarithm. */
const clampedLogs = (isClamped: (pred: number, target: number) => boolean, why: string): Watch<Roles> =>
  cellWatch<Roles>(
    "pred",
    (p, i, { target }) => isClamped(p, target[i]!),
    (count) =>
      `${plural(count, "value")} of pred ${count === 1 ? "is" : "are"} ${why}: log clamped at -100, as torch does`,
  );

/** What to look out for, by what the predictions are said to be. */
export function binaryWatches(from: From, smoothing = 0): readonly Watch<Roles>[] {
  if (from === "logits") return [probabilitiesAsLogits("use bce, or --from probs")];
  const inLogs = from === "log-probs";
  if (smoothing > 0)
    return [
      clampedLogs((x) => (inLogs ? x >= 0 : x <= 0 || x >= 1), "certain, which a smoothed label never is"),
    ];
  const isWrong = inLogs
    ? (l: number, t: number) => l >= 0 && t < 1
    : (p: number, t: number) => (p <= 0 && t > 0) || (p >= 1 && t < 1);
  return [clampedLogs(isWrong, "certain and wrong")];
}
