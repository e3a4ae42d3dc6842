import { boxes } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { type BoxTerm, boxKernel, boxParams, boxRoles, boxWatches } from "./box.ts";
import { diouTerm } from "./diou.ts";
import type { Boxes } from "./geometry.ts";

/** By how much the angles of the diagonals differ; a box without an area has one too. */
const turn = ({ sides: [w, h], trueSides: [W, H] }: Boxes): number => Math.atan2(W, H) - Math.atan2(w, h);

const shapeTerm = (boxes: Boxes): number => (4 / Math.PI ** 2) * turn(boxes) ** 2;

/** The share of the shapes' difference; its own gradient is left out, as torchvision does. */
function share(boxes: Boxes, eps: number): number {
  const v = shapeTerm(boxes);
  return v === 0 ? 0 : v / (1 - boxes.iou + v + eps);
}

const termWith = (eps: number): BoxTerm => ({
  value: (boxes) => diouTerm.value(boxes) + share(boxes, eps) * shapeTerm(boxes),
  slope(boxes, k, inner, outer) {
    const [w, h] = boxes.sides;
    const square = w * w + h * h;
    const bySide = square === 0 ? 0 : ((8 / Math.PI ** 2) * turn(boxes) * (k % 2 === 0 ? -h : w)) / square;
    return diouTerm.slope(boxes, k, inner, outer) + share(boxes, eps) * (k < 2 ? -bySide : bySide);
  },
});

export const ciou = defineLoss({
  name: "ciou",
  aliases: ["complete-box-iou", "complete-box-iou-loss", "ciou-loss"],
  family: "box",
  summary: "1 - IoU, how far the centres are apart, and how much the shapes differ.",
  formula:
    "diou + a v,  diou with diou_eps,  v = 4 / pi^2 (atan(W / H) - atan(w / h))^2,  a = v / (1 - IoU + v + eps)",
  gradient: "that of diou and a dv, with a held constant",
  denominator: "boxes, one a row",
  relations: ["diou where both boxes have the same shape"],
  notes: [
    "The gradient holds a constant, as torchvision and the paper do: it is not the slope of the value.",
    "--eps is torchvision's, which does not reach its diou part: that has 1e-7 there, here --diou-eps.",
  ],
  libraries: { torchvision: "torchvision.ops.complete_box_iou_loss" },
  reference: "Zheng et al., Distance-IoU loss, 2020",
  example: "'[[0,0,2,3]]' '[[1,1,4,2.5]]'",
  roles: boxRoles,
  params: {
    ...boxParams,
    eps: { ...boxParams.eps, about: "added to the denominator of a" },
    diou_eps: { ...boxParams.eps, about: "added to the denominators of diou" },
  },
  reduction: "mean",
  like: { torchvision: { eps: 1e-7, diou_eps: 1e-7, box_format: "xyxy" } },
  layout: boxes,
  watches: boxWatches,
  kernel: (values, { eps, diou_eps, box_format }, out, dims) =>
    boxKernel(values, { eps: diou_eps, box_format }, out, dims, termWith(eps)),
});
