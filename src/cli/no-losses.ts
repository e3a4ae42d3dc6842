interface Other {
  readonly names: string;
  readonly what: string;
  /** The losses that are near. */
  readonly near: string;
}

const RANKING = "ranking-softmax or pair-logit";

/** What libraries list beside their losses, though it is none, as `plain` names have it. */
const OTHERS: readonly Other[] = [
  {
    names: "lambdarank lambdamart rankndcg rankmap",
    what: "weights the gradients of a ranking loss by a metric, and has no value by itself",
    near: RANKING,
  },
  {
    names: "yetirank yetirankpairwise stochasticrank stochasticfilter xendcg rankxendcg",
    what: "takes the gradients of a ranking from random draws, and has no value by itself",
    near: RANKING,
  },
  {
    names: "ndcg dcg map meanaverageprecision averageprecision mrr err pfound precisionat recallat",
    what: "is a score of rankings, more is better, and no loss",
    near: RANKING,
  },
  {
    names: "auc rocauc rocaucscore queryauc normalizedgini aucpr prauc aucmu",
    what: "is a score of how pairs are ordered, more is better, and no loss",
    near: "label-ranking or pair-logit",
  },
  { names: "accuracy accuracyscore", what: "is 1 - zero-one", near: "zero-one" },
  { names: "r2 r2score", what: "is 1 - mse / variance of the targets, more is better", near: "mse" },
  {
    names: "f1 f1score fscore totalf1",
    what: "is a score of decisions, more is better",
    near: "zero-one or dice",
  },
];

/** What a name is that libraries have for something else than a loss. */
export const otherThanLoss = (plainName: string): Other | undefined =>
  OTHERS.find(({ names }) => names.split(" ").includes(plainName));
