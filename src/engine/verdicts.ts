import type { Loss, Reduction } from "../core/loss.ts";
import type { Warning } from "./run.ts";

/** What a loss has come to. */
interface Outcome {
  readonly loss: Loss;
  readonly reduction: Reduction;
  /** Unreduced losses a row. */
  readonly width: number;
  readonly samples: number;
  readonly ignored: number;
  readonly denominator: number;
  readonly sum: number;
  /** How many losses are infinite. */
  readonly infinite: number;
  /** Targets that are a class, and how many of them name it. */
  readonly classes: number;
  readonly names: number;
  /** Whether the data or a watch has been warned of already, which may explain the others. */
  readonly explained: boolean;
}

/** What the totals show, and no row by itself. */
export function verdicts(outcome: Outcome): Warning[] {
  const { loss, reduction, width, samples, ignored, denominator, sum, infinite, explained } = outcome;
  const { classes, names } = outcome;
  const messages: string[] = [];
  if (names > 0 && names < classes)
    messages.push(
      `target mixes class names (${names}) and class indices (${classes - names}): an index means the class at that place, from 0`,
    );
  if (loss.batchmean && reduction === "mean" && width > 1)
    messages.push(
      `the mean of ${loss.name} is over all elements, ${width} times smaller than that of its rows; --reduction batchmean divides by the rows`,
    );
  if (loss.batchmean && (reduction === "mean" || reduction === "batchmean") && width === 1 && samples > 1)
    messages.push(
      `each row of ${loss.name} is one number, so that ${reduction} divides by all of them: of a distribution the classes are columns of one row, and batchmean divides by the rows`,
    );
  if (!explained && infinite > 0)
    messages.push(
      `${infinite === 1 ? "1 loss is" : `${infinite} losses are`} infinite: larger than a double can hold`,
    );
  if (!explained && loss.doubtful && sum < loss.doubtful.below) messages.push(loss.doubtful.says);
  if (denominator === 0 && samples + ignored > 0) {
    const why =
      samples === 0
        ? ignored === 1
          ? "the only row is ignored"
          : `all ${ignored} rows are ignored`
        : "the weights sum to 0";
    messages.push(`${why}: there is nothing to average, and the mean is NaN`);
  }
  return messages.map((message) => ({ message, place: undefined }));
}
