import type { Loss } from "../core/loss.ts";
import { LOADERS } from "./loaders.ts";
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

/** Each loss is loaded when it is asked for: most runs need one. */
export const loadLoss = ({ name }: LossNames): Promise<Loss> => LOADERS[name]!();
