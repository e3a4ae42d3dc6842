import type { LossRows } from "../core/row-block.ts";
import { jsonNested, jsonNumber } from "./numbers.ts";
import { Spool } from "./spool.ts";
import { jsonCounts, jsonHead, jsonTail, type Summary } from "./summary.ts";
import type { Writer, WriterOptions } from "./writer.ts";

/** The arrays of one loss's document, as far as they have come. */
interface Arrays {
  readonly value: Spool;
  readonly perSample: Spool;
  readonly grads: Map<string, Spool>;
  empty: boolean;
}

/** One JSON document, or an array of them for several losses. Nothing is written before all is known. */
export function jsonWriter({ sink, perSample, grad, explain }: WriterOptions): Writer {
  const all: Arrays[] = [];
  const arraysOf = (i: number): Arrays => {
    all[i] ??= { value: new Spool(explain), perSample: new Spool(explain), grads: new Map(), empty: true };
    return all[i];
  };

  const add = (arrays: Arrays, loss: LossRows, rows: number): void => {
    const comma = arrays.empty ? "" : ",";
    if (rows > 0) arrays.empty = false;
    if (loss.reduction === "none") arrays.value.write(comma + nestedRows(loss.unreduced, loss.shape, rows));
    if (loss.perSample) arrays.perSample.write(comma + Array.from(loss.perSample, jsonNumber).join(","));
    for (const { role, shape, values } of loss.grads) {
      let spool = arrays.grads.get(role);
      if (!spool) {
        spool = new Spool(explain);
        arrays.grads.set(role, spool);
      }
      spool.write(comma + nestedRows(values, shape, rows));
    }
  };

  const writeDocument = async (summary: Summary, arrays: Arrays): Promise<void> => {
    await sink.write(`{${jsonHead(summary)},"value":`);
    if (summary.value === undefined) await copyArray(arrays.value);
    else await sink.write(jsonNumber(summary.value));
    await sink.write(`,${jsonCounts(summary)}`);
    if (perSample) {
      await sink.write(`,"per_sample":`);
      await copyArray(summary.value === undefined ? arrays.value : arrays.perSample);
    }
    if (grad) {
      let separator = `,"grad":{`;
      for (const [role, spool] of arrays.grads) {
        await sink.write(`${separator}${JSON.stringify(role)}:`);
        await copyArray(spool);
        separator = ",";
      }
      await sink.write("}");
    }
    await sink.write(`,${jsonTail(summary)}}`);
  };
  const copyArray = async (spool: Spool): Promise<void> => {
    await sink.write("[");
    await spool.copyTo(sink);
    await sink.write("]");
  };
  const remove = (): void => {
    for (const { value, perSample: samples, grads } of all)
      for (const spool of [value, samples, ...grads.values()]) spool.remove();
  };

  return {
    rows({ rows, losses }) {
      if (rows > 0) for (const [i, loss] of losses.entries()) add(arraysOf(i), loss, rows);
    },
    async finish(summaries) {
      const several = summaries.length > 1;
      if (several) await sink.write("[");
      for (const [i, summary] of summaries.entries()) {
        if (i > 0) await sink.write(",\n ");
        await writeDocument(summary, arraysOf(i));
      }
      await sink.write(several ? "]\n" : "\n");
      remove();
    },
    abort: remove,
  };
}

function nestedRows(values: Float64Array, shape: readonly number[], rows: number): string {
  const width = rows === 0 ? 0 : values.length / rows;
  return Array.from({ length: rows }, (_, row) => jsonNested(values, row * width, shape)).join(",");
}
