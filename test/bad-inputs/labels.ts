import type { Case } from "./case.ts";

const table = (...labels: string[]) => ({
  "p.csv": `prob,label\n${labels.map((label, i) => `${[0.9, 0.2, 0.2][i]},${label}\n`).join("")}`,
});

/** Binary labels that have names, or other values than 0 and 1. */
export const labels: readonly Case[] = [
  {
    id: "l1",
    what: "labels that are texts",
    files: table("yes", "no"),
    args: "brier p.csv -q",
    status: 3,
    says: 'p.csv:2:2: target: "yes" is not a number (labels with names take --classes: what counts as 0, then as 1)',
  },
  {
    id: "l2",
    what: "labels that are texts, in JSON",
    stdin: '{"pred":[0.9],"target":["yes"]}',
    args: "brier -q",
    status: 3,
    says: 'stdin: target[0]: the string "yes" is not a number; labels with names take --classes: what counts as 0, then as 1',
  },
  {
    // scikit-learn 1.9.1: brier_score_loss(["yes", "no"], [0.9, 0.2], pos_label="yes")
    id: "l3",
    what: "both labels by name",
    files: table("yes", "no"),
    args: "brier p.csv -q --classes no,yes",
    prints: "0.025",
  },
  {
    // pos_label="no"
    id: "l4",
    what: "both labels by name, the other way round",
    files: table("yes", "no"),
    args: "brier p.csv -q --classes yes,no",
    prints: "0.7250000000000001",
  },
  {
    // brier_score_loss([2, 1, 2], [0.9, 0.2, 0.2], pos_label=2)
    id: "l5",
    what: "labels of other values",
    files: table("2", "1.0", "2"),
    args: "brier p.csv -q --classes 1,2",
    prints: "0.23000000000000004",
  },
  {
    id: "l6",
    what: "names in JSON, and in NDJSON",
    stdin: '{"pred":0.9,"target":"yes"}\n{"pred":0.2,"target":"no"}\n',
    args: "bce,brier,zero-one -q --classes no,yes",
    prints: "0.16425203348601802\n0.025\n0",
  },
  {
    id: "l7",
    what: "a third label",
    files: table("yes", "no", "perhaps"),
    args: "brier p.csv -q --classes no,yes",
    status: 3,
    says: 'p.csv:4:2: target: "perhaps" is not a class (classes are no, yes)',
  },
  {
    id: "l8",
    what: "more names than two labels have",
    files: table("yes"),
    args: "brier p.csv -q --classes no,yes,perhaps",
    status: 2,
    says: "--classes names 3, where brier has two labels: what counts as 0, then as 1",
  },
  {
    id: "l9",
    what: "a label beside names",
    files: table("yes", "no", "1"),
    args: "brier p.csv -q --classes no,yes",
    prints: "0.23000000000000004",
    says: "warning: target mixes class names (2) and class indices (1): an index means the class at that place, from 0",
  },
  {
    id: "l10",
    what: "names for labels of -1 and 1",
    files: table("yes", "no"),
    args: "hinge p.csv -q --classes no,yes --labels 01",
    prints: "0.6499999999999999",
  },
  {
    id: "l11",
    what: "names for several labels of a row",
    files: { "p.csv": "p_a,p_b,p_c,t_a,t_b,t_c\n1,2,-1,yes,no,yes\n" },
    args: "multilabel-soft-margin p.csv -q -p p_* -t t_* --classes no,yes",
    prints: "1.2511504620264728",
  },
];
