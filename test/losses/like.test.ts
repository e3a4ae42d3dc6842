import { expect, test } from "vitest";
import { losses } from "../../src/losses/index.ts";
import { LIBRARIES } from "../../src/losses/libraries.ts";
import { casesOf, givenIn } from "./cases.ts";

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

test.each(presets)(
  "%s like %s is what the library computed by its own defaults",
  (_name, library, loss, preset) => {
    const { reduction, ...given } = preset;
    const asked = casesOf("", loss)
      .filter(({ source }) => source?.startsWith(SOURCES[library]!))
      .filter((one) => reduction === undefined || one.reduction === reduction)
      .map((one) => loss.prepare(givenIn(one, loss)).params);
    expect(asked).toContainEqual(loss.prepare(given).params);
  },
);

test("each preset is that of a library whose loss is named", () => {
  const wrong = losses.flatMap((loss) =>
    Object.keys(loss.like)
      .filter((library) => !((LIBRARIES.get(library) ?? "") in loss.libraries))
      .map((library) => `${loss.name} ${library}`),
  );
  expect(wrong).toEqual([]);
});

test("a preset sets no reduction that the loss has not", () => {
  const wrong = losses.flatMap((loss) =>
    Object.entries(loss.like)
      .filter(([, { reduction }]) => reduction === "batchmean" && !loss.batchmean)
      .map(([library]) => `${loss.name} ${library}`),
  );
  expect(wrong).toEqual([]);
});
