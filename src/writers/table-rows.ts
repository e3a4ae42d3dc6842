import { sizeOf } from "../core/batch.ts";
import type { LossRows, RowBlock } from "../core/row-block.ts";
import { cellNames, indexColumn } from "./numbers.ts";
import type { Cell, RowFormat } from "./row-bytes.ts";

/** What stands around the cells of a row. */
export interface Frame {
  readonly begin: string;
  readonly between: string;
  readonly end: string;
}

/** `index,loss,grad_<column>...`; with several losses each column begins with its loss. */
export function rowHeader(losses: readonly LossRows[]): string[] {
  return [
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
  ];
}

/** A row: its index, then for each loss what it is and its gradients. */
export function rowFormat(block: RowBlock, { begin, between, end }: Frame): RowFormat {
  const { rows, losses } = block;
  const index = indexColumn(block);
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
    return `${text}${end}\n`;
  };
}
