import { type LossRows, positionsOf } from "../core/row-block.ts";
import type { Value } from "../core/section.ts";
import { jsonNumber, jsonValue } from "../core/value-text.ts";
import { keptCells, keptOf, refuseTwice } from "./kept.ts";
import { jsonNested, jsonRow } from "./numbers.ts";
import { type Cell, RowBytes } from "./row-bytes.ts";
import { jsonCounts, jsonHead, jsonTail } from "./summary.ts";
import type { Writer, WriterOptions } from "./writer.ts";

/** A line a sample as it is computed, then a line of summary for each loss. */
export function ndjsonWriter({ sink, grad }: WriterOptions): Writer {
  const rowBytes = new RowBytes({ json: true });
  const fields = (
    { perSample, unreduced, shape, grads }: LossRows,
    row: number,
    width: number,
    cell: Cell,
  ): string => {
    // one number for all rows is no row's
    const loss =
      width === 0
        ? ""
        : `"loss":${perSample ? cell(perSample, row) : jsonNested(unreduced, row * width, shape, cell)}`;
    if (!grad) return loss;
    const parts = grads.map(({ role, ...data }) => `${JSON.stringify(role)}:${jsonRow(data, row, cell)}`);
    return `${loss && `${loss},`}"grad":{${parts.join(",")}}`;
  };
  const names = (losses: readonly LossRows[]): string[] => [
    "index",
    ...(losses.length === 1 ? ["loss", "grad"] : losses.map(({ name }) => name)),
  ];
  return {
    region: sink.region,
    async rows(block) {
      const { rows, losses } = block;
      const index = positionsOf(block);
      const kept = keptOf(block);
      if (kept) refuseTwice([...names(losses), ...kept.names]);
      const keys = kept?.names.map((name) => JSON.stringify(name)) ?? [];
      const line = (row: number, cell: Cell): string => {
        const results = losses.map((loss) => {
          const text = fields(loss, row, loss.unreduced.length / rows, cell);
          return losses.length === 1 ? text : `${JSON.stringify(loss.name)}:{${text}}`;
        });
        const columns = keptCells(kept, row).map((value, i) => `${keys[i]}:${jsonValue(value as Value)}`);
        return `{"index":${cell(index, row)},${[...results, ...columns].join(",")}}\n`;
      };
      const alike = !kept && losses.every(({ grads }) => grads.every(({ starts }) => starts === undefined));
      await rowBytes.write(rows, line, (bytes) => sink.write(bytes), alike);
    },
    async append(_, text) {
      for (const bytes of text) await sink.write(bytes);
    },
    running: (rows, values) =>
      sink.write(
        values
          .map(
            ({ loss, value }) =>
              `{"rows":${rows},"loss":${JSON.stringify(loss)},"value":${jsonNumber(value)}}\n`,
          )
          .join(""),
      ),
    async finish(summaries) {
      for (const summary of summaries) {
        const value = summary.value === undefined ? "" : `"value":${jsonNumber(summary.value)},`;
        await sink.write(
          `{"summary":{${jsonHead(summary)},${value}${jsonCounts(summary)},${jsonTail(summary)}}}\n`,
        );
      }
    },
    abort: () => {},
  };
}
