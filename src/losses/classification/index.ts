import type { Loss } from "../../core/loss.ts";
import { bce } from "./bce.ts";
import { bceWithLogits } from "./bce-with-logits.ts";
import { brier } from "./brier.ts";
import { brierMulticlass } from "./brier-multiclass.ts";
import { categoricalFocal } from "./categorical-focal.ts";
import { categoricalHinge } from "./categorical-hinge.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { crossEntropyLambda } from "./cross-entropy-lambda.ts";
import { generalizedCrossEntropy } from "./generalized-cross-entropy.ts";
import { hamming } from "./hamming.ts";
import { multiMargin } from "./multi-margin.ts";
import { multiclassHinge } from "./multiclass-hinge.ts";
import { multiclassPerceptron } from "./multiclass-perceptron.ts";
import { multiclassSparsemax } from "./multiclass-sparsemax.ts";
import { multilabelMargin } from "./multilabel-margin.ts";
import { multilabelSoftMargin } from "./multilabel-soft-margin.ts";
import { nll } from "./nll.ts";
import { oneVsAll } from "./one-vs-all.ts";
import { poly1CrossEntropy } from "./poly1-cross-entropy.ts";
import { sigmoidFocal } from "./sigmoid-focal.ts";
import { zeroOne } from "./zero-one.ts";

export const classification: readonly Loss[] = [
  crossEntropy,
  nll,
  bce,
  bceWithLogits,
  sigmoidFocal,
  categoricalFocal,
  poly1CrossEntropy,
  generalizedCrossEntropy,
  oneVsAll,
  brier,
  brierMulticlass,
  crossEntropyLambda,
  multiclassHinge,
  categoricalHinge,
  multiclassPerceptron,
  multiclassSparsemax,
  multiMargin,
  multilabelMargin,
  multilabelSoftMargin,
  zeroOne,
  hamming,
];
