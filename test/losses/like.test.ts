import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Loss, Reduction } from "../../src/core/loss.ts";
import type { AnyParamValues } from "../../src/core/param.ts";
import { losses } from "../../src/losses/index.ts";

interface Case {
  readonly params: AnyParamValues;
  readonly reduction: Reduction;
  readonly source?: string;
}

/** What the source of a case begins with that the library itself computed; the others do not run where cases are made. */
const SOURCES: Readonly<Record<string, string>> = {
  torch: "torch ",
  torchvision: "torchvision ",
  keras: "keras ",
  optax: "optax ",
  sklearn: "scikit-learn ",
  lightgbm: "lightgbm ",
};

const presets = losses.flatMap((loss) =>
  Object.entries(loss.like)
    .filter(([library]) => SOURCES[library])
    .map(([library, preset]) => [loss.name, library, loss, preset] as const),
);

/** Parameters of a case the way a command line gives them. */
function givenIn(params: AnyParamValues, { params: facts }: Loss): AnyParamValues {
  const lists = Object.entries(params).map(([name, value]) => [
    name,
    facts[name]?.kind === "numbers" ? [value].flat() : value,
  ]);
  return Object.fromEntries(lists) as AnyParamValues;
}

test.each(presets)(
  "%s like %s is what the library computed by its own defaults",
  (name, library, loss, preset) => {
    const file = new URL(`../../fixtures/golden/${name}.json`, import.meta.url);
    const cases = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Case[]) : [];
    const { reduction, ...given } = preset;
    const asked = cases
      .filter(({ source }) => source?.startsWith(SOURCES[library]!))
      .filter((one) => reduction === undefined || one.reduction === reduction)
      .map(({ params }) => loss.prepare(givenIn(params, loss)).params);
    expect(asked).toContainEqual(loss.prepare(given).params);
  },
);

test("a preset sets no reduction that the loss has not", () => {
  const wrong = losses.flatMap((loss) =>
    Object.entries(loss.like)
      .filter(([, { reduction }]) => reduction === "batchmean" && !loss.batchmean)
      .map(([library]) => `${loss.name} ${library}`),
  );
  expect(wrong).toEqual([]);
});
