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
    {
      hint: same(pred.slice(0, -1), target) ? "the classes come first, as in torch, and not last" : undefined,
    },
  );
}

/** As `perClass`, where the target can only hold class indices. */
export function perClassIndex(shapes: { readonly pred: Shape; readonly target: Shape }): Layout {
  const layout = perClass(shapes);
  if (layout.classes === undefined)
    throw new InputError("target takes class indices, but has a column for each class");
  return layout;
}

/** Checks that a list of weights has one for each class. */
export function checkClassWeights(weight: readonly number[] | undefined, classes: number): void {
  if (weight && weight.length !== classes)
    throw new InputError(`--weight has ${weight.length} values, pred has ${classes} classes`);
}

/** Every role has the same array a row, and the row one loss; the roles in `single` have one number a row. */
export function wholeRows(shapes: Readonly<Record<string, Shape>>, single: readonly string[] = []): Layout {
  const arrays = Object.entries(shapes).filter(([role]) => !single.includes(role));
  const [[first, shape], ...others] = arrays as [[string, Shape], ...[string, Shape][]];
  if (shape.length === 0)
    throw new InputError(`${first} has one number a row, where this loss takes several`, {
      hint: `name all of its columns, for example --${first} '${first}_*'`,
    });
  for (const [role, other] of others) {
    if (!same(shape, other))
      throw new InputError(`shapes differ: ${first} has ${rowShape(shape)}, ${role} has ${rowShape(other)}`);
  }
  for (const role of single) {
    if (squeezed(shapes[role]!).length > 0)
      throw new InputError(`${role} has ${rowShape(shapes[role]!)}, but takes one number a row`);
  }
  return { out: [] };
}

/** As `wholeRows`, of rows without inner dimensions. */
export function vectors(shapes: Readonly<Record<string, Shape>>, single: readonly string[] = []): Layout {
  const layout = wholeRows(shapes, single);
  for (const [role, shape] of Object.entries(shapes)) {
    if (shape.length > 1) throw new InputError(`${role} has ${rowShape(shape)}, but takes one vector a row`);
  }
  return layout;
}

/** Each role has the four numbers of a box a row, and the row one loss. */
export function boxes(shapes: Readonly<Record<string, Shape>>): Layout {
  for (const [role, shape] of Object.entries(shapes)) {
    if (!same(shape, [4]))
      throw new InputError(`${role} has ${rowShape(shape)}, but a box is four numbers a row`);
  }
  return { out: [] };
}

/** Of values in rows of (C, d1, ...), the position that one belongs to. */
export function positionOf(
  i: number,
  { classes, inner }: { readonly classes: number; readonly inner: number },
): number {
  return Math.floor(i / (classes * inner)) * inner + (i % inner);
}

/** Number of classes, and of positions that each have a class. */
export function classDims(pred: Shape): { readonly classes: number; readonly inner: number } {
  let inner = 1;
  for (let i = 1; i < pred.length; i++) inner *= pred[i]!;
  return { classes: pred[0] ?? 0, inner };
}
