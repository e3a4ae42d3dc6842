import { boxes } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { type BoxTerm, boxKernel, boxParams, boxRoles, boxWatches } from "./box.ts";
import type { Boxes } from "./geometry.ts";

/** Squared diagonal of the least box around both. */
const diagonal = ({ around: [w, h], eps }: Boxes): number => w * w + h * h + eps;

const between = ({ shift: [x, y] }: Boxes): number => x * x + y * y;

export const diouTerm: BoxTerm = {
  value: (boxes) => 1 - boxes.iou + between(boxes) / diagonal(boxes),
  slope(boxes, k, inner, outer) {
    const axis = k % 2 === 0 ? 0 : 1;
    const size = diagonal(boxes);
    const grows = outer ? (k < 2 ? -2 : 2) * boxes.around[axis] : 0;
    return (boxes.shift[axis] - (between(boxes) / size) * grows) / size - boxes.slopes(k, inner).iou;
  },
};

export const diou = defineLoss({
  name: "diou",
  aliases: ["distance-box-iou", "distance-box-iou-loss", "diou-loss"],
  family: "box",
  summary: "1 - IoU, and how far the centres are apart.",
  formula:
    "1 - I / (U + eps) + d^2 / (w^2 + h^2 + eps),  d between the centres, w and h of the least box around both",
  gradient: "by the corners, through I, U, d, w and h; where two edges meet the smaller of both slopes, or 0",
  denominator: "boxes, one a row",
  relations: ["ciou adds the difference of the shapes"],
  notes: ["It lies in 0..2. Boxes are x1,y1,x2,y2 unless --box-format says otherwise."],
  libraries: { torchvision: "torchvision.ops.distance_box_iou_loss" },
  reference: "Zheng et al., Distance-IoU loss, 2020",
  example: "'[[0,0,2,3]]' '[[1,1,4,2.5]]'",
  roles: boxRoles,
  params: boxParams,
  reduction: "mean",
  like: { torchvision: { eps: 1e-7, box_format: "xyxy" } },
  layout: boxes,
  watches: boxWatches,
  kernel: (values, params, out, dims) => boxKernel(values, params, out, dims, diouTerm),
});
