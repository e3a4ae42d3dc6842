import type { Loss } from "../core/loss.ts";
import { NAMES } from "./names.ts";

type Family = keyof typeof NAMES;

/** What a loss is called, which is known before its record is loaded. */
export interface LossNames {
  readonly name: string;
  readonly aliases: readonly string[];
}

interface Entry extends LossNames {
  readonly family: Family;
}

/** Families are loaded when one of their losses is asked for: most runs need one loss. */
const FAMILIES: Readonly<Record<Family, () => Promise<readonly Loss[]>>> = {
  regression: async () => (await import("./regression/index.ts")).regression,
  classification: async () => (await import("./classification/index.ts")).classification,
  margin: async () => (await import("./margin/index.ts")).margin,
  embedding: async () => (await import("./embedding/index.ts")).embedding,
  ranking: async () => (await import("./ranking/index.ts")).ranking,
  sequence: async () => (await import("./sequence/index.ts")).sequence,
  segmentation: async () => (await import("./segmentation/index.ts")).segmentation,
  box: async () => (await import("./box/index.ts")).box,
  survival: async () => (await import("./survival/index.ts")).survival,
  distribution: async () => (await import("./distribution/index.ts")).distribution,
};

/** Every loss there is, by its names. */
export function catalogue(): Entry[] {
  return (Object.keys(NAMES) as Family[]).flatMap((family) =>
    NAMES[family]
      .trim()
      .split("\n")
      .map((line) => {
        const [name = "", ...aliases] = line.split(" ");
        return { name, aliases, family };
      }),
  );
}

export async function loadLoss({ name, family }: Entry): Promise<Loss> {
  const losses = await FAMILIES[family]();
  return losses.find((loss) => loss.name === name)!;
}
