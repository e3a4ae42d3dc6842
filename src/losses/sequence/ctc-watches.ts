import type { Dims, Watch } from "../../core/loss.ts";
import { plural } from "../../core/notes.ts";
import {
  isProbabilities,
  offOne,
  SUM_ERROR,
  SUM_SLACK,
  sum,
  sumExp,
} from "../classification/categorical-watches.ts";
import type { From } from "../classification/from.ts";
import { States } from "./alignment.ts";

type Roles = "pred" | "target";

interface CtcParams {
  readonly from: From;
  readonly blank: number;
  readonly zero_infinity: boolean;
}

interface Sign extends Pick<Watch<Roles>, "role" | "rows" | "says"> {
  /** Which cell of a row's role shows the sign, of the role's; -1 if none does. */
  find(frames: Float64Array, labels: Float64Array): number;
}

/** A watch that looks at one pair of sequences after the other. */
function sequenceWatch({ find, ...facts }: Sign): Watch<Roles> {
  return {
    ...facts,
    look({ pred, target }, { rows, starts }: Dims<Roles>) {
      let [count, first, cell] = [0, -1, 0];
      for (let row = 0; row < rows; row++) {
        const part = (values: Float64Array, role: Roles): Float64Array =>
          values.subarray(starts![role]![row], starts![role]![row + 1]);
        const at = find(part(pred, "pred"), part(target, "target"));
        if (at < 0) continue;
        if (count++ === 0) [first, cell] = [row, at];
      }
      return { count, row: first, cell };
    },
  };
}

/** What to look out for in frames of predictions, and in targets. */
export function ctcWatches({ from, blank, zero_infinity }: CtcParams, classes: number): Watch<Roles>[] {
  const anyFrame =
    (sign: (frame: Float64Array) => boolean): Sign["find"] =>
    (frames) => {
      for (let i = 0; i < frames.length; i += classes) if (sign(frames.subarray(i, i + classes))) return i;
      return -1;
    };
  const everyFrame =
    (sign: (frame: Float64Array) => boolean): Sign["find"] =>
    (frames, labels) =>
      anyFrame((frame) => !sign(frame))(frames, labels) < 0 ? 0 : -1;
  const fate = zero_infinity
    ? "the loss there is infinite, and counted as 0"
    : "the loss there is infinite (--zero-infinity counts it as 0)";
  const can = (x: number): boolean => x !== (from === "probs" ? 0 : -Infinity);

  const ofFrames: Readonly<Record<From, readonly Omit<Sign, "role">[]>> = {
    logits: [
      {
        rows: "every",
        find: everyFrame(isProbabilities),
        says: (count) =>
          `every frame of pred lies in 0..1 and sums to 1 (${plural(count, "row")}): these look like probabilities, not logits; use --from probs`,
      },
    ],
    probs: [
      {
        rows: "never",
        find: anyFrame((frame) => offOne(sum(frame), SUM_ERROR)),
        says: () => "the probabilities of this frame do not sum to 1",
      },
      {
        rows: "any",
        find: anyFrame((frame) => offOne(sum(frame), 1e-6)),
        says: (count, samples) =>
          `in ${count} of ${plural(samples, "row")} a frame of pred does not sum to 1 to six digits; taken as it is, not renormalised`,
      },
    ],
    "log-probs": [
      {
        rows: "any",
        find: anyFrame((frame) => offOne(sumExp(frame), SUM_SLACK)),
        says: (count, samples) =>
          `in ${count} of ${plural(samples, "row")} the probabilities exp(pred) of a frame do not sum to 1: these look like logits, not log-probabilities; use --from logits`,
      },
    ],
  };
  return [
    ...ofFrames[from].map((sign) => sequenceWatch({ role: "pred", ...sign })),
    sequenceWatch({
      role: "target",
      rows: "never",
      find: (_, labels) => labels.indexOf(blank),
      says: () => `class ${blank} is the blank (--blank), which stands in no target; targets are not padded`,
    }),
    sequenceWatch({
      role: "target",
      rows: "any",
      find: (frames, labels) =>
        new States(labels, blank).frames > frames.length / classes ? labels.length - 1 : -1,
      says: (count, samples) =>
        `in ${count} of ${plural(samples, "row")} pred has fewer frames than the target needs, one a label and one between equal labels: ${fate}`,
    }),
    sequenceWatch({
      role: "target",
      rows: "any",
      find(frames, labels) {
        if (frames.every(can)) return -1;
        const states = new States(labels, blank);
        const count = frames.length / classes;
        const possible = (frame: number, symbol: number) => can(frames[frame * classes + symbol]!);
        return states.frames > count || states.alignable(count, possible) ? -1 : 0;
      },
      says: (count, samples) =>
        `in ${count} of ${plural(samples, "row")} pred gives every alignment with the target probability 0: ${fate}`,
    }),
  ];
}
