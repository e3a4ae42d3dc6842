import type { Watch } from "../../core/loss.ts";
import { plural } from "../../core/notes.ts";
import { cellWatch, rowWatch } from "../watch.ts";
import type { From } from "./from.ts";

type Roles = "pred" | "target";

/** What was meant for probabilities, given to a loss on logits; `instead` is where they go. */
export const probabilitiesAsLogits = (instead: string): Watch<Roles> =>
  rowWatch<Roles>({
    role: "pred",
    rows: "every",
    find({ pred }, row, width) {
      for (let i = row * width; i < (row + 1) * width; i++) if (!(pred[i]! >= 0 && pred[i]! <= 1)) return -1;
      return row * width;
    },
    says: (count) =>
      `every value of pred lies in 0..1 (${plural(count, "row")}): these look like probabilities, not logits; use ${instead}`,
  });

/** Values whose loss is decided by the clamp of a logarithm. */
const clampedLogs = (isClamped: (pred: number, target: number) => boolean): Watch<Roles> =>
  cellWatch<Roles>(
    "pred",
    (p, i, { target }) => isClamped(p, target[i]!),
    (count) =>
      `${plural(count, "value")} of pred ${count === 1 ? "is" : "are"} certain and wrong: log clamped at -100, as torch does`,
  );

const WATCHES: Readonly<Record<From, readonly Watch<Roles>[]>> = {
  logits: [probabilitiesAsLogits("bce, or --from probs")],
  probs: [clampedLogs((p, t) => (p <= 0 && t > 0) || (p >= 1 && t < 1))],
  "log-probs": [clampedLogs((l, t) => l >= 0 && t < 1)],
};

/** What to look out for, by what the predictions are said to be. */
export const binaryWatches = (from: From): readonly Watch<Roles>[] => WATCHES[from];
