import { vectors } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { Cosine } from "./cosine.ts";
import { zeroVectors } from "./zero-vectors.ts";

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
    "Under one name libraries differ in sign and scale: optax 1 - cos, Keras -cos, MLX +cos, TensorFlow.js 1 - <u, v> of vectors as they are. --form chooses.",
    "A zero vector has no direction: its cosine counts as 0 here as in Keras, and is NaN in optax.",
  ],
  libraries: {
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
  },
  reduction: "mean",
  like: {
    optax: { form: "distance" },
    keras: { form: "negative" },
    tfjs: { form: "dot" },
    mlx: { form: "similarity" },
  },
  layout: (shapes) => vectors(shapes),
  watches: ({ form }) => (form === "dot" ? [] : [zeroVectors("pred"), zeroVectors("target")]),
  kernel({ pred, target }, { form }, { loss, grad }, { rows }) {
    const width = pred.length / rows;
    const g = grad.pred;
    const pair = new Cosine(width);
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
