import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnyParamValues } from "../../src/core/param.ts";
import { type Arrays, compute, named } from "../engine/arrays.ts";

const run = (name: string, input: Arrays, given: AnyParamValues = {}) =>
  compute(named(name), input, { given, grad: true, reduction: "sum" });

function close(got: readonly number[], want: readonly number[], relative = 1e-12, absolute = 1e-13): void {
  expect(got.length).toBe(want.length);
  for (const [i, v] of want.entries())
    expect(Math.abs(got[i]! - v)).toBeLessThanOrEqual(relative * Math.abs(v) + absolute);
}

const amount = fc.double({ min: 0.05, max: 50, noNaN: true });
const amounts = fc
  .array(fc.tuple(amount, amount), { minLength: 1, maxLength: 8 })
  .map((all) => ({ pred: all.map(([p]) => p), target: all.map(([, t]) => t) }));
const logsOf = ({ pred, target }: { pred: number[]; target: number[] }) => ({
  pred: pred.map(Math.log),
  target,
});

describe("deviances", () => {
  test("tweedie's at power 0, 1 and 2 are mse, poisson-deviance and gamma-deviance", async () => {
    await fc.assert(
      fc.asyncProperty(amounts, async (input) => {
        for (const [power, name] of [
          [0, "mse"],
          [1, "poisson-deviance"],
          [2, "gamma-deviance"],
        ] as const) {
          const [one, other] = [await run("tweedie-deviance", input, { power }), await run(name, input)];
          expect(one.unreduced).toEqual(other.unreduced);
          close(one.grads.pred!, other.grads.pred!);
        }
      }),
    );
  });

  test.each<[deviance: string, nll: string, given: AnyParamValues]>([
    ["poisson-deviance", "poisson-nll", {}],
    ["gamma-deviance", "gamma-nll", {}],
    ["tweedie-deviance", "tweedie-nll", { power: 1.4 }],
  ])("%s is twice %s, less its least value", async (deviance, nll, given) => {
    await fc.assert(
      fc.asyncProperty(amounts, async (input) => {
        const whole = await run(deviance, input, given);
        const by = { ...given, log_input: false, ...(nll === "poisson-nll" && { eps: 0 }) };
        const [at, least] = [
          await run(nll, input, by),
          await run(nll, { pred: input.target, target: input.target }, by),
        ];
        close(
          whole.unreduced,
          at.unreduced.map((v, i) => 2 * (v - least.unreduced[i]!)),
          1e-11,
          1e-11,
        );
        close(
          whole.grads.pred!,
          at.grads.pred!.map((g) => 2 * g),
        );
      }),
    );
  });

  test.each(["poisson-nll", "gamma-nll", "tweedie-nll"])(
    "%s of means and of their logarithms",
    async (name) => {
      await fc.assert(
        fc.asyncProperty(amounts, async (input) => {
          const eps = name === "poisson-nll" ? { eps: 0 } : {};
          const means = await run(name, input, { ...eps, log_input: false });
          const logs = await run(name, logsOf(input), eps);
          close(logs.unreduced, means.unreduced);
          close(
            logs.grads.pred!,
            means.grads.pred!.map((g, i) => g * input.pred[i]!),
            1e-12,
            1e-12,
          );
        }),
      );
    },
  );

  test("tweedie has no power between 0 and 1", () => {
    const refused = (power: number) => () => named("tweedie-deviance").prepare({ power });
    for (const power of [0.001, 0.5, 0.999])
      expect(refused(power)).toThrow(
        expect.objectContaining({
          status: 2,
          message: `--power: ${power} is out of range; it must be at most 0 or at least 1`,
        }) as Error,
      );
    for (const power of [-3, 0, 1, 2.5]) expect(refused(power)).not.toThrow();
  });

  test("a target of 0, where there is a limit", async () => {
    const input = { pred: [2], target: [0] };
    expect((await run("poisson-deviance", input)).unreduced).toEqual([4]);
    close((await run("tweedie-deviance", input, { power: 1.5 })).unreduced, [4 * Math.SQRT2]);
    expect(
      (await run("poisson-nll", { pred: [0], target: [0] }, { log_input: false, eps: 0 })).unreduced,
    ).toEqual([0]);
  });
});

