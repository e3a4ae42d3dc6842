import { boxes } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { type BoxTerm, boxKernel, boxParams, boxRoles, boxWatches } from "./box.ts";

const term: BoxTerm = {
  value({ iou, around: [w, h], union, eps }) {
    return 1 - iou + (w * h - union) / (w * h + eps);
  },
  slope(boxes, k, inner, outer) {
    const { around, union, eps } = boxes;
    const d = boxes.slopes(k, inner);
    const area = around[0] * around[1];
    const grows = outer ? (k < 2 ? -1 : 1) * around[k % 2 === 0 ? 1 : 0] : 0;
    const size = area + eps;
    // in this form, for the square of an area may be no double
    return (grows - d.union - ((area - union) / size) * grows) / size - d.iou;
  },
};

export const giou = defineLoss({
  name: "giou",
  aliases: ["generalized-box-iou", "generalized-box-iou-loss", "giou-loss"],
  family: "box",
  summary: "1 - IoU, and the share of the enclosing box that neither covers.",
  formula: "1 - I / (U + eps) + (A - U) / (A + eps),  A the area of the least box around both",
  gradient: "by the corners, through I, U and A; where two edges meet the smaller of both slopes, or 0",
  denominator: "boxes, one a row",
  relations: ["diou and ciou look at centres instead of the enclosing box"],
  notes: [
    "It lies in 0..2. Boxes are x1,y1,x2,y2 unless --box-format says otherwise.",
    "torchvision's reduction is none unless told otherwise.",
  ],
  libraries: { torchvision: "torchvision.ops.generalized_box_iou_loss" },
  reference: "Rezatofighi et al., Generalized intersection over union, 2019",
  example: "'[[0,0,2,3]]' '[[1,1,4,2.5]]'",
  roles: boxRoles,
  params: boxParams,
  reduction: "mean",
  like: { torchvision: { eps: 1e-7, box_format: "xyxy" } },
  layout: boxes,
  watches: boxWatches,
  kernel: (values, params, out, dims) => boxKernel(values, params, out, dims, term),
});
