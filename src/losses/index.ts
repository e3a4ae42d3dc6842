import type { Loss } from "../core/loss.ts";
import { bce } from "./classification/bce.ts";
import { bceWithLogits } from "./classification/bce-with-logits.ts";
import { crossEntropy } from "./classification/cross-entropy.ts";
import { nll } from "./classification/nll.ts";
import { l1 } from "./regression/l1.ts";
import { l2 } from "./regression/l2.ts";
import { mae } from "./regression/mae.ts";
import { mse } from "./regression/mse.ts";
import { smoothL1 } from "./regression/smooth-l1.ts";

/** Every loss there is, in the order in which they are listed. */
export const losses: readonly Loss[] = [l1, l2, mae, mse, smoothL1, crossEntropy, nll, bce, bceWithLogits];
