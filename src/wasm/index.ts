/** Number scanning, number printing and exact sums, compiled to WebAssembly from assembly/. */
export { NumericMemory, numericModule } from "./instance.ts";
export { LineCounter } from "./lines.ts";
export { type Piece, RowPrinter, setSpecialTexts } from "./print.ts";
export {
  type Cells,
  isScannableDelimiter,
  type NdjsonKey,
  NdjsonScanner,
  TableScanner,
} from "./scan.ts";
export { ExactSum } from "./sum.ts";
