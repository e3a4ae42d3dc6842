import { type CarriedData, sizeOf } from "../core/batch.ts";
import { type LossRows, positionsOf, type RowBlock } from "../core/row-block.ts";
import { cellText } from "../core/value-text.ts";
import { keptCells, keptOf, refuseTwice } from "./kept.ts";
import { cellNames } from "./numbers.ts";
import type { Cell, RowFormat } from "./row-bytes.ts";

/** What stands around the cells of a row. */
export interface Frame {
  /** A text as a cell. */
  cell(text: string): string;
  readonly begin: string;
  readonly between: string;
  readonly end: string;
}

/** `index,loss,grad_<column>...`, then columns that are kept; with several losses each loss's begin with its name. */
export function rowHeader(losses: readonly LossRows[], kept?: CarriedData): string[] {
  const names = [
    "index",
    ...losses.flatMap(({ name, perSample, shape, grads }) => {
      const columns = [
        ...(perSample ? ["loss"] : cellNames("loss", ["loss"], shape)),
        ...grads.flatMap(({ role, names, shape: inner }) =>
          cellNames(role, names, inner).map((cell) => `grad_${cell}`),
        ),
      ];
      return losses.length === 1 ? columns : columns.map((column) => `${name}_${column}`);
    }),
    ...(kept?.names ?? []),
  ];
  if (kept) refuseTwice(names);
  return names;
}

/** A row: its index, then for each loss what it is and its gradients, then what is kept. */
export function rowFormat(block: RowBlock, { begin, between, end, cell: textCell }: Frame): RowFormat {
  const { rows, losses } = block;
  const kept = keptOf(block);
  const index = positionsOf(block);
  const cellsOf = (values: Float64Array, width: number, row: number, cell: Cell): string => {
    let text = "";
    for (let i = row * width; i < (row + 1) * width; i++) text += between + cell(values, i);
    return text;
  };
  return (row, cell) => {
    let text = begin + cell(index, row);
    for (const { perSample, unreduced, grads } of losses) {
      if (perSample) text += between + cell(perSample, row);
      else text += cellsOf(unreduced, unreduced.length / rows, row, cell);
      for (const { values, shape } of grads) text += cellsOf(values, sizeOf(shape), row, cell);
    }
    for (const value of keptCells(kept, row)) text += between + textCell(cellText(value));
    return `${text}${end}\n`;
  };
}
