import { defineLoss } from "../../core/loss.ts";
import { onMargin, step } from "./margin.ts";

export const hinge = defineLoss({
  name: "hinge",
  aliases: ["hinge-loss", "binary-hinge", "binary-hinge-loss", "binary:hinge"],
  family: "margin",
  summary: "Support vector machines: nothing to pay beyond a margin of 1.",
  formula: "t = s x;  max(1 - t, 0)",
  gradient: "-s  if t < 1,  else  0",
  denominator: "elements",
  relations: ["perceptron is hinge without the margin", "squared-hinge is its square"],
  notes: [
    "Labels are -1 and 1; --labels 01 maps 0 to -1.",
    "Keras maps 0/1 labels only where the whole tensor is 0/1, TensorFlow.js and XGBoost always, optax never. scikit-learn's hinge_loss takes any two labels: --like sklearn those of its classifiers, 0 and 1.",
  ],
  libraries: {
    Keras: "keras.losses.Hinge",
    optax: "optax.losses.hinge_loss",
    "TensorFlow.js": "tf.losses.hingeLoss (0/1 labels)",
    "scikit-learn": "sklearn.metrics.hinge_loss",
    MLX: "mlx.nn.losses.hinge_loss",
    CatBoost: "HingeLoss (metric)",
    XGBoost: "binary:hinge (0/1 labels)",
  },
  reference: "Cortes and Vapnik, Support-vector networks, 1995",
  example: "fixtures/data/breast_cancer.csv --pred logit --labels 01",
  like: {
    keras: { labels: "pm1" },
    optax: { labels: "pm1" },
    tfjs: { labels: "01" },
    sklearn: { labels: "01" },
    xgboost: { labels: "01" },
  },
  ...onMargin((v, g) => {
    for (let i = 0; i < v.length; i++) {
      const short = 1 - v[i]!;
      v[i] = Math.max(short, 0);
      if (g) g[i] = -step(short);
    }
  }),
});
