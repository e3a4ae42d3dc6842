import { formatShape, type Shape } from "./batch.ts";
import { InputError } from "./errors.ts";
import type { Layout } from "./loss.ts";

const squeezed = (shape: Shape): Shape => (shape.length === 1 && shape[0] === 1 ? [] : shape);
const same = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((n, i) => n === b[i]);
const rowShape = (shape: Shape): string =>
  shape.length === 0 ? "one number a row" : `${formatShape(shape)} a row`;

/** Every role has the same shape and each element its own loss. (N,1) counts as (N); nothing else is broadcast. */
export function elementwise(shapes: Readonly<Record<string, Shape>>): Layout {
  const [[first, shape], ...others] = Object.entries(shapes) as [[string, Shape], ...[string, Shape][]];
  for (const [role, other] of others) {
    if (!same(squeezed(shape), squeezed(other)))
      throw new InputError(`shapes differ: ${first} has ${rowShape(shape)}, ${role} has ${rowShape(other)}`);
  }
  return { out: others.every(([, other]) => same(shape, other)) ? shape : squeezed(shape) };
}

/**
 * `pred` is (C, d1, ...) a row. `target` is (d1, ...), class indices, or (C, d1, ...), distributions; the loss is
 * (d1, ...).
 */
export function perClass(shapes: { readonly pred: Shape; readonly target: Shape }): Layout {
  const { pred, target } = shapes;
  const [classes, ...inner] = pred;
  if (classes === undefined)
    throw new InputError("pred has one number a row, where a loss on classes takes one for each class", {
      hint: "name a column for each class, for example --pred 'logit_*'",
    });
  if (same(pred, target) && classes > 1) return { out: inner };
  if (same(squeezed(target), squeezed(inner))) return { out: inner, classes };
  throw new InputError(
    `shapes differ: pred has ${rowShape(pred)}, so target takes ${rowShape(inner)} (class indices) or ` +
      `${formatShape(pred)} (distributions), but has ${rowShape(target)}`,
  );
}

/** Number of classes, and of positions that each have a class. */
export function classDims(pred: Shape): { readonly classes: number; readonly inner: number } {
  let inner = 1;
  for (let i = 1; i < pred.length; i++) inner *= pred[i]!;
  return { classes: pred[0] ?? 0, inner };
}
