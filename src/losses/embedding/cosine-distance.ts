import { vectors } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { zeroVectors } from "./zero-vectors.ts";

const FORMS = ["distance", "negative", "similarity", "dot"] as const;

const ofCosine = (form: (typeof FORMS)[number], cos: number): number =>
  form === "similarity" ? cos + 0 : form === "negative" ? 0 - cos : 1 - cos;

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
    for (let row = 0; row < rows; row++) {
      const start = row * width;
      const end = start + width;
      let dot = 0;
      let uu = 0;
      let vv = 0;
      let longer = 0;
      for (let i = start; i < end; i++) {
        const u = pred[i]!;
        const v = target[i]!;
        dot += u * v;
        uu += u * u;
        vv += v * v;
        longer += (v - u) * (v + u);
      }
      const lu = Math.sqrt(uu);
      const lv = Math.sqrt(vv);
      if (form === "dot" || lu === 0 || lv === 0) {
        // no direction, no cosine
        const cos = form === "dot" ? dot : 0 * (lu + lv);
        loss[row] = ofCosine(form, cos);
        if (g) for (let i = start; i < end; i++) g[i] = form === "dot" ? 0 - target[i]! : 0 * cos;
        continue;
      }
      // 1 - cos is half the squared distance of the unit vectors, and their difference comes from v - u: nothing
      // cancels where the vectors are close
      const apart = (i: number): number =>
        ((pred[i]! * longer) / (lu + lv) - (target[i]! - pred[i]!) * lu) / (lu * lv);
      let distance = 0;
      for (let i = start; i < end; i++) distance += 0.5 * apart(i) ** 2;
      loss[row] = form === "distance" ? distance : ofCosine(form, dot / (lu * lv));
      const sign = form === "similarity" ? -1 : 1;
      if (g)
        for (let i = start; i < end; i++) g[i] = (sign * (apart(i) - (distance * pred[i]!) / lu)) / lu + 0;
    }
  },
});
