import type { CarriedData } from "../core/batch.ts";
import type { LossRows, RowBlock } from "../core/row-block.ts";
import type { Value } from "../core/section.ts";
import { jsonNumber, jsonValue } from "../core/value-text.ts";
import { keptOf } from "./kept.ts";
import { jsonNested, jsonRow } from "./numbers.ts";
import { type Emit, RowBytes, type RowFormat } from "./row-bytes.ts";
import { Spool } from "./spool.ts";
import { jsonCounts, jsonHead, jsonTail, type Summary } from "./summary.ts";
import type { Writer, WriterOptions } from "./writer.ts";

/** The arrays of one loss's document, as far as they have come. */
interface Arrays {
  readonly value: Spool;
  readonly perSample: Spool;
  readonly grads: Map<string, Spool>;
}

/** One JSON document, or an array of them for several losses. Nothing is written before all is known. */
export function jsonWriter({ sink, perSample, grad, explain }: WriterOptions): Writer {
  const rowBytes = new RowBytes({ json: true });
  const all: Arrays[] = [];
  const arraysOf = (i: number): Arrays => {
    all[i] ??= { value: new Spool(explain), perSample: new Spool(explain), grads: new Map() };
    return all[i];
  };
  const gradOf = ({ grads }: Arrays, role: string): Spool => {
    const spool = grads.get(role) ?? new Spool(explain);
    grads.set(role, spool);
    return spool;
  };

  /** What is kept, by column; every loss's document has it. */
  const kept = new Map<string, Spool>();
  const keep = ({ names, cells }: CarriedData): void => {
    for (const [i, name] of names.entries()) {
      const spool = kept.get(name) ?? new Spool(explain);
      kept.set(name, spool);
      let text = "";
      for (let at = i; at < cells.length; at += names.length) text += `,${jsonValue(cells[at] as Value)}`;
      spool.write(spool.empty ? text.slice(1) : text);
    }
  };

  const add = async (arrays: Arrays, { reduction, ...loss }: LossRows, rows: number): Promise<void> => {
    if (reduction === "none")
      await rowBytes.write(rows, elements(loss.unreduced, loss.shape, rows), into(arrays.value));
    if (loss.perSample)
      await rowBytes.write(rows, elements(loss.perSample, [], rows), into(arrays.perSample));
    for (const { role, ...data } of loss.grads)
      await rowBytes.write(
        rows,
        (row, cell) => `,${jsonRow(data, row, cell)}`,
        into(gradOf(arrays, role)),
        data.starts === undefined,
      );
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
      await sink.write(`,"grad":{`);
      let separator = "";
      for (const [role, spool] of arrays.grads) {
        await sink.write(`${separator}${JSON.stringify(role)}:`);
        await copyArray(spool);
        separator = ",";
      }
      await sink.write("}");
    }
    if (kept.size > 0) {
      await sink.write(`,"kept":{`);
      let separator = "";
      for (const [name, spool] of kept) {
        await sink.write(`${separator}${JSON.stringify(name)}:`);
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
    for (const spool of kept.values()) spool.remove();
  };

  return {
    async rows(block: RowBlock) {
      const { rows, losses } = block;
      const columns = keptOf(block);
      if (columns) keep(columns);
      for (const [i, loss] of losses.entries()) await add(arraysOf(i), loss, rows);
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

/** Each row as an element of an array, a comma before it. */
function elements(values: Float64Array, shape: readonly number[], rows: number): RowFormat {
  const width = values.length / rows;
  return (row, cell) => `,${jsonNested(values, row * width, shape, cell)}`;
}

/** Keeps elements, the first of all without its comma. */
function into(spool: Spool): Emit {
  return (bytes) => spool.write(spool.empty ? bytes.subarray(1) : bytes);
}
