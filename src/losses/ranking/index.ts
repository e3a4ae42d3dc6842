import type { Loss } from "../../core/loss.ts";
import { coverageError } from "./coverage-error.ts";
import { labelRanking } from "./label-ranking.ts";
import { marginRanking } from "./margin-ranking.ts";
import { pairLogit } from "./pair-logit.ts";
import { queryCrossEntropy } from "./query-cross-entropy.ts";
import { queryRmse } from "./query-rmse.ts";
import { rankingSoftmax } from "./ranking-softmax.ts";

export const ranking: readonly Loss[] = [
  marginRanking,
  pairLogit,
  rankingSoftmax,
  queryRmse,
  queryCrossEntropy,
  labelRanking,
  coverageError,
];
