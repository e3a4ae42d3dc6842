import {
  type Batch,
  type CarriedData,
  mapCarried,
  mergeCarried,
  partOf,
  type RoleData,
  selectRows,
} from "../core/batch.ts";
import { InputError, type Place } from "../core/errors.ts";
import type { Block } from "./rows.ts";

/** An input's blocks, and what messages call it. */
export interface Stream {
  readonly name: string;
  readonly blocks: AsyncIterable<Block> | Iterable<Block>;
}

/** Leaves rows with missing values out, and numbers what remains, from `first` on. */
export async function* align(blocks: Stream["blocks"], first = 0): AsyncGenerator<Batch> {
  let read = first;
  for await (const block of blocks) {
    yield withoutHoles(block, read);
    read += block.rows;
  }
}

/** Where the next rows of one of several streams come from. */
interface Cursor {
  readonly name: string;
  readonly blocks: AsyncIterator<Block> | Iterator<Block>;
  block: Block | undefined;
  used: number;
  read: number;
}

/** Pairs the rows of several inputs in order. */
export function pair(streams: readonly Stream[]): Stream["blocks"] {
  return streams.length === 1 ? streams[0]!.blocks : pairRows(streams);
}

async function* pairRows(streams: readonly Stream[]): AsyncGenerator<Block> {
  const cursors = streams.map(({ name, blocks }): Cursor => {
    const iterator =
      Symbol.asyncIterator in blocks ? blocks[Symbol.asyncIterator]() : blocks[Symbol.iterator]();
    return { name, blocks: iterator, block: undefined, used: 0, read: 0 };
  });
  try {
    for (;;) {
      for (const cursor of cursors) await advance(cursor);
      if (cursors.some(({ block }) => !block)) break;
      const rows = Math.min(...cursors.map(({ block, used }) => block!.rows - used));
      yield join(cursors, rows);
      for (const cursor of cursors) cursor.used += rows;
    }
    await checkCounts(cursors);
  } finally {
    for (const { blocks } of cursors) await blocks.return?.();
  }
}

async function advance(cursor: Cursor): Promise<void> {
  while (!cursor.block || cursor.used === cursor.block.rows) {
    const next = await cursor.blocks.next();
    cursor.block = next.done ? undefined : next.value;
    cursor.used = 0;
    cursor.read += cursor.block?.rows ?? 0;
    if (next.done) return;
  }
}

/** Reads the longer inputs to their ends, so that the message can tell how many rows each has. */
async function checkCounts(cursors: readonly Cursor[]): Promise<void> {
  for (const cursor of cursors) {
    while (cursor.block) {
      cursor.used = cursor.block.rows;
      await advance(cursor);
    }
  }
  if (cursors.every(({ read }) => read === cursors[0]!.read)) return;
  const counts = cursors.map(({ name, read }) => `${name} has ${read} row${read === 1 ? "" : "s"}`);
  throw new InputError(`the inputs differ in length: ${counts.join(", ")}`);
}

function join(cursors: readonly Cursor[], rows: number): Block {
  const roles: Record<string, RoleData> = {};
  let carried: Readonly<Record<string, CarriedData>> = {};
  const owner = new Map<string, Cursor & { readonly start: number }>();
  let missing: Uint8Array | undefined;
  for (const cursor of cursors) {
    const { block, used } = cursor;
    for (const [role, data] of Object.entries(block!.roles)) {
      // the first input that has a role provides it
      if (roles[role]) continue;
      roles[role] = partOf(data, used, used + rows);
      owner.set(role, { ...cursor, start: used });
    }
    if (block!.carried)
      carried = mergeCarried(
        carried,
        mapCarried(block!.carried, (cells, width) => cells.slice(used * width, (used + rows) * width)),
      );
    if (!block!.missing) continue;
    missing ??= new Uint8Array(rows);
    for (let row = 0; row < rows; row++) if (block!.missing[used + row]) missing[row] = 1;
  }
  return {
    rows,
    roles,
    carried,
    missing,
    place(row, role, cell): Place {
      const from = owner.get(role);
      return from?.block?.place(from.start + row, role, cell) ?? { source: cursors[0]!.name, subject: role };
    },
  };
}

/** Leaves rows with missing values out; the first row is the `first` of the input. */
export function withoutHoles(block: Block, first: number): Batch {
  const { rows, roles, carried, finite, missing } = block;
  const place: Batch["place"] = (row, role, cell) => block.place(row, role, cell);
  // not copied from the block: V8 is slow at that, and there is one for each few rows
  const all: Batch = { rows, roles, carried, finite, place, skipped: 0, index: (row) => first + row };
  if (!missing) return all;
  const whole: number[] = [];
  for (let row = 0; row < all.rows; row++) if (!missing[row]) whole.push(row);
  return { ...selectRows(all, whole), skipped: all.rows - whole.length };
}
