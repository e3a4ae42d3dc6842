import { describe, expect, test } from "vitest";
import { gradRoles, type Range } from "../../src/core/loss.ts";
import { losses } from "../../src/losses/index.ts";
import { call, isPassedThrough, parameterSets, type Setup, setups, total } from "./setups.ts";

/** Of rows of (C, ...) a cell has its class's loss, or by way of a softmax those of all; a background may have none. */
function expectOfClass(setup: Setup, i: number, found: readonly number[], label: string, spreads: boolean) {
  const [classes = 1, inner = 1] = setup.shapes.pred!;
  const first = setup.prepared.params.ignore_background ? 1 : 0;
  const row = Math.floor(i / (classes * inner));
  const own = Math.floor(i / inner) % classes;
  const all = Array.from({ length: classes }, (_, c) => c).filter(
    (c) => c >= first && (spreads || c === own),
  );
  expect(found, label).toEqual(all.map((c) => row * (classes - first) + c - first));
}

describe.each(losses.map((loss) => [loss.name, loss] as const))("the kernel of %s", (_, loss) => {
  const roles = gradRoles(loss);

  test("has the slopes that finite differences find", () => {
    const wrong: string[] = [];
    for (const setup of [...setups(loss, 1), ...setups(loss, 2), ...setups(loss, 3)]) {
      const { grad } = call(setup, setup.values, roles, 0);
      for (const role of roles) {
        for (const [i, g] of grad[role]!.entries()) {
          const at = (x: number) => {
            const moved = Float64Array.from(setup.values[role]!);
            moved[i] = x;
            return total(call(setup, { ...setup.values, [role]: moved }, [], 0).loss);
          };
          const x = setup.values[role]![i]!;
          if (isPassedThrough(loss, role, x, setup.prepared)) continue;
          const h = 1e-6;
          const slope = (at(x + h) - at(x - h)) / (2 * h);
          // the step's own error is some 1e-10, and grows with the curvature
          if (!(Math.abs(g - slope) <= 1e-6 * Math.max(1, Math.abs(slope))))
            wrong.push(`${setup.label} ${role}[${i}] = ${x}: ${g}, slope ${slope}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test("gives the same losses with and without gradients, and writes every cell", () => {
    for (const setup of setups(loss)) {
      const plain = call(setup, setup.values, [], 12.5);
      const other = call(setup, setup.values, [], -7.25);
      const first = call(setup, setup.values, roles, 12.5);
      const second = call(setup, setup.values, roles, -7.25);
      expect(first, setup.label).toEqual(second);
      expect(other, setup.label).toEqual(plain);
      expect(first.loss, setup.label).toEqual(plain.loss);
      expect(first.mass, setup.label).toEqual(plain.mass);
    }
  });

  test("leaves its input alone", () => {
    for (const setup of setups(loss)) {
      const before = structuredClone(setup.values);
      call(setup, setup.values, roles, 0);
      expect(setup.values, setup.label).toEqual(before);
    }
  });

  test("turns NaN into NaN, there and nowhere else", () => {
    for (const setup of setups(loss)) {
      for (const [role, { kind }] of Object.entries(loss.roles)) {
        // the engine refuses a class that is no whole number
        if (kind === "class" && setup.shapes[role]!.length === 0) continue;
        const cells = setup.values[role]!.length;
        for (let i = 0; i < cells; i++) {
          const values = { ...setup.values, [role]: Float64Array.from(setup.values[role]!) };
          values[role]![i] = Number.NaN;
          const { loss: out } = call(setup, values, roles, 0);
          const reached =
            setup.starts[role]?.findLastIndex((start) => start <= i) ?? Math.floor((i * out.length) / cells);
          // an ignored row does not count, whatever it holds
          const ignored =
            setup.prepared.params.ignore_index !== undefined &&
            setup.prepared.params.ignore_index === setup.values.target?.[reached] &&
            setup.shapes.target?.length === 0;
          const found = [...out.keys()].filter((cell) => Number.isNaN(out[cell]!));
          const label = `${setup.label} ${role}[${i}]`;
          // a target may be that of several losses; other rows may depend on this one, and other elements of a row by way of a softmax
          const cellsOf = Array.from({ length: Math.max(1, out.length / cells) }, (_, k) => reached + k);
          const { from, per } = setup.prepared.params;
          const spreads = loss.name === "kl-div" && from === "logits" && role === "pred";
          if (per === "class") expectOfClass(setup, i, found, label, from === "logits" && role === "pred");
          else if (setup.prepared.whole === "rows" || spreads) expect(found, label).toContain(reached);
          else expect(found, label).toEqual(ignored ? [] : cellsOf);
        }
      }
    }
  });

  test("writes no negative zero as a loss", () => {
    for (const setup of setups(loss)) {
      const values = Object.fromEntries(
        Object.entries(setup.values).map(([role, v]) => [role, v.map(() => 0)]),
      );
      for (const v of call(setup, values, roles, 1).loss) expect(Object.is(v, -0), setup.label).toBe(false);
    }
  });
});

describe("kinks", () => {
  const single = { pred: [], target: [] };
  const onNumbers = losses.filter((loss) => {
    const { roles } = loss;
    if (Object.keys(roles).join() !== "pred,target" || gradRoles(loss).length === 0) return false;
    if (Object.values(roles).some(({ kind }) => kind !== "real")) return false;
    try {
      loss.prepare().layout(single);
      return true;
    } catch {
      return false; // it takes rows
    }
  });
  const isInside = (range: Range | undefined, v: number) =>
    !(v < (range?.min ?? v) || v > (range?.max ?? v) || v <= (range?.above ?? -Infinity));

  test.each(onNumbers.map((loss) => [loss.name, loss] as const))(
    "%s has the subgradient of least norm",
    (_, loss) => {
      for (const given of [...parameterSets(loss), ...("beta" in loss.params ? [{ beta: 0 }] : [])]) {
        const prepared = loss.prepare(given);
        const { pred: within, target: targets } = prepared.ranges;
        const steps = Object.values(prepared.params).filter((v) => typeof v === "number");
        // where the target's own size is divided by, 0 is a pole and not a kink
        const truth = isInside(targets, 0) && prepared.params.floor !== 0 ? 0 : 1;
        const value = (x: number) => {
          const loss = new Float64Array(1);
          const pred = Float64Array.of(x);
          const grad = { pred: new Float64Array(1) };
          const dims = { rows: 1, shapes: single };
          prepared.kernel({ pred, target: Float64Array.of(truth) }, { loss, grad }, dims);
          return { loss: loss[0]!, slope: grad.pred[0]! };
        };
        for (const d of [0, -0, 1, -1, ...steps, ...steps.map((v) => -v)]) {
          const h = 2 ** -26;
          const x = truth + d;
          // a kink that is closer to 0 than the step cannot be seen by it
          if (d !== 0 && Math.abs(d) <= h) continue;
          if (!isInside(within, x - h) || !isInside(within, x + h)) continue;
          const at = value(x);
          const sides = [(at.loss - value(x - h).loss) / h, (value(x + h).loss - at.loss) / h];
          const [low, high] = [Math.min(...sides), Math.max(...sides)];
          const label = `${loss.name} ${JSON.stringify(given)} at ${x}: ${at.slope} between ${low} and ${high}`;
          const error = 1e-6 * Math.max(1, Math.abs(at.slope));
          expect(at.slope, label).toBeGreaterThanOrEqual(low - error);
          expect(at.slope, label).toBeLessThanOrEqual(high + error);
          // nearest to 0 of what lies between the slopes on both sides
          const least = low > 0 ? low : Math.min(high, 0);
          expect(Math.abs(at.slope - least), label).toBeLessThanOrEqual(error);
        }
      }
    },
  );
});
