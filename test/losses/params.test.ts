import { describe, expect, test } from "vitest";
import { checkParams } from "../../src/cli/validate.ts";
import { losses } from "../../src/losses/index.ts";
import { named } from "../engine/arrays.ts";

describe("parameters", () => {
  type Raw = Record<string, unknown>;
  const refused: [loss: string, raw: Raw, message: string][] = [
    ["smooth-l1", { beta: "-1" }, "--beta: -1 is out of range; it must be at least 0"],
    ["smooth-l1", { beta: "wide" }, '--beta: "wide" is not a number'],
    ["smooth-l1", { sigma: "0" }, "--sigma: 0 is out of range; it must be above 0"],
    ["smooth-l1", { beta: "1", sigma: "1" }, "--beta and --sigma say the same; give one of them"],
    [
      "cross-entropy",
      { from: "logit" },
      '--from: "logit" is not one of logits, probs, log-probs (did you mean logits?)',
    ],
    ["cross-entropy", { weight: ["1", "-2"] }, "--weight: -2 is out of range; it must be at least 0"],
    ["cross-entropy", { weight: ["1", ""] }, '--weight: "" is not a number'],
    ["cross-entropy", { ignore_index: "1.5" }, "--ignore-index: 1.5 is not a whole number"],
    [
      "cross-entropy",
      { label_smoothing: "1.01" },
      "--label-smoothing: 1.01 is out of range; it must be at least 0 and at most 1",
    ],
    [
      "cross-entropy",
      { label_smoothing: "-0.1" },
      "--label-smoothing: -0.1 is out of range; it must be at least 0 and at most 1",
    ],
    ["nll", { from: "" }, '--from: "" is not one of logits, probs, log-probs'],
    ["nll", { weight: ["1", "inf"] }, '--weight: "inf" is not a number'],
    ["nll", { ignore_index: "none" }, '--ignore-index: "none" is not a whole number'],
    ["bce", { from: "odds" }, '--from: "odds" is not one of logits, probs, log-probs'],
    [
      "bce-with-logits",
      { from: "prob" },
      '--from: "prob" is not one of logits, probs, log-probs (did you mean probs?)',
    ],
    [
      "bce-with-logits",
      { pos_weight: ["-1e-9"] },
      "--pos-weight: -1e-9 is out of range; it must be at least 0",
    ],
    // regression
    ["huber", { delta: "0" }, "--delta: 0 is out of range; it must be above 0"],
    ["pseudo-huber", { delta: "-1" }, "--delta: -1 is out of range; it must be above 0"],
    ["fair", { c: "0" }, "--c: 0 is out of range; it must be above 0"],
    ["cauchy", { c: "0" }, "--c: 0 is out of range; it must be above 0"],
    ["welsch", { c: "-2" }, "--c: -2 is out of range; it must be above 0"],
    ["geman-mcclure", { c: "0" }, "--c: 0 is out of range; it must be above 0"],
    ["tukey-biweight", { c: "0" }, "--c: 0 is out of range; it must be above 0"],
    ["lq", { q: "0.5" }, "--q: 0.5 is out of range; it must be at least 1"],
    ["quantile", { alpha: "1.5" }, "--alpha: 1.5 is out of range; it must be at least 0 and at most 1"],
    ["quantile", { delta: "-1" }, "--delta: -1 is out of range; it must be at least 0"],
    ["multi-quantile", { delta: "-1" }, "--delta: -1 is out of range; it must be at least 0"],
    [
      "multi-quantile",
      { alpha: ["0.1", "90"] },
      "--alpha: 90 is out of range; it must be at least 0 and at most 1",
    ],
    ["log-lin-quantile", { alpha: "90" }, "--alpha: 90 is out of range; it must be at least 0 and at most 1"],
    ["expectile", { alpha: "-0.1" }, "--alpha: -0.1 is out of range; it must be at least 0 and at most 1"],
    ["epsilon-insensitive", { epsilon: "-1" }, "--epsilon: -1 is out of range; it must be at least 0"],
    [
      "squared-epsilon-insensitive",
      { epsilon: "-1" },
      "--epsilon: -1 is out of range; it must be at least 0",
    ],
    ["mape", { floor: "-1" }, "--floor: -1 is out of range; it must be at least 0"],
    ["msle", { floor: "-1" }, "--floor: -1 is out of range; it must be above -1"],
    ["num-errors", { greater_than: "-1" }, "--greater-than: -1 is out of range; it must be at least 0"],
    // distribution
    ["poisson-nll", { eps: "-1" }, "--eps: -1 is out of range; it must be at least 0"],
    ...["poisson-nll", "gamma-nll", "tweedie-nll"].map((loss): (typeof refused)[number] => [
      loss,
      { floor: "0" },
      "--floor: 0 is out of range; it must be above 0",
    ]),
    ["gamma-deviance", { eps: "-1" }, "--eps: -1 is out of range; it must be at least 0"],
    ["gamma-deviance", { eps_mode: "target" }, '--eps-mode: "target" is not one of both, pred'],
    ["poisson-nll", { constant: "gamma" }, '--constant: "gamma" is not one of stirling, exact'],
    ["tweedie-nll", { power: "2" }, "--power: 2 is out of range; it must be above 1 and below 2"],
    ["tweedie-deviance", { power: "half" }, '--power: "half" is not a number'],
    ["gaussian-nll", { eps: "0" }, "--eps: 0 is out of range; it must be above 0"],
    ["kl-div", { from: "odds" }, '--from: "odds" is not one of log-probs, probs, logits'],
    ["kl-div", { eps: "1" }, "--eps: 1 is out of range; it must be at least 0 and below 1"],
    ["kl-div", { eps_mode: "floor" }, '--eps-mode: "floor" is not one of clip, log'],
    [
      "query-cross-entropy",
      { alpha: "2" },
      "--alpha: 2 is out of range; it must be at least 0 and at most 1",
    ],
    ["cox", { mean_over: "time" }, '--mean-over: "time" is not one of rows, events'],
    // margins, rows, vectors, boxes, masks, lifetimes
    ["hinge", { labels: "0/1" }, '--labels: "0/1" is not one of pm1, 01 (did you mean 01?)'],
    ["squared-hinge", { labels: "0/1" }, '--labels: "0/1" is not one of pm1, 01 (did you mean 01?)'],
    ["modified-huber", { labels: "0/1" }, '--labels: "0/1" is not one of pm1, 01 (did you mean 01?)'],
    ["perceptron", { labels: "0/1" }, '--labels: "0/1" is not one of pm1, 01 (did you mean 01?)'],
    ["exponential", { labels: "0/1" }, '--labels: "0/1" is not one of pm1, 01 (did you mean 01?)'],
    ["sparsemax-binary", { labels: "0/1" }, '--labels: "0/1" is not one of pm1, 01 (did you mean 01?)'],
    ["soft-margin", { labels: "0/1" }, '--labels: "0/1" is not one of pm1, 01 (did you mean 01?)'],
    ["hinge-embedding", { labels: "0/1" }, '--labels: "0/1" is not one of pm1, 01 (did you mean 01?)'],
    ["cosine-embedding", { labels: "0/1" }, '--labels: "0/1" is not one of pm1, 01 (did you mean 01?)'],
    ["margin-ranking", { labels: "0/1" }, '--labels: "0/1" is not one of pm1, 01 (did you mean 01?)'],
    ["hinge-embedding", { margin: "wide" }, '--margin: "wide" is not a number'],
    ["contrastive", { margin: "wide" }, '--margin: "wide" is not a number'],
    ["triplet-margin", { margin: "wide" }, '--margin: "wide" is not a number'],
    ["triplet-margin-with-distance", { margin: "wide" }, '--margin: "wide" is not a number'],
    ["margin-ranking", { margin: "wide" }, '--margin: "wide" is not a number'],
    ["multi-margin", { margin: "wide" }, '--margin: "wide" is not a number'],
    [
      "cosine-embedding",
      { margin: "1.5" },
      "--margin: 1.5 is out of range; it must be at least -1 and at most 1",
    ],
    ["cosine-distance", { eps: "-1" }, "--eps: -1 is out of range; it must be at least 0"],
    ["cosine-distance", { eps_mode: "sum" }, '--eps-mode: "sum" is not one of length, product'],
    ["triplet-margin", { eps: "-1" }, "--eps: -1 is out of range; it must be at least 0"],
    ["triplet-margin", { eps_mode: "sum" }, '--eps-mode: "sum" is not one of difference, root'],
    ["triplet-margin-with-distance", { eps: "-1" }, "--eps: -1 is out of range; it must be at least 0"],
    ["giou", { eps: "-1" }, "--eps: -1 is out of range; it must be at least 0"],
    ["diou", { eps: "-1" }, "--eps: -1 is out of range; it must be at least 0"],
    ["ciou", { eps: "-1" }, "--eps: -1 is out of range; it must be at least 0"],
    ["ciou", { diou_eps: "-1" }, "--diou-eps: -1 is out of range; it must be at least 0"],
    ["dice", { eps: "-1" }, "--eps: -1 is out of range; it must be at least 0"],
    ["tversky", { eps: "-1" }, "--eps: -1 is out of range; it must be at least 0"],
    ["triplet-margin", { p: "0" }, "--p: 0 is out of range; it must be above 0"],
    [
      "triplet-margin-with-distance",
      { distance: "euclid" },
      '--distance: "euclid" is not one of l2, l1, linf, sql2, cosine',
    ],
    [
      "cosine-distance",
      { form: "minus" },
      '--form: "minus" is not one of distance, negative, similarity, dot',
    ],
    ["giou", { box_format: "yxyx" }, '--box-format: "yxyx" is not one of xyxy, xywh, cxcywh'],
    ["diou", { box_format: "yxyx" }, '--box-format: "yxyx" is not one of xyxy, xywh, cxcywh'],
    ["ciou", { box_format: "yxyx" }, '--box-format: "yxyx" is not one of xyxy, xywh, cxcywh'],
    ["dice", { from: "mask" }, '--from: "mask" is not one of logits, probs, log-probs'],
    ["dice", { smooth: "-1" }, "--smooth: -1 is out of range; it must be at least 0"],
    ["dice", { per: "pixel" }, '--per: "pixel" is not one of sample, class, batch'],
    ["tversky", { from: "mask" }, '--from: "mask" is not one of logits, probs, log-probs'],
    ["tversky", { smooth: "-1" }, "--smooth: -1 is out of range; it must be at least 0"],
    ["tversky", { per: "pixel" }, '--per: "pixel" is not one of sample, class, batch'],
    ...["dice", "tversky"].map((loss): (typeof refused)[number] => [
      loss,
      { per: "class", weight: ["1", "-2"] },
      "--weight: -2 is out of range; it must be at least 0",
    ]),
    ["tversky", { alpha: "-0.1" }, "--alpha: -0.1 is out of range; it must be at least 0"],
    ["tversky", { beta: "-0.1" }, "--beta: -0.1 is out of range; it must be at least 0"],
    ["tversky", { alpha_of: "hits" }, '--alpha-of: "hits" is not one of false-positives, false-negatives'],
    ["generalized-dice", { from: "mask" }, '--from: "mask" is not one of logits, probs, log-probs'],
    ["generalized-dice", { smooth: "-1" }, "--smooth: -1 is out of range; it must be at least 0"],
    ["circle", { gamma: "0" }, "--gamma: 0 is out of range; it must be above 0"],
    ["circle", { margin: "wide" }, '--margin: "wide" is not a number'],
    ["ntxent", { temperature: "0" }, "--temperature: 0 is out of range; it must be above 0"],
    ["info-nce", { temperature: "-1" }, "--temperature: -1 is out of range; it must be above 0"],
    ["aft", { distribution: "weibull" }, '--distribution: "weibull" is not one of normal, logistic, extreme'],
    ["aft", { scale: "0" }, "--scale: 0 is out of range; it must be above 0"],
    ["ctc", { blank: "-1" }, "--blank: -1 is out of range; it must be at least 0"],
    ["ctc", { from: "scores" }, '--from: "scores" is not one of logits, probs, log-probs'],
    ...["bce-with-logits", "one-vs-all"].map((loss): (typeof refused)[number] => [
      loss,
      { sigmoid: "0" },
      "--sigmoid: 0 is out of range; it must be above 0",
    ]),
    ...["bce", "bce-with-logits"].map((loss): (typeof refused)[number] => [
      loss,
      { label_smoothing: "1.5" },
      "--label-smoothing: 1.5 is out of range; it must be at least 0 and at most 1",
    ]),
    ["bce", { eps: "0.5" }, "--eps: 0.5 is out of range; it must be at least 0 and below 0.5"],
    ["cross-entropy", { eps: "1" }, "--eps: 1 is out of range; it must be at least 0 and below 0.5"],
    ["cross-entropy", { eps_mode: "add" }, '--eps-mode: "add" is not one of clip, floor'],
    ["categorical-focal", { eps: "-1" }, "--eps: -1 is out of range; it must be at least 0 and below 0.5"],
    ["bce", { eps_mode: "least" }, '--eps-mode: "least" is not one of clip, floor, add'],
    ["sigmoid-focal", { from: "odds" }, '--from: "odds" is not one of logits, probs, log-probs'],
    ["categorical-focal", { from: "odds" }, '--from: "odds" is not one of logits, probs, log-probs'],
    ["poly1-cross-entropy", { from: "odds" }, '--from: "odds" is not one of logits, probs, log-probs'],
    ["generalized-cross-entropy", { from: "odds" }, '--from: "odds" is not one of logits, probs, log-probs'],
    ["sigmoid-focal", { alpha: "2" }, "--alpha: 2 is out of range; it must be at least -1 and at most 1"],
    ["sigmoid-focal", { eps: "0.5" }, "--eps: 0.5 is out of range; it must be at least 0 and below 0.5"],
    ["sigmoid-focal", { eps_mode: "focus" }, '--eps-mode: "focus" is not one of bce, both'],
    ["sigmoid-focal", { gamma: "-1" }, "--gamma: -1 is out of range; it must be at least 0"],
    ["categorical-focal", { gamma: "-1" }, "--gamma: -1 is out of range; it must be at least 0"],
    [
      "categorical-focal",
      { label_smoothing: "2" },
      "--label-smoothing: 2 is out of range; it must be at least 0 and at most 1",
    ],
    ["categorical-focal", { alpha: ["-1"] }, "--alpha: -1 is out of range; it must be at least 0"],
    ["poly1-cross-entropy", { epsilon: "big" }, '--epsilon: "big" is not a number'],
    ["generalized-cross-entropy", { q: "0" }, "--q: 0 is out of range; it must be above 0 and at most 1"],
    ["multi-margin", { p: "3" }, "--p: 3 is out of range; it must be at least 1 and at most 2"],
    ["multi-margin", { weight: ["1", "-2"] }, "--weight: -2 is out of range; it must be at least 0"],
    [
      "multilabel-soft-margin",
      { weight: ["1", "-2"] },
      "--weight: -2 is out of range; it must be at least 0",
    ],
    ["rmse", { mean_over: "all" }, '--mean-over: "all" is not one of columns, elements, rows'],
    ["rmsle", { mean_over: "rows" }, '--mean-over: "rows" is not one of columns, elements'],
    ["ranking-softmax", { beta: "0" }, "--beta: 0 is out of range; it must be above 0"],
    ["ranking-softmax", { mean_over: "items" }, '--mean-over: "items" is not one of lists, relevance'],
    [
      "sigmoid-focal",
      { label_smoothing: "2" },
      "--label-smoothing: 2 is out of range; it must be at least 0 and at most 1",
    ],
    ["zero-one", { threshold: "half" }, '--threshold: "half" is not a number'],
    ["zero-one", { top_k: "0" }, "--top-k: 0 is out of range; it must be at least 1"],
    ["hamming", { threshold: "half" }, '--threshold: "half" is not a number'],
  ];

  test.each(refused)("%s refuses %j", (name, raw, message) => {
    expect(() => checkParams(named(name), raw)).toThrow(
      expect.objectContaining({ message, status: 2 }) as Error,
    );
  });

  test("each has a case above", () => {
    const covered = new Set(
      refused.flatMap(([name, raw]) => Object.keys(raw).map((key) => `${name} ${key}`)),
    );
    // a yes or no cannot be out of range
    const all = losses.flatMap(({ name, params }) =>
      Object.keys(params)
        .filter((key) => params[key]!.kind !== "flag")
        .map((key) => `${name} ${key}`),
    );
    expect(all.filter((one) => !covered.has(one))).toEqual([]);
  });
});
