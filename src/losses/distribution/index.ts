import type { Loss } from "../../core/loss.ts";
import { gammaDeviance } from "./gamma-deviance.ts";
import { gammaNll } from "./gamma-nll.ts";
import { gaussianNll } from "./gaussian-nll.ts";
import { gaussianNllLogSigma } from "./gaussian-nll-log-sigma.ts";
import { generalizedKl } from "./generalized-kl.ts";
import { jsDivergence } from "./js-divergence.ts";
import { klDiv } from "./kl-div.ts";
import { laplaceNll } from "./laplace-nll.ts";
import { negativeBinomialNll } from "./negative-binomial-nll.ts";
import { poissonDeviance } from "./poisson-deviance.ts";
import { poissonNll } from "./poisson-nll.ts";
import { tweedieDeviance } from "./tweedie-deviance.ts";
import { tweedieNll } from "./tweedie-nll.ts";

export const distribution: readonly Loss[] = [
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
