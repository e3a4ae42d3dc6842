import type { Loss } from "../core/loss.ts";
import { LOADERS } from "./loaders.ts";
import { NAMES } from "./names.ts";

/** What a loss is called, which is known before its record is loaded. */
export interface LossNames {
  readonly name: string;
  readonly aliases: readonly string[];
}

/** Every loss there is, by its names. */
export function catalogue(): LossNames[] {
  return Object.values(NAMES).flatMap((lines) =>
    lines
      .trim()
      .split("\n")
      .map((line) => {
        const [name = "", ...aliases] = line.split(" ");
        return { name, aliases };
      }),
  );
}

/** Each loss is loaded when it is asked for: most runs need one. */
export const loadLoss = ({ name }: LossNames): Promise<Loss> => LOADERS[name]!();
