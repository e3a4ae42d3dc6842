import type { Case } from "./case.ts";

const FRAMES = "[[-0.7,-0.7],[-0.7,-0.7]]";
const lines = (...records: string[]) => ({ "p.ndjson": `${records.join("\n")}\n` });

/** Sequences of unequal length, which ctc takes. */
export const sequences: readonly Case[] = [
  {
    id: "seq-a",
    what: "a table",
    files: { "p.csv": "pred,target\n1,2\n" },
    args: "ctc p.csv",
    status: 3,
    says: "p.csv: is a table, whose cells hold no sequences (JSON and NDJSON do)",
  },
  {
    id: "seq-b",
    what: "a number for a sequence",
    files: lines(`{"pred":${FRAMES},"target":[1]}`, `{"pred":${FRAMES},"target":1}`),
    args: "ctc p.ndjson",
    status: 3,
    says: "p.ndjson:2: target: 1 stands where a sequence should: an array of numbers",
  },
  {
    id: "seq-c",
    what: "a frame with fewer classes",
    files: lines(`{"pred":${FRAMES},"target":[1]}`, '{"pred":[[-0.7,-0.7],[0]],"target":[1]}'),
    args: "ctc p.ndjson",
    status: 3,
    says: "p.ndjson:2: pred[1]: has 1 value, the first record has 2",
  },
  {
    id: "seq-d",
    what: "a class that is out of range, in an array of records",
    files: { "p.json": `[{"pred":${FRAMES},"target":[1]},{"pred":${FRAMES},"target":[1,2]}]` },
    args: "ctc p.json",
    status: 3,
    says: "p.json: record 2: target[1]: class 2 is outside 0..1",
  },
  {
    id: "seq-e",
    what: "a padded target",
    files: { "p.json": `{"pred":[${FRAMES},${FRAMES}],"target":[[1],[1,0]]}` },
    args: "ctc p.json",
    status: 3,
    says: "p.json: target[1][1]: class 0 is the blank (--blank), which stands in no target; targets are not padded",
  },
  {
    id: "seq-f",
    what: "numbers of rows that differ",
    files: { "p.json": `{"pred":[${FRAMES},${FRAMES}],"target":[[1]]}` },
    args: "ctc p.json",
    status: 3,
    says: "p.json: target: has 1 row, pred has 2",
  },
  {
    id: "seq-g",
    what: "a missing frame",
    files: lines(`{"pred":[[-0.7,-0.7],null],"target":[1]}`, `{"pred":${FRAMES},"target":[1]}`),
    args: "ctc p.ndjson",
    status: 3,
    says: "p.ndjson:1: pred[1]: missing value (--missing skip leaves such rows out)",
  },
  {
    id: "seq-h",
    what: "a missing frame, left out",
    files: lines(`{"pred":[[-0.7,-0.7],null],"target":[1]}`, `{"pred":[[0,-Infinity]],"target":[]}`),
    args: "ctc p.ndjson --missing skip -q --no-warnings",
    prints: "0",
  },
  {
    id: "seq-i",
    what: "no frames at all",
    files: lines('{"pred":[],"target":[1]}', '{"pred":[],"target":[]}'),
    args: "ctc p.ndjson",
    status: 3,
    says: "p.ndjson: pred: every sequence is empty",
  },
  {
    id: "seq-j",
    what: "one number a frame",
    files: lines('{"pred":[-0.7,-0.7],"target":[1]}'),
    args: "ctc p.ndjson",
    status: 3,
    says: "p.ndjson: pred takes a value for each class in each frame (as in [[-0.1,-2.3],[-1.2,-0.4]] for two frames and two classes)",
  },
  {
    id: "seq-k",
    what: "numbers joined by commas for frames",
    args: "ctc -1,-2 1",
    status: 3,
    says: "PRED: pred: takes arrays for each row (as in '[[-0.1,-2.3],[-1.2,-0.4]]')",
  },
  {
    id: "seq-l",
    what: "a loss that reads pred otherwise",
    args: `ctc,nll ${FRAMES} 1`,
    status: 2,
    says: "ctc and nll read pred in different ways; compute them one by one",
  },
  {
    id: "seq-m",
    what: "gradients in a table",
    args: `ctc ${FRAMES} 1 --grad --format csv`,
    status: 2,
    says: "the gradients of ctc differ in length from row to row, which csv cannot hold (--format json or ndjson)",
  },
];
