import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { gradRoles, type Loss } from "../../src/core/loss.ts";
import { losses } from "../../src/losses/index.ts";
import { compute, flat, type Nested, shapeOf } from "../engine/arrays.ts";
import { type Case, casesOf, GOLDEN, givenIn } from "./cases.ts";

/**
 * The first cell that differs by more than `relative`, in words. `absolute` is for cells in which the reference
 * itself lost its digits by cancellation (a gradient softmax - onehot near 0): its error is then some last places
 * of the terms, which are about as large as the largest cell, and no relative bound can hold.
 */
function difference(
  what: string,
  got: readonly number[],
  want: Nested | undefined,
  relative: number,
  absolute: number,
): string[] {
  if (want === undefined) return [];
  const expected = flat(want);
  if (got.length !== expected.length) return [`${what}: ${got.length} cells for ${expected.length}`];
  const scale = Math.min(1e3, Math.max(1, ...expected.filter(Number.isFinite).map(Math.abs)));
  const wrong = expected.findIndex((v, i) => {
    const value = got[i]!;
    if (value === v || (Number.isNaN(value) && Number.isNaN(v))) return false;
    return !(Math.abs(value - v) <= relative * Math.abs(v) + absolute * scale);
  });
  return wrong < 0 ? [] : [`${what}[${wrong}]: ${got[wrong]} for ${expected[wrong]}`];
}

/** Runs a case and names what is not as it should be. */
async function differences(one: Case, loss: Loss, relative: number, absolute: number): Promise<string[]> {
  const { input, reduction, expect: wanted } = one;
  const options = { given: givenIn(one, loss), grad: wanted.grad !== undefined };
  const answer = await compute(loss, input, { ...options, reduction });
  const wrong = difference("none", answer.unreduced, wanted.none, relative, absolute);
  if (wanted.none && String(shapeOf(wanted.none).slice(1)) !== String(answer.shape))
    wrong.push(`shape ${answer.shape} for ${shapeOf(wanted.none).slice(1)}`);
  if (reduction !== "none")
    wrong.push(...difference("value", [answer.value!], wanted.value, one.tolerance ?? relative, absolute));
  wrong.push(...difference("per_sample", answer.perSample, wanted.per_sample, relative, absolute));
  for (const [role, grad] of Object.entries(wanted.grad ?? {}))
    wrong.push(...difference(`grad.${role}`, answer.grads[role] ?? [], grad, relative, absolute));
  return wrong.map((text) => `${one.id}: ${text}`);
}

describe.each(losses.map((loss) => [loss.name, loss] as const))("reference values of %s", (_, loss) => {
  test("there are some, and each says something", () => {
    const cases = ["", "torch/"].flatMap((folder) => casesOf(folder, loss));
    expect(cases.length, `fixtures/golden/${loss.name}.json is missing`).toBeGreaterThan(0);
    expect(cases.filter((one) => one.loss !== loss.name)).toEqual([]);
    const empty = cases.filter(({ expect: { value, none } }) => value === undefined && none === undefined);
    expect(empty.map(({ id }) => id)).toEqual([]);
    const reductions = new Set(cases.map(({ reduction }) => reduction));
    // what only counts is a metric elsewhere, of which libraries give the mean alone; one number is not reduced
    const alone = loss.prepare().whole === "value" || (gradRoles(loss).length === 0 && reductions.size === 1);
    const wanted = alone ? ["mean"] : ["mean", "none", "sum"];
    expect([...reductions].sort()).toEqual([...(loss.batchmean ? ["batchmean"] : []), ...wanted]);
  });

  test.each(["", "torch/"])("of fixtures/golden/%s", async (folder) => {
    const wrong: string[] = [];
    for (const one of casesOf(folder, loss)) wrong.push(...(await differences(one, loss, 1e-12, 1e-15)));
    expect(wrong).toEqual([]);
  });

  test("near 0 and far out, with no allowance for cancellation", async () => {
    const wrong: string[] = [];
    for (const one of casesOf("precise/", loss)) wrong.push(...(await differences(one, loss, 1e-14, 0)));
    expect(wrong).toEqual([]);
  });
});

test("every reference file belongs to a loss", () => {
  const names = losses.map(({ name }) => `${name}.json`);
  for (const folder of ["", "torch/", "precise/"]) {
    const files = readdirSync(new URL(folder, GOLDEN)).filter((file) => file.endsWith(".json"));
    expect(files.filter((file) => !names.includes(file))).toEqual([]);
  }
});
