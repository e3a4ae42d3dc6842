import type { Watch } from "../../core/loss.ts";
import { plural } from "../../core/notes.ts";
import type { From } from "./from.ts";

type BinaryWatch = Watch<"pred" | "target">;

const withinUnit = (x: number): boolean => x >= 0 && x <= 1;

const probabilitiesAsLogits: BinaryWatch = {
  role: "pred",
  rows: "every",
  look({ pred }, { rows }) {
    const width = pred.length / rows;
    // rows before the first that does not look like it
    let count = 0;
    while (count < rows && pred.subarray(count * width, (count + 1) * width).every(withinUnit)) count++;
    return { count, row: 0, cell: 0 };
  },
  says: (count) =>
    `every value of pred lies in 0..1 (${plural(count, "row")}): these look like probabilities, not logits; use bce, or --from probs`,
};

/** Values whose loss is decided by the clamp of a logarithm. */
function clampedLogs(isClamped: (pred: number, target: number) => boolean): BinaryWatch {
  return {
    role: "pred",
    rows: "any",
    look({ pred, target }, { rows }) {
      const width = pred.length / rows;
      let count = 0;
      let first = -1;
      for (let i = 0; i < pred.length; i++) {
        if (!isClamped(pred[i]!, target[i]!)) continue;
        count++;
        if (first < 0) first = i;
      }
      return { count, row: Math.floor(first / width), cell: first % width };
    },
    says: (count) =>
      `${plural(count, "value")} of pred ${count === 1 ? "is" : "are"} certain and wrong: log clamped at -100, as torch does`,
  };
}

const WATCHES: Readonly<Record<From, readonly BinaryWatch[]>> = {
  logits: [probabilitiesAsLogits],
  probs: [clampedLogs((p, t) => (p <= 0 && t > 0) || (p >= 1 && t < 1))],
  "log-probs": [clampedLogs((l, t) => l >= 0 && t < 1)],
};

/** What to look out for, by what the predictions are said to be. */
export const binaryWatches = (from: From): readonly BinaryWatch[] => WATCHES[from];
