import type { Loss } from "../core/loss.ts";
import { ciou } from "./box/ciou.ts";
import { diou } from "./box/diou.ts";
import { giou } from "./box/giou.ts";
import { bce } from "./classification/bce.ts";
import { bceWithLogits } from "./classification/bce-with-logits.ts";
import { brier } from "./classification/brier.ts";
import { brierMulticlass } from "./classification/brier-multiclass.ts";
import { categoricalFocal } from "./classification/categorical-focal.ts";
import { categoricalHinge } from "./classification/categorical-hinge.ts";
import { crossEntropy } from "./classification/cross-entropy.ts";
import { crossEntropyLambda } from "./classification/cross-entropy-lambda.ts";
import { generalizedCrossEntropy } from "./classification/generalized-cross-entropy.ts";
import { hamming } from "./classification/hamming.ts";
import { multiMargin } from "./classification/multi-margin.ts";
import { multiclassHinge } from "./classification/multiclass-hinge.ts";
import { multiclassPerceptron } from "./classification/multiclass-perceptron.ts";
import { multiclassSparsemax } from "./classification/multiclass-sparsemax.ts";
import { multilabelMargin } from "./classification/multilabel-margin.ts";
import { multilabelSoftMargin } from "./classification/multilabel-soft-margin.ts";
import { nll } from "./classification/nll.ts";
import { oneVsAll } from "./classification/one-vs-all.ts";
import { poly1CrossEntropy } from "./classification/poly1-cross-entropy.ts";
import { sigmoidFocal } from "./classification/sigmoid-focal.ts";
import { zeroOne } from "./classification/zero-one.ts";
import { gammaDeviance } from "./distribution/gamma-deviance.ts";
import { gammaNll } from "./distribution/gamma-nll.ts";
import { gaussianNll } from "./distribution/gaussian-nll.ts";
import { gaussianNllLogSigma } from "./distribution/gaussian-nll-log-sigma.ts";
import { generalizedKl } from "./distribution/generalized-kl.ts";
import { jsDivergence } from "./distribution/js-divergence.ts";
import { klDiv } from "./distribution/kl-div.ts";
import { laplaceNll } from "./distribution/laplace-nll.ts";
import { negativeBinomialNll } from "./distribution/negative-binomial-nll.ts";
import { poissonDeviance } from "./distribution/poisson-deviance.ts";
import { poissonNll } from "./distribution/poisson-nll.ts";
import { tweedieDeviance } from "./distribution/tweedie-deviance.ts";
import { tweedieNll } from "./distribution/tweedie-nll.ts";
import { circle } from "./embedding/circle.ts";
import { contrastive } from "./embedding/contrastive.ts";
import { cosineDistance } from "./embedding/cosine-distance.ts";
import { cosineEmbedding } from "./embedding/cosine-embedding.ts";
import { hingeEmbedding } from "./embedding/hinge-embedding.ts";
import { infoNce } from "./embedding/info-nce.ts";
import { ntxent } from "./embedding/ntxent.ts";
import { tripletMargin } from "./embedding/triplet-margin.ts";
import { tripletMarginWithDistance } from "./embedding/triplet-margin-with-distance.ts";
import { exponential } from "./margin/exponential.ts";
import { hinge } from "./margin/hinge.ts";
import { modifiedHuber } from "./margin/modified-huber.ts";
import { perceptron } from "./margin/perceptron.ts";
import { softMargin } from "./margin/soft-margin.ts";
import { sparsemaxBinary } from "./margin/sparsemax-binary.ts";
import { squaredHinge } from "./margin/squared-hinge.ts";
import { coverageError } from "./ranking/coverage-error.ts";
import { labelRanking } from "./ranking/label-ranking.ts";
import { marginRanking } from "./ranking/margin-ranking.ts";
import { pairLogit } from "./ranking/pair-logit.ts";
import { rankingSoftmax } from "./ranking/ranking-softmax.ts";
import { cauchy } from "./regression/cauchy.ts";
import { epsilonInsensitive } from "./regression/epsilon-insensitive.ts";
import { expectile } from "./regression/expectile.ts";
import { fair } from "./regression/fair.ts";
import { gemanMcclure } from "./regression/geman-mcclure.ts";
import { halfSquaredError } from "./regression/half-squared-error.ts";
import { huber } from "./regression/huber.ts";
import { l1 } from "./regression/l1.ts";
import { l2 } from "./regression/l2.ts";
import { logCosh } from "./regression/log-cosh.ts";
import { logLinQuantile } from "./regression/log-lin-quantile.ts";
import { lq } from "./regression/lq.ts";
import { mae } from "./regression/mae.ts";
import { mape } from "./regression/mape.ts";
import { maxError } from "./regression/max-error.ts";
import { medianAbsoluteError } from "./regression/median-absolute-error.ts";
import { mse } from "./regression/mse.ts";
import { msle } from "./regression/msle.ts";
import { numErrors } from "./regression/num-errors.ts";
import { pseudoHuber } from "./regression/pseudo-huber.ts";
import { quantile } from "./regression/quantile.ts";
import { rmse } from "./regression/rmse.ts";
import { smape } from "./regression/smape.ts";
import { smoothL1 } from "./regression/smooth-l1.ts";
import { softL1 } from "./regression/soft-l1.ts";
import { squaredEpsilonInsensitive } from "./regression/squared-epsilon-insensitive.ts";
import { tukeyBiweight } from "./regression/tukey-biweight.ts";
import { welsch } from "./regression/welsch.ts";
import { dice } from "./segmentation/dice.ts";
import { generalizedDice } from "./segmentation/generalized-dice.ts";
import { tversky } from "./segmentation/tversky.ts";
import { aft } from "./survival/aft.ts";
import { cox } from "./survival/cox.ts";

/** Every loss there is, in the order in which they are listed. */
export const losses: readonly Loss[] = [
  // regression
  l1,
  l2,
  mae,
  mse,
  smoothL1,
  huber,
  halfSquaredError,
  pseudoHuber,
  logCosh,
  softL1,
  fair,
  cauchy,
  welsch,
  gemanMcclure,
  tukeyBiweight,
  lq,
  quantile,
  logLinQuantile,
  expectile,
  epsilonInsensitive,
  squaredEpsilonInsensitive,
  mape,
  smape,
  msle,
  numErrors,
  rmse,
  medianAbsoluteError,
  maxError,
  // classification
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
  // margin
  hinge,
  squaredHinge,
  modifiedHuber,
  perceptron,
  exponential,
  sparsemaxBinary,
  softMargin,
  // embedding
  hingeEmbedding,
  contrastive,
  cosineEmbedding,
  cosineDistance,
  tripletMargin,
  tripletMarginWithDistance,
  ntxent,
  infoNce,
  circle,
  // ranking
  marginRanking,
  pairLogit,
  rankingSoftmax,
  labelRanking,
  coverageError,
  // segmentation
  dice,
  tversky,
  generalizedDice,
  // box
  giou,
  diou,
  ciou,
  // survival
  aft,
  cox,
  // distribution
  poissonNll,
  poissonDeviance,
  gammaNll,
  gammaDeviance,
  tweedieNll,
  tweedieDeviance,
  negativeBinomialNll,
  gaussianNll,
  gaussianNllLogSigma,
  laplaceNll,
  klDiv,
  generalizedKl,
  jsDivergence,
];
