import { describe, expect, it } from "vitest";
import { takeApart, withNamed } from "../../src/cli/named-params.ts";
import { findLoss, plain } from "../../src/cli/names.ts";
import { otherThanLoss } from "../../src/cli/no-losses.ts";
import { catalogue } from "../../src/losses/catalogue.ts";
import { named } from "../engine/arrays.ts";

const all = catalogue();

describe("what libraries have beside their losses", () => {
  const RANKING = "near it: ranking-softmax or pair-logit";

  it.each([
    [
      "lambdarank",
      "weights the gradients of a ranking loss by a metric, and has no value by itself",
      RANKING,
    ],
    ["rank:ndcg", "weights the gradients of a ranking loss by a metric, and has no value by itself", RANKING],
    ["YetiRank", "takes the gradients of a ranking from random draws, and has no value by itself", RANKING],
    [
      "rank_xendcg",
      "takes the gradients of a ranking from random draws, and has no value by itself",
      RANKING,
    ],
    [
      "QueryAUC",
      "is a score of how pairs are ordered, more is better, and no loss",
      "near it: label-ranking or pair-logit",
    ],
    ["R2", "is 1 - mse / variance of the targets, more is better", "near it: mse"],
  ])("%s %s", (name, what, hint) => {
    expect(() => findLoss(name, all)).toThrow(
      expect.objectContaining({ message: `"${name}" ${what}`, hint, status: 2 }) as Error,
    );
  });

  it("is no loss's name, and near losses that there are", () => {
    const names = all.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(names.filter((name) => otherThanLoss(plain(name)))).toEqual([]);
    for (const name of ["lambdarank", "stochasticrank", "ndcg", "auc", "accuracy", "r2", "f1"])
      for (const near of otherThanLoss(name)!.near.split(" or "))
        expect(all.map((loss) => loss.name)).toContain(near);
  });
});

describe("parameters in a name", () => {
  it.each([
    ["error@0.7", "error", { threshold: "0.7" }],
    ["tweedie_nloglik@1.5", "tweedie_nloglik", { power: "1.5" }],
    ["Quantile:alpha=0.7", "Quantile", { alpha: "0.7" }],
    ["Quantile:alpha=0.7;delta=0", "Quantile", { alpha: "0.7", delta: "0" }],
    ["MultiQuantile:alpha=0.1,0.9", "MultiQuantile", { alpha: "0.1,0.9" }],
    ["Tweedie:variance_power=1.2", "Tweedie", { power: "1.2" }],
    // no parameters
    ["reg:squarederror", "reg:squarederror", {}],
    ["mae@3", "mae@3", {}],
    ["error@0.3,mae", "error@0.3,mae", {}],
    ["Quantile:alpha", "Quantile:alpha", {}],
  ])("%s is %s with %j", (text, names, params) => {
    expect(takeApart(text)).toEqual({ names, params });
  });

  it("are those of the loss, and given once", () => {
    const losses = [named("quantile")];
    const apart = takeApart("Quantile:alpha=0.7");
    expect(withNamed(apart, losses, { quiet: true })).toEqual({ quiet: true, alpha: "0.7" });
    expect(() => withNamed(apart, losses, { alpha: "0.7" })).toThrow(
      "--alpha is in the name of the loss already",
    );
    expect(() => withNamed(takeApart("Quantile:max=1"), losses, {})).toThrow(
      'quantile has no parameter "max"',
    );
  });
});