describe("counts", () => {
  const poisson = { log_input: false, full: true, constant: "exact", eps: 0 };

  test("negative-binomial-nll without dispersion is Poisson's", async () => {
    const input = { pred: [0.5, 3, 20, 7], target: [0, 2, 31, 7] };
    const nb = await run("negative-binomial-nll", { ...input, dispersion: input.pred.map(() => 1e-15) });
    const plain = await run("poisson-nll", input, poisson);
    close(nb.unreduced, plain.unreduced);
    close(nb.grads.pred!, plain.grads.pred!);
    // the limit of the slope by dispersion is that of the second order
    const slopes = input.pred.map((m, i) => (input.target[i]! - (m - input.target[i]!) ** 2) / 2);
    close(nb.grads.dispersion!, slopes, 1e-11);
  });

  test("negative-binomial-nll of whole counts sums to 1", async () => {
    for (const [mean, dispersion] of [
      [3, 0.5],
      [0.2, 4],
      [8, 0.01],
    ] as const) {
      const target = Array.from({ length: 2000 }, (_, k) => k);
      const { unreduced } = await run("negative-binomial-nll", {
        target,
        pred: target.map(() => mean),
        dispersion: target.map(() => dispersion),
      });
      expect(Math.abs(unreduced.reduce((sum, v) => sum + Math.exp(-v), 0) - 1)).toBeLessThan(1e-12);
    }
  });

  test("exact is log(t!), stirling torch's approximation of it", async () => {
    const target = [0, 1, 2, 5, 10, 20, 170];
    const pred = target.map(() => 1);
    const add = async (constant: string) => {
      const { unreduced } = await run("poisson-nll", { pred, target }, { ...poisson, constant });
      return unreduced.map((v) => v - 1);
    };
    const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
    const exact = await add("exact");
    close(
      exact,
      target.map((t) => Math.log(factorial(t))),
    );
    for (const [i, v] of (await add("stirling")).entries()) {
      const t = target[i]!;
      if (t < 2) expect(v).toBe(0);
      else expect(exact[i]! - v).toBeCloseTo(1 / (12 * t), 3);
    }
  });
});

describe("distributions", () => {
  const row = fc
    .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })
    .map((v) => v.map((x) => x / v.reduce((a, b) => a + b)));
  const rows = fc
    .array(fc.tuple(row, row), { minLength: 1, maxLength: 5 })
    .map((all) => ({ pred: all.map(([p]) => p), target: all.map(([, t]) => t) }));
  const logs = (all: number[][]) => all.map((r) => r.map(Math.log));

  test("kl-div by probabilities and by logarithms, and generalized-kl of a whole row", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async ({ pred, target }) => {
        const plain = await run("kl-div", { pred: logs(pred), target });
        const probs = await run("kl-div", { pred, target }, { from: "probs" });
        const both = await run("kl-div", { pred: logs(pred), target: logs(target) }, { log_target: true });
        const whole = await run("generalized-kl", { pred: logs(pred), target });
        close(probs.unreduced, plain.unreduced);
        close(both.unreduced, plain.unreduced);
        close(whole.unreduced, plain.perSample, 1e-12, 1e-14);
        expect(plain.messages).toEqual([]);
        expect(both.messages).toEqual([]);
      }),
    );
  });

  test("js-divergence is the mean of two kl-div from the middle, and symmetric", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async ({ pred, target }) => {
        const middle = pred.map((r, i) => r.map((p, c) => (p + target[i]![c]!) / 2));
        const given = { from: "probs" };
        const js = await run("js-divergence", { pred, target });
        const back = await run("js-divergence", { pred: target, target: pred });
        const [a, b] = [
          await run("kl-div", { pred: middle, target }, given),
          await run("kl-div", { pred: middle, target: pred }, given),
        ];
        close(
          js.unreduced,
          a.perSample.map((v, i) => (v + b.perSample[i]!) / 2),
        );
        close(back.unreduced, js.unreduced, 1e-15);
      }),
    );
  });

  test("batchmean divides by rows, mean by elements", async () => {
    const input = { pred: [[0.2, 0.8]], target: [[0.5, 0.5]] };
    const of = (reduction: "mean" | "batchmean") =>
      compute(named("kl-div"), input, { given: { from: "probs" }, reduction });
    expect((await of("batchmean")).value).toBe(2 * (await of("mean")).value!);
  });

  test("0 log 0 is 0; an impossible class with a share of 0 is torch's NaN from logarithms, and 0 from probabilities", async () => {
    expect((await run("kl-div", { pred: [[-1, 0]], target: [[0, 1]] })).unreduced).toEqual([0, 0]);
    const logsOfZero = await run("kl-div", { pred: [[-Infinity, 0]], target: [[0, 1]] });
    expect(logsOfZero.unreduced).toEqual([Number.NaN, 0]);
    const probs = await run("kl-div", { pred: [[0, 1]], target: [[0, 1]] }, { from: "probs" });
    expect(probs.unreduced).toEqual([0, 0]);
    expect(probs.grads.pred).toEqual([0, -1]);
  });

  test("generalized-kl and js-divergence take rows", async () => {
    for (const name of ["generalized-kl", "js-divergence"])
      await expect(run(name, { pred: [0.5], target: [0.5] })).rejects.toMatchObject({
        status: 3,
        message: "pred has one number a row, where a distribution has one for each class",
      });
  });
});

