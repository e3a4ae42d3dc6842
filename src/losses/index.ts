import type { Loss } from "../core/loss.ts";
import { box } from "./box/index.ts";
import { classification } from "./classification/index.ts";
import { distribution } from "./distribution/index.ts";
import { embedding } from "./embedding/index.ts";
import { margin } from "./margin/index.ts";
import { ranking } from "./ranking/index.ts";
import { regression } from "./regression/index.ts";
import { segmentation } from "./segmentation/index.ts";
import { sequence } from "./sequence/index.ts";
import { survival } from "./survival/index.ts";

/** Every loss there is, in the order in which they are listed. */
export const losses: readonly Loss[] = [
  ...regression,
  ...classification,
  ...margin,
  ...embedding,
  ...ranking,
  ...sequence,
  ...segmentation,
  ...box,
  ...survival,
  ...distribution,
];
