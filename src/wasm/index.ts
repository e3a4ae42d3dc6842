/** Number scanning, number printing and exact sums, compiled to WebAssembly from assembly/. */
export { MARGIN, NumericMemory, numericModule } from "./instance.ts";
export { type Piece, RowPrinter, type SpecialTexts, setSpecialTexts } from "./print.ts";
export {
  type Cells,
  isScannableDelimiter,
  type NdjsonKey,
  NdjsonScanner,
  type ScanStatus,
  TableScanner,
} from "./scan.ts";
export { ExactSum } from "./sum.ts";
