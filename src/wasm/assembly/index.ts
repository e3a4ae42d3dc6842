export { countLines } from "./lines";
export { scanNdjson } from "./ndjson";
export { printRows } from "./print";
export { RESULT } from "./result";
export { SPECIAL } from "./slot";
export { sumAdd, sumMerge, sumRound, sumSettle } from "./sum";
export { scanTable } from "./table";
export const HEAP: usize = __heap_base;
