import { vectors } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { zeroVectors } from "./zero-vectors.ts";

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
      choices: ["distance", "negative", "similarity", "dot"],
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
    for (let row = 0; row < rows; row++) {
      const start = row * width;
      const end = start + width;
      let dot = 0;
      let uu = 0;
      let vv = 0;
      for (let i = start; i < end; i++) {
        const u = pred[i]!;
        const v = target[i]!;
        dot += u * v;
        uu += u * u;
        vv += v * v;
      }
      const [lu, lv] = form === "dot" ? [1, 1] : [Math.sqrt(uu), Math.sqrt(vv)];
      // no direction, no cosine
      const root = lu * lv === 0 ? Infinity : lu * lv;
      const cos = dot / root;
      if (form === "distance" && root < Infinity) {
        // half the squared distance of the unit vectors: nothing cancels where they are close
        let sum = 0;
        for (let i = start; i < end; i++) sum += (pred[i]! / lu - target[i]! / lv) ** 2;
        loss[row] = 0.5 * sum;
      } else loss[row] = form === "similarity" ? cos + 0 : form === "negative" ? 0 - cos : 1 - cos;
      if (!g) continue;
      const sign = form === "similarity" ? 1 : -1;
      const back = form === "dot" || uu === 0 ? 0 : cos / uu;
      for (let i = start; i < end; i++) g[i] = sign * (target[i]! / root - back * pred[i]!) + 0;
    }
  },
});
