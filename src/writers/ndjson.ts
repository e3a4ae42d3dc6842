import { sizeOf } from "../core/batch.ts";
import type { LossRows } from "../core/row-block.ts";
import { jsonNested, jsonNumber } from "./numbers.ts";
import { jsonCounts, jsonHead, jsonTail } from "./summary.ts";
import type { Writer, WriterOptions } from "./writer.ts";

/** A line a sample as it is computed, then a line of summary for each loss. */
export function ndjsonWriter({ sink, grad }: WriterOptions): Writer {
  const cell = ({ perSample, unreduced, shape, grads }: LossRows, row: number, width: number): string => {
    const loss = perSample ? jsonNumber(perSample[row]!) : jsonNested(unreduced, row * width, shape);
    if (!grad) return `"loss":${loss}`;
    const parts = grads.map(
      ({ role, shape: inner, values }) =>
        `${JSON.stringify(role)}:${jsonNested(values, row * sizeOf(inner), inner)}`,
    );
    return `"loss":${loss},"grad":{${parts.join(",")}}`;
  };
  return {
    async rows({ rows, index, losses }) {
      if (rows === 0) return;
      const lines: string[] = [];
      for (let row = 0; row < rows; row++) {
        const cells = losses.map((loss) => {
          const text = cell(loss, row, loss.unreduced.length / rows);
          return losses.length === 1 ? text : `${JSON.stringify(loss.name)}:{${text}}`;
        });
        lines.push(`{"index":${index(row)},${cells.join(",")}}\n`);
      }
      await sink.write(lines.join(""));
    },
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
