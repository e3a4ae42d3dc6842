import type { Loss } from "../../core/loss.ts";
import { cauchy } from "./cauchy.ts";
import { epsilonInsensitive } from "./epsilon-insensitive.ts";
import { expectile } from "./expectile.ts";
import { fair } from "./fair.ts";
import { gemanMcclure } from "./geman-mcclure.ts";
import { halfSquaredError } from "./half-squared-error.ts";
import { huber } from "./huber.ts";
import { l1 } from "./l1.ts";
import { l2 } from "./l2.ts";
import { logCosh } from "./log-cosh.ts";
import { logLinQuantile } from "./log-lin-quantile.ts";
import { lq } from "./lq.ts";
import { mae } from "./mae.ts";
import { mape } from "./mape.ts";
import { maxError } from "./max-error.ts";
import { medianAbsoluteError } from "./median-absolute-error.ts";
import { mse } from "./mse.ts";
import { msle } from "./msle.ts";
import { multiQuantile } from "./multi-quantile.ts";
import { numErrors } from "./num-errors.ts";
import { pseudoHuber } from "./pseudo-huber.ts";
import { quantile } from "./quantile.ts";
import { rmse } from "./rmse.ts";
import { rmsle } from "./rmsle.ts";
import { smape } from "./smape.ts";
import { smoothL1 } from "./smooth-l1.ts";
import { softL1 } from "./soft-l1.ts";
import { squaredEpsilonInsensitive } from "./squared-epsilon-insensitive.ts";
import { tukeyBiweight } from "./tukey-biweight.ts";
import { welsch } from "./welsch.ts";

export const regression: readonly Loss[] = [
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
  multiQuantile,
  logLinQuantile,
  expectile,
  epsilonInsensitive,
  squaredEpsilonInsensitive,
  mape,
  smape,
  msle,
  numErrors,
  rmse,
  rmsle,
  medianAbsoluteError,
  maxError,
];
