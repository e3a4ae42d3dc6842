import type { Loss } from "../core/loss.ts";
import { bce } from "./classification/bce.ts";
import { bceWithLogits } from "./classification/bce-with-logits.ts";
import { crossEntropy } from "./classification/cross-entropy.ts";
import { nll } from "./classification/nll.ts";
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
import { mse } from "./regression/mse.ts";
import { msle } from "./regression/msle.ts";
import { numErrors } from "./regression/num-errors.ts";
import { pseudoHuber } from "./regression/pseudo-huber.ts";
import { quantile } from "./regression/quantile.ts";
import { smape } from "./regression/smape.ts";
import { smoothL1 } from "./regression/smooth-l1.ts";
import { softL1 } from "./regression/soft-l1.ts";
import { squaredEpsilonInsensitive } from "./regression/squared-epsilon-insensitive.ts";
import { tukeyBiweight } from "./regression/tukey-biweight.ts";
import { welsch } from "./regression/welsch.ts";

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
  // classification
  crossEntropy,
  nll,
  bce,
  bceWithLogits,
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
