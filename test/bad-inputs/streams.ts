import { gzipSync } from "node:zlib";
import { type Case, table } from "./case.ts";

const text = "pred,target\n1,2\n3,4\n";
const packed = gzipSync(text);
const long = gzipSync(
  `pred,target\n${Array.from({ length: 50_000 }, (_, i) => `${Math.sqrt(i)},0\n`).join("")}`,
);
const damaged = Buffer.from(long);
damaged[100_000] = damaged[100_000]! ^ 0xff;
const wrongSum = Buffer.from(packed);
wrongSum[wrongSum.length - 8] = wrongSum[wrongSum.length - 8]! ^ 1;

/** Files and streams: 107 to 112. */
export const streams: readonly Case[] = [
  {
    id: "107",
    what: "gzip cut off",
    files: { "p.csv.gz": packed.subarray(0, -6) },
    args: "mse p.csv.gz -q",
    status: 4,
    says: "p.csv.gz: damaged gzip: the file ends in the middle",
  },
  {
    id: "107b",
    what: "gzip cut off after many rows",
    files: { "p.csv.gz": long.subarray(0, -1000) },
    args: "mse p.csv.gz --per-sample --format csv -o out",
    status: 4,
    says: "p.csv.gz: damaged gzip: the file ends in the middle",
  },
  {
    id: "107c",
    what: "damaged gzip",
    files: { "p.csv.gz": damaged },
    args: "mse p.csv.gz -q",
    status: 4,
    says: "p.csv.gz: damaged gzip: incorrect data check",
  },
  {
    id: "107d",
    what: "gzip with a wrong checksum",
    files: { "p.csv.gz": wrongSum },
    args: "mse p.csv.gz -q",
    status: 4,
    says: "p.csv.gz: damaged gzip: incorrect data check",
  },
  {
    id: "107e",
    what: "gzip's two first bytes only",
    files: { "p.csv.gz": packed.subarray(0, 2) },
    args: "mse p.csv.gz -q",
    status: 4,
    says: "p.csv.gz: damaged gzip: the file ends in the middle",
  },
  {
    id: "108",
    what: "text behind a gzip member",
    files: { "p.csv.gz": Buffer.concat([packed, Buffer.from("garbage")]) },
    args: "mse p.csv.gz -q",
    status: 4,
    says: "p.csv.gz: damaged gzip: incorrect header check",
  },
  {
    id: "108b",
    what: "two gzip members",
    files: { "p.csv.gz": Buffer.concat([packed, gzipSync("5,6\n")]) },
    args: "mse p.csv.gz -q",
    prints: "1",
  },
  {
    id: "108c",
    what: "plain text named .gz",
    files: { "p.csv.gz": text },
    args: "mse p.csv.gz -q",
    prints: "1",
  },
  { id: "108d", what: "gzip named .csv", files: { "p.csv": packed }, args: "mse p.csv -q", prints: "1" },
  { id: "108e", what: "gzip on standard input", stdin: packed, args: "mse -q", prints: "1" },
  {
    id: "108f",
    what: "zeros behind a gzip member",
    files: { "p.csv.gz": Buffer.concat([packed, Buffer.alloc(512)]) },
    args: "mse p.csv.gz -q",
    prints: "1",
  },
  {
    id: "108h",
    what: "nothing, packed",
    files: { "p.csv.gz": gzipSync("") },
    args: "mse p.csv.gz -q",
    status: 3,
    says: "p.csv.gz: is empty: there is no data",
  },
  { id: "109", what: "directory", args: "mse . -q", status: 4, says: ".: is a directory" },
  {
    id: "109b",
    what: "file that is not there",
    args: "mse nope.csv -q",
    status: 4,
    says: "nope.csv: cannot be read: no such file (ENOENT)",
  },
  {
    id: "109c",
    what: "file in the place of a directory",
    files: table("1,2"),
    args: "mse p.csv/x.csv -q",
    status: 4,
    says: "p.csv/x.csv: cannot be read: a part of the path is no directory (ENOTDIR)",
  },
  {
    id: "109d",
    what: "name that is too long",
    args: `mse ${"a".repeat(300)} -q`,
    status: 4,
    says: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: cannot be read: the name is too long (ENAMETOOLONG)",
  },
  {
    id: "109e",
    what: "nothing on standard input",
    args: "mse -q",
    status: 3,
    says: "stdin: is empty: there is no data",
  },
  {
    id: "109f",
    what: "values with a slip",
    args: "mse 1,2,abc 1,2,3 -q",
    status: 4,
    says: '1,2,abc: cannot be read: no such file (ENOENT) (as a value, "abc" is not a number)',
  },
  {
    id: "109g",
    what: "spreadsheet on standard input",
    stdin: Buffer.from("PK\x03\x04\x14\0\x06\0", "latin1"),
    args: "mse -q",
    status: 3,
    says: "stdin: this is no text file",
  },
  {
    id: "111",
    what: "output to the input",
    files: table("1,2"),
    args: "mse p.csv -o p.csv",
    status: 2,
    says: "--output p.csv is an input",
  },
  {
    id: "112",
    what: "threshold that is no number",
    files: table("1,2"),
    args: "mse p.csv --max=abc",
    status: 2,
    says: '--max: "abc" is not a number',
  },
  {
    id: "112b",
    what: "empty threshold",
    files: table("1,2"),
    args: "mse p.csv --max=",
    status: 2,
    says: '--max: "" is not a number',
  },
  {
    id: "112c",
    what: "NaN as a threshold",
    files: table("1,2"),
    args: "mse p.csv --max=NaN",
    status: 2,
    says: '--max: "NaN" is not a number',
  },
  {
    id: "112d",
    what: "negative threshold",
    files: table("1,2"),
    args: "mse p.csv -q --max -1",
    status: 1,
    says: "mse is 1, not at most -1 (--max)",
    prints: "1",
  },
];
