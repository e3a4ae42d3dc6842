import type { Batch, RoleData } from "../core/batch.ts";
import { align, pair, type Stream } from "./align.ts";
import type { Input } from "./index.ts";
import type { Block } from "./rows.ts";

/** Stands before the names of the second input's roles. */
const SECOND = "\0";

/** The rows of two inputs with the same roles, paired in order, or by their keys where they were asked for any. */
export async function* beside(
  a: Input,
  b: Input,
  skipMissing: boolean,
): AsyncGenerator<readonly [Batch, Batch]> {
  const streams = [a.stream(), { name: b.name, blocks: marked(b.stream().blocks) }];
  const blocks = a.keyed ? (await import("./join.ts")).join(streams, skipMissing) : pair(streams);
  for await (const batch of align(blocks)) yield [sideOf(batch, false), sideOf(batch, true)];
}

async function* marked(blocks: Stream["blocks"]): AsyncGenerator<Block> {
  for await (const block of blocks) {
    yield {
      ...block,
      roles: Object.fromEntries(Object.entries(block.roles).map(([role, data]) => [SECOND + role, data])),
      place: (row, role, cell) => block.place(row, role.replace(SECOND, ""), cell),
    };
  }
}

function sideOf(batch: Batch, second: boolean): Batch {
  const roles: Record<string, RoleData> = {};
  for (const [role, data] of Object.entries(batch.roles))
    if (role.startsWith(SECOND) === second) roles[role.replace(SECOND, "")] = data;
  const prefix = second ? SECOND : "";
  return { ...batch, roles, place: (row, role, cell) => batch.place(row, prefix + role, cell) };
}
