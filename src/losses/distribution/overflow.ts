import { plural } from "../../core/notes.ts";
import { cellWatch } from "../watch.ts";

/** Above it exp(x) is larger than a double can hold. */
const LARGEST_LOG = 709.78;

/** Means given where their logarithms are wanted. */
export const overflowWatch = cellWatch(
  "pred",
  (x) => x > LARGEST_LOG,
  (count) =>
    `exp of ${plural(count, "value")} of pred is larger than a double can hold: these look like means, not their logarithms; use --no-log-input`,
);
