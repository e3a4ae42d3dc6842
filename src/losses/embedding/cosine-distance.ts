import { vectors } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { Cosine } from "./cosine.ts";
import { shortProducts, shortVectors, zeroVectors } from "./zero-vectors.ts";

const FORMS = ["distance", "negative", "similarity", "dot"] as const;

export const cosineDistance = defineLoss({
  name: "cosine-distance",
  aliases: ["cosine-similarity", "cosine-proximity", "cosine-loss", "cosine-similarity-loss"],
  family: "embedding",
  summary: "How far two vectors are from the same direction.",
  formula:
    "1 - cos (distance);  -cos (negative);  cos (similarity);  1 - <u, v> (dot),  cos = <u, v> / (|u| |v|)",
  gradient: "-(v / (|u| |v|) - cos u / |u|^2);  the opposite (similarity);  -v (dot)",
  denominator: "rows",
  relations: [
    "cosine-embedding with all labels 1",
    "half the squared distance of the vectors brought to length 1",
  ],
  notes: [
    "Under one name libraries differ in sign and scale: optax 1 - cos, Keras -cos, MLX and PyTorch +cos, TensorFlow.js 1 - <u, v> of vectors as they are. --form chooses.",
    "Keras divides vectors shorter than 1e-7 by that, PyTorch those shorter than 1e-8: --eps. MLX takes 1e-8 for a smaller product of both lengths: --eps-mode product.",
    "PyTorch's gradient by a vector that is shorter than eps is not the slope of its value; here as in Keras it is.",
    "A zero vector has no direction: its cosine counts as 0 here as in Keras, and is NaN in optax.",
  ],
  libraries: {
    PyTorch: "torch.nn.functional.cosine_similarity (cos)",
    Keras: "keras.losses.CosineSimilarity (-cos)",
    optax: "optax.losses.cosine_distance (1 - cos), cosine_similarity (cos)",
    "TensorFlow.js": "tf.losses.cosineDistance (1 - <u, v>), cosineProximity (-cos)",
    MLX: "cosine_similarity_loss (cos)",
  },
  reference: "Salton and McGill, Introduction to Modern Information Retrieval, 1983",
  example: "'[[1,0],[1,2]]' '[[1,1],[-1,0]]' --form negative",
  roles: {
    pred: { kind: "real", about: "one vector a row", grad: true },
    target: { kind: "real", about: "the vector to compare it with" },
  },
  params: {
    form: {
      kind: "choice",
      choices: FORMS,
      default: "distance",
      about: "1 - cos, -cos, cos, or 1 - <u, v>",
    },
    eps: {
      kind: "number",
      min: 0,
      default: 0,
      about: "what lengths count as that are below it; not with dot",
    },
    eps_mode: {
      kind: "choice",
      choices: ["length", "product"],
      about: "what eps is for: each length, unless told otherwise, or the product of both",
    },
  },
  reduction: "mean",
  like: {
    optax: { form: "distance", eps: 0 },
    keras: { form: "negative", eps: 1e-7 },
    torch: { form: "similarity", eps: 1e-8 },
    tfjs: { form: "dot" },
    mlx: { form: "similarity", eps: 1e-8, eps_mode: "product" },
  },
  layout: (shapes) => vectors(shapes),
  watches({ form, eps, eps_mode }) {
    if (form === "dot") return [];
    const product = eps > 0 && eps_mode === "product";
    return [
      ...(["pred", "target"] as const).flatMap((role) => [
        zeroVectors(role),
        ...(eps > 0 && !product ? [shortVectors(role, eps)] : []),
      ]),
      ...(product ? [shortProducts("pred", "target", eps)] : []),
    ];
  },
  kernel({ pred, target }, { form, eps, eps_mode }, { loss, grad }, { rows }) {
    const width = pred.length / rows;
    const g = grad.pred;
    const pair = new Cosine(width, eps_mode === "product" ? { leastProduct: eps } : { least: eps });
    for (let row = 0; row < rows; row++) {
      const start = row * width;
      if (form === "dot") {
        let dot = 0;
        for (let i = start; i < start + width; i++) dot += pred[i]! * target[i]!;
        loss[row] = 1 - dot;
        if (g) for (let i = start; i < start + width; i++) g[i] = 0 - target[i]!;
        continue;
      }
      pair.read(pred, target, start);
      const { cos, distance } = pair;
      loss[row] = form === "distance" ? distance : form === "negative" ? 0 - cos : cos + 0;
      const sign = form === "similarity" ? -1 : 1;
      if (g) for (let i = 0; i < width; i++) g[start + i] = sign * pair.byFirst(i) + 0;
    }
  },
});
