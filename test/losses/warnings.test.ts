import { expect, test } from "vitest";
import type { Loss, Watch } from "../../src/core/loss.ts";
import { losses } from "../../src/losses/index.ts";
import { type Arrays, compute, named, shapeOf } from "../engine/arrays.ts";
import { casesOf, givenIn } from "./cases.ts";
import { amounts } from "./warnings/amounts.ts";
import type { Case } from "./warnings/case.ts";
import { classification } from "./warnings/classification.ts";
import { ofRows } from "./warnings/rows.ts";
import { sequences } from "./warnings/sequences.ts";

const cases: readonly Case[] = [...classification, ...amounts, ...ofRows, ...sequences];

/** What a watch says, whatever the numbers. */
const kindOf = ({ role, says }: Watch): string =>
  `${role}: ${says(7, 9)
    .replace(/[\d.e-]*\d/g, "#")
    .replace(/#(?:, #)+/g, "#")}`;

/** Kinds of watches that spoke in a case, and that had nothing to say in one. */
const spoke = new Set<string>();
const silent = new Set<string>();

/** The loss, with watches whose words are overheard. */
function overheard(loss: Loss): { loss: Loss; note(): void } {
  const watched = new Set<string>();
  const said = new Set<string>();
  const listen = (watch: Watch): Watch => {
    const kind = kindOf(watch);
    watched.add(kind);
    return {
      ...watch,
      says(count, samples) {
        said.add(kind);
        return watch.says(count, samples);
      },
    };
  };
  return {
    loss: {
      ...loss,
      prepare(given) {
        const prepared = loss.prepare(given);
        return { ...prepared, watches: (shapes) => prepared.watches(shapes).map(listen) };
      },
    },
    note() {
      for (const kind of watched) (said.has(kind) ? spoke : silent).add(kind);
    },
  };
}

test.each(cases)("$loss $given says of $input: $says $refuses", async (one) => {
  const { input, says, refuses, hint } = one;
  const { loss, note } = overheard(named(one.loss));
  const options = { given: one.given ?? {}, reduction: one.reduction ?? loss.reduction };
  if (refuses !== undefined)
    await expect(compute(loss, input, options)).rejects.toMatchObject({
      status: 3,
      message: refuses,
      hint,
    });
  else {
    expect((await compute(loss, input, options)).messages).toEqual(says);
    // however the rows are cut
    if (Object.values(input)[0]!.length > 1)
      expect((await compute(loss, input, { ...options, cuts: [1] })).messages).toEqual(says);
  }
  note();
});

/** Every watch that any reference case gives rise to. */
function allKinds(): Set<string> {
  const kinds = new Set<string>();
  for (const loss of losses)
    for (const one of [...casesOf("", loss), ...casesOf("torch/", loss)]) {
      const prepared = loss.prepare(givenIn(one, loss));
      for (const watch of prepared.watches(shapesOf(one.input))) kinds.add(kindOf(watch));
    }
  return kinds;
}

const shapesOf = (input: Arrays) =>
  Object.fromEntries(Object.entries(input).map(([role, values]) => [role, shapeOf(values).slice(1)]));

test("each watch speaks in a case above, and is silent in another", () => {
  const kinds = [...allKinds()];
  expect(kinds.length).toBeGreaterThan(40);
  expect(kinds.filter((kind) => !spoke.has(kind))).toEqual([]);
  expect(kinds.filter((kind) => !silent.has(kind))).toEqual([]);
});

test("focal's alpha is -1, or within 0..1", () => {
  const focal = named("sigmoid-focal");
  expect(() => focal.prepare({ alpha: -0.5 })).toThrow(
    "--alpha: -0.5 is out of range; it must be -1 (off), or at least 0 and at most 1",
  );
  expect(focal.prepare({ alpha: -1 }).params.alpha).toBe(-1);
});
