import { vectors } from "../../core/layout.ts";
import type { Role } from "../../core/loss.ts";
import { everyRow } from "../watch.ts";

/** The roles of losses on vectors of which those with the same label belong together. */
export const groupRoles = {
  pred: { kind: "real", about: "one vector a row", grad: true },
  target: { kind: "real", about: "its group: any number, rows with the same belong together" },
} as const satisfies Record<string, Role>;

export const groupLayout = (shapes: Parameters<typeof vectors>[0]) => vectors(shapes, ["target"]);

/** Without pairs, or without anything to tell them from, there is nothing to learn. */
export function groupWatches(nothing: string) {
  const seen = new Set<number>();
  let first: number | undefined;
  return [
    everyRow<"pred" | "target">({
      role: "target",
      still({ target }) {
        const before = seen.size;
        for (const label of target) seen.add(label);
        return seen.size - before === target.length;
      },
      says: () => `no two rows have the same target: without a pair that belongs together ${nothing}`,
    }),
    everyRow<"pred" | "target">({
      role: "target",
      still({ target }) {
        first ??= target[0]!;
        return target.every((label) => label === first);
      },
      says: () => "all rows have the same target: without a row of another group the loss is 0",
    }),
  ];
}

/** Inner products of one vector with all of them. */
export function products(vectors: Float64Array, row: number, into: Float64Array): void {
  const width = vectors.length / into.length;
  const start = row * width;
  for (let other = 0; other < into.length; other++) {
    let sum = 0;
    for (let d = 0; d < width; d++) sum += vectors[start + d]! * vectors[other * width + d]!;
    into[other] = sum;
  }
}

/** Takes the slopes by the products of one vector with all of them back to the vectors. */
export function addProductGradients(
  vectors: Float64Array,
  row: number,
  slopes: Float64Array,
  grad: Float64Array,
): void {
  const width = vectors.length / slopes.length;
  const start = row * width;
  for (let other = 0; other < slopes.length; other++) {
    const slope = slopes[other]!;
    if (slope === 0) continue;
    for (let d = 0; d < width; d++) {
      grad[start + d]! += slope * vectors[other * width + d]!;
      grad[other * width + d]! += slope * vectors[start + d]!;
    }
  }
}
