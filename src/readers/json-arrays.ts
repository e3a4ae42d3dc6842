import { indicesOf, mapCarried } from "../core/batch.ts";
import { InputError, type Place, quote, type RawRow } from "../core/errors.ts";
import { type CarriedColumns, carriedData } from "./carried.ts";
import type { Pick } from "./columns.ts";
import { explain, fill, type Nested, nestedSchema, shapeOf, subject } from "./json-rows.ts";
import { type Block, isSound, type ReadOptions } from "./rows.ts";

/** Rows of a block cut from a document. */
export const DOCUMENT_BLOCK = 1 << 13;

/** A role, and the arrays that it is made of: one, nested as it may be, or a flat one for each column. */
export interface RoleParts {
  readonly pick: Pick;
  readonly parts: readonly { readonly name: string; readonly value: Nested }[];
}

/** Checks and flattens whole arrays, and cuts them into blocks of rows. */
export function* arrayBlocks(
  roles: readonly RoleParts[],
  carried: readonly CarriedColumns[],
  source: string,
  options: ReadOptions,
): Generator<Block> {
  const shapes = roles.map(({ parts }) =>
    parts.map(({ name, value }) => shapeOf(value, { source, subject: name })),
  );
  for (const [r, { pick, parts }] of roles.entries()) {
    const shape = shapes[r]![0]!;
    if (pick.role === "pred" && parts.length === 1 && shape.length > 1)
      options.classes.setCount(shape[1]!, source);
  }
  // a plain number is one sample's value: then everything is of that one sample
  const single = shapes.some((parts) => parts.some((shape) => shape.length === 0));
  const rows = single ? 1 : shapes[0]![0]![0]!;
  const missing = new Uint8Array(rows);
  const data = roles.map(({ pick, parts }, r) => {
    const inner = single ? shapes[r]![0]! : shapes[r]![0]!.slice(1);
    if (parts.length > 1 && inner.length > 0)
      throw new InputError(`${quote(parts[0]!.name)} holds arrays, so it cannot be one of several columns`, {
        place: { source, subject: pick.role },
      });
    const width = parts.length > 1 ? 1 : inner.reduce((a, b) => a * b, 1);
    const values = new Float64Array(rows * width * parts.length);
    for (const [p, { name, value }] of parts.entries()) {
      const count = single ? 1 : (shapes[r]![p]![0] ?? 0);
      if (count !== rows)
        throw new InputError(
          `has ${count} row${count === 1 ? "" : "s"}, ${roles[0]!.parts[0]!.name} has ${rows}`,
          {
            place: { source, subject: name },
          },
        );
      const items = single ? [value] : (value as readonly Nested[]);
      const schema = nestedSchema(inner);
      for (let row = 0; row < rows; row++) {
        const placeAt = (path: readonly PropertyKey[]): Place => ({
          source,
          subject: subject(name, single ? path : [row, ...path]),
        });
        const at = parts.length > 1 ? row * parts.length + p : row * width;
        const read = (): void => {
          const checked = schema.safeParse(items[row]);
          if (!checked.success) throw explain(checked.error, items[row], placeAt, "the first row");
          if (!fill(checked.data, inner, values, at, pick, options, placeAt)) missing[row] = 1;
        };
        const raw = (): RawRow => ({ byte: undefined, text: JSON.stringify(items[row]) });
        if (!isSound(() => options.rejects, raw, read)) missing[row] = 1;
      }
    }
    const shape = parts.length > 1 ? [parts.length] : inner;
    return { pick, values, shape, width: width * parts.length };
  });
  for (const { pick, cells } of carried)
    if (cells.length !== rows * pick.names.length)
      throw new InputError(`has not a value for each of the ${rows} rows`, {
        place: { source, subject: pick.names.join(", ") },
      });
  const all = carriedData(carried);
  const holes = missing.includes(1);
  for (let start = 0; start < rows; start += DOCUMENT_BLOCK) {
    const end = Math.min(start + DOCUMENT_BLOCK, rows);
    yield {
      rows: end - start,
      roles: Object.fromEntries(
        data.map(({ pick, values, shape, width }) => [
          pick.role,
          { values: values.subarray(start * width, end * width), shape, names: pick.names },
        ]),
      ),
      carried: all && mapCarried(all, (cells, width) => cells.slice(start * width, end * width)),
      missing: holes ? missing.subarray(start, end) : undefined,
      place: (row, role, cell) => {
        const found = data.find(({ pick }) => pick.role === role);
        const names = found?.pick.names ?? [role];
        const at = single ? [] : [start + row];
        if (names.length > 1) return { source, subject: subject(names[cell] ?? role, at) };
        return {
          source,
          subject: subject(names[0] ?? role, [...at, ...indicesOf(found?.shape ?? [], cell)]),
        };
      },
    };
  }
}
