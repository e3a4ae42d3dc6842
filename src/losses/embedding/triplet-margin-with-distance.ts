import { vectors } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { cosine, norm, squared } from "./distance.ts";
import { tripletKernel, tripletParams, tripletRoles } from "./triplet.ts";
import { zeroVectors } from "./zero-vectors.ts";

const DISTANCES = ["l2", "l1", "linf", "sql2", "cosine"] as const;

function distanceBy(name: (typeof DISTANCES)[number], eps: number) {
  if (name === "sql2") return squared;
  if (name === "cosine") return cosine();
  return norm({ l1: 1, l2: 2, linf: Infinity }[name], eps);
}

export const tripletMarginWithDistance = defineLoss({
  name: "triplet-margin-with-distance",
  aliases: ["TripletMarginWithDistanceLoss"],
  family: "embedding",
  summary: "triplet-margin by a distance of your choice.",
  formula:
    "max(d(a, p) - d(a, n) + margin, 0);  d: |e| (l2), sum |e| (l1), max |e| (linf), |u - v|^2 (sql2), 1 - cos",
  gradient: "that of d(a, p) - d(a, n);  0 where the loss is 0",
  denominator: "rows",
  relations: ["with l2 it is triplet-margin"],
  notes: [
    "eps counts for l1, l2 and linf, and is added to each difference e = u - v + eps.",
    "FaceNet's loss is --distance sql2 on vectors of length 1, with --margin 0.2.",
  ],
  libraries: { PyTorch: "torch.nn.TripletMarginWithDistanceLoss (l2 by default)" },
  reference: "Schroff, Kalenichenko and Philbin, FaceNet, 2015",
  example: "'[[1,0]]' '[[1,2]]' '[[0,1]]' --distance l1",
  roles: tripletRoles,
  params: {
    distance: { kind: "choice", choices: DISTANCES, default: "l2", about: "how far two vectors are apart" },
    ...tripletParams,
  },
  reduction: "mean",
  like: { torch: { distance: "l2", margin: 1, eps: 1e-6, swap: false } },
  layout: (shapes) => vectors(shapes),
  watches: ({ distance }) =>
    distance === "cosine"
      ? (["anchor", "positive", "negative"] as const).map((role) => zeroVectors(role))
      : [],
  kernel: (values, params, out, dims) =>
    tripletKernel(values, params, out, dims, distanceBy(params.distance, params.eps)),
});
