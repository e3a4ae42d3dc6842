import type { Loss } from "../../core/loss.ts";
import { circle } from "./circle.ts";
import { contrastive } from "./contrastive.ts";
import { cosineDistance } from "./cosine-distance.ts";
import { cosineEmbedding } from "./cosine-embedding.ts";
import { hingeEmbedding } from "./hinge-embedding.ts";
import { infoNce } from "./info-nce.ts";
import { ntxent } from "./ntxent.ts";
import { tripletMargin } from "./triplet-margin.ts";
import { tripletMarginWithDistance } from "./triplet-margin-with-distance.ts";

export const embedding: readonly Loss[] = [
  hingeEmbedding,
  contrastive,
  cosineEmbedding,
  cosineDistance,
  tripletMargin,
  tripletMarginWithDistance,
  ntxent,
  infoNce,
  circle,
];
