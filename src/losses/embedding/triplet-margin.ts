import { vectors } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { norm } from "./distance.ts";
import { tripletKernel, tripletParams, tripletRoles } from "./triplet.ts";

export const tripletMargin = defineLoss({
  name: "triplet-margin",
  aliases: ["TripletMarginLoss", "triplet", "triplet-loss"],
  family: "embedding",
  summary: "The negative should be farther from the anchor than the positive, by a margin.",
  formula:
    "max(d(a, p) - d(a, n) + margin, 0),  d(u, v) = |u - v + eps|_p;  with --eps-mode root  (sum |u - v|^p + eps)^(1/p)",
  gradient: "by u of d: sign(e) (|e| / d)^(p - 1), e = u - v + eps or u - v;  0 where the loss is 0",
  denominator: "rows",
  relations: ["triplet-margin-with-distance takes other distances"],
  notes: [
    "The distance is not squared, as FaceNet's is: that is triplet-margin-with-distance --distance sql2.",
    "torch adds eps to each difference; optax and MLX add it inside the root: --eps-mode root, --like sets it. At --eps 0 they agree.",
    "optax raises differences to p with their signs: where p is not even it has another number, or NaN.",
    "Where the loss just reaches 0 torch gives the whole gradient; here it is 0.",
    "It takes vectors. Distances that are there already go with margin-ranking.",
  ],
  libraries: {
    PyTorch: "torch.nn.TripletMarginLoss",
    optax: "optax.losses.triplet_margin_loss (eps inside the root)",
    MLX: "triplet_loss (eps inside the root)",
  },
  reference: "Balntas, Riba, Ponsa and Mikolajczyk, Learning local feature descriptors with triplets, 2016",
  example: "'[[1,0],[1,2]]' '[[1,1],[-1,0]]' '[[0,1],[1,1]]' --swap",
  roles: tripletRoles,
  params: {
    ...tripletParams,
    eps: { ...tripletParams.eps, about: "added to each difference of two components, or inside the root" },
    eps_mode: {
      kind: "choice",
      choices: ["difference", "root"],
      default: "difference",
      about: "where eps is added",
    },
    p: { kind: "number", above: 0, default: 2, about: "which norm: 1 adds up, 2 is Euclid's" },
  },
  reduction: "mean",
  like: {
    torch: { margin: 1, p: 2, eps: 1e-6, eps_mode: "difference", swap: false },
    optax: { margin: 1, p: 2, eps: 1e-6, eps_mode: "root", swap: false },
    mlx: { margin: 1, p: 2, eps: 1e-6, eps_mode: "root", swap: false },
  },
  layout: (shapes) => vectors(shapes),
  kernel: (values, params, out, dims) =>
    tripletKernel(values, params, out, dims, norm(params.p, params.eps, params.eps_mode)),
});