test("gaussian-nll of a variance is gaussian-nll-log-sigma of half its logarithm", async () => {
  const input = { pred: [1, 2, -3], target: [0.5, 2, 4] };
  const variance = [0.25, 1, 9];
  const plain = await run("gaussian-nll", { ...input, var: variance }, { full: true });
  const logs = await run("gaussian-nll-log-sigma", {
    ...input,
    log_sigma: variance.map((v) => Math.log(v) / 2),
  });
  close(logs.unreduced, plain.unreduced);
  close(logs.grads.pred!, plain.grads.pred!);
  close(
    logs.grads.log_sigma!,
    plain.grads.var!.map((g, i) => g * 2 * variance[i]!),
  );
});

test.each<[name: string, given: AnyParamValues, input: Arrays, message: string]>([
  ["poisson-nll", {}, { pred: [1], target: [-1] }, "-1 is below 0"],
  ["poisson-nll", { log_input: false }, { pred: [-1], target: [1] }, "-1 is below 0"],
  ["poisson-deviance", {}, { pred: [0], target: [1] }, "0 is not above 0"],
  ["gamma-nll", {}, { pred: [1], target: [0] }, "0 is not above 0"],
  ["gamma-deviance", {}, { pred: [1], target: [-1] }, "-1 is not above 0"],
  ["tweedie-nll", {}, { pred: [1], target: [-1] }, "-1 is below 0"],
  ["tweedie-deviance", { power: 1.5 }, { pred: [1], target: [-1] }, "-1 is below 0"],
  ["tweedie-deviance", { power: 3 }, { pred: [1], target: [0] }, "0 is not above 0"],
  ["tweedie-deviance", { power: -1 }, { pred: [-1], target: [0] }, "-1 is not above 0"],
  ["laplace-nll", {}, { pred: [1], target: [1], scale: [0] }, "0 is not above 0"],
  ["negative-binomial-nll", {}, { pred: [1], target: [1], dispersion: [0] }, "0 is not above 0"],
  ["kl-div", {}, { pred: [[-1]], target: [[-0.5]] }, "-0.5 is below 0"],
  ["kl-div", { from: "probs" }, { pred: [[-1]], target: [[0.5]] }, "-1 is below 0"],
  ["generalized-kl", {}, { pred: [[-1]], target: [[-0.5]] }, "-0.5 is below 0"],
  ["js-divergence", {}, { pred: [[1.5]], target: [[0.5]] }, "1.5 is outside 0..1"],
])("%s %j refuses %j", async (name, given, input, message) => {
  await expect(run(name, input, given)).rejects.toMatchObject({ status: 3, message });
});
