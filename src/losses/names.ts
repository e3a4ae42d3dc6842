// Generated from the losses' own records; `UPDATE_DOCS=1 npx vitest run test/docs.test.ts` writes it anew.

/** A loss a line: its name, then its aliases. */
export const NAMES = {
  regression: `
l1 lad lae least-absolute-deviations least-absolute-errors sum-of-absolute-errors sae
l2 lse least-squares least-squares-error sum-of-squares sum-of-squared-errors sse
mae mean-absolute-error L1Loss absolute-error absolute-difference regression-l1 reg:absoluteerror
mse mean-squared-error MSELoss squared-error l2-mean quadratic
smooth-l1 SmoothL1Loss fast-rcnn-loss
huber HuberLoss
half-squared-error l2-loss half-mse half-mean-squared-error reg:squarederror reg:linear regression regression-l2
pseudo-huber pseudo-huber-loss charbonnier reg:pseudohubererror mphe
log-cosh log-cosh-loss log-cosh-error
soft-l1 soft-l1-loss smooth-absolute-error
fair fair-loss
cauchy cauchy-loss lorentzian
welsch welsch-loss leclerc correntropy
geman-mcclure geman-mcclure-loss
tukey-biweight tukey biweight bisquare
lq lq-loss lp-loss power-loss
quantile pinball pinball-loss mean-pinball-loss quantile-loss quantile-error reg:quantileerror check-loss tilted-l1
multi-quantile multi-quantile-loss multi-pinball
log-lin-quantile log-linear-quantile
expectile expectile-loss reg:expectileerror asymmetric-squared-error asymmetric-least-squares
epsilon-insensitive epsilon-insensitive-loss svr-l1
squared-epsilon-insensitive squared-epsilon-insensitive-loss svr-l2
mape mean-absolute-percentage-error
smape symmetric-mape symmetric-mean-absolute-percentage-error
msle mean-squared-logarithmic-error mean-squared-log-error squared-log-error reg:squaredlogerror
num-errors number-of-errors
rmse root-mean-squared-error root-mean-square-error rmsd l2-root multi-rmse
rmsle root-mean-squared-log-error root-mean-squared-logarithmic-error
median-absolute-error medae median-ae
max-error maximum-error max-absolute-error worst-error
`,
  classification: `
cross-entropy ce CrossEntropyLoss softmax-cross-entropy softmax categorical-crossentropy sparse-categorical-crossentropy softmax-cross-entropy-with-integer-labels safe-softmax-cross-entropy multiclass-logistic-loss half-multinomial-loss multinomial multiclass multi:softmax multi:softprob mlogloss
nll NLLLoss NLLLoss2d NegativeLogLikelihoodLoss negative-log-likelihood
bce BCELoss binary-cross-entropy log-loss binary-logloss
bce-with-logits BCEWithLogitsLoss sigmoid-cross-entropy sigmoid-binary-cross-entropy binary-cross-entropy-with-logits binary-logistic binary:logistic binary:logitraw reg:logistic logistic binary binary-logistic-loss half-binomial-loss xentropy
sigmoid-focal sigmoid-focal-loss binary-focal binary-focal-crossentropy
categorical-focal categorical-focal-crossentropy softmax-focal
poly1-cross-entropy poly-loss poly-loss-cross-entropy poly1
generalized-cross-entropy gce categorical-generalized-cross-entropy
one-vs-all one-vs-rest ova ovr multiclass-one-vs-all multiclassova
brier brier-score brier-score-loss quadratic-score
brier-multiclass multiclass-brier multiclass-brier-score
cross-entropy-lambda xentlambda cross-entropy-intensity
multiclass-hinge multiclass-hinge-loss crammer-singer
categorical-hinge categorical-hinge-loss
multiclass-perceptron multiclass-perceptron-loss
multiclass-sparsemax multiclass-sparsemax-loss sparsemax
multi-margin MultiMarginLoss weston-watkins
multilabel-margin MultiLabelMarginLoss multilabel-hinge
multilabel-soft-margin MultiLabelSoftMarginLoss multi-cross-entropy
zero-one zero-one-loss misclassification error error-rate binary-error multi-error merror
hamming hamming-loss
`,
  margin: `
hinge hinge-loss binary-hinge binary-hinge-loss binary:hinge
squared-hinge l2-hinge hinge-squared
modified-huber modified-huber-loss
perceptron perceptron-loss
exponential ExponentialLoss adaboost
sparsemax-binary binary-sparsemax binary-sparsemax-loss sparsemax-loss
soft-margin SoftMarginLoss
`,
  embedding: `
hinge-embedding HingeEmbeddingLoss
contrastive contrastive-loss
cosine-embedding CosineEmbeddingLoss
cosine-distance cosine-similarity cosine-proximity cosine-loss cosine-similarity-loss
triplet-margin TripletMarginLoss triplet triplet-loss
triplet-margin-with-distance TripletMarginWithDistanceLoss
ntxent ntxent-loss simclr normalized-temperature-cross-entropy
info-nce infonce-loss contrastive-cross-entropy
circle circle-loss
`,
  ranking: `
margin-ranking MarginRankingLoss ranking-hinge
pair-logit ranknet pair-logit-pairwise rank-pairwise rank:pairwise pairwise-logistic
ranking-softmax listnet query-softmax ranking-softmax-loss
query-rmse
query-cross-entropy
label-ranking label-ranking-loss
coverage-error coverage
`,
  sequence: `
ctc CTCLoss connectionist-temporal-classification
`,
  segmentation: `
dice dice-loss soft-dice binary-dice-loss f1-loss
tversky tversky-loss
generalized-dice generalized-dice-loss generalised-dice gdl multiclass-generalized-dice-loss
`,
  box: `
giou generalized-box-iou generalized-box-iou-loss giou-loss
diou distance-box-iou distance-box-iou-loss diou-loss
ciou complete-box-iou complete-box-iou-loss ciou-loss
`,
  survival: `
aft aft-nloglik survival-aft survival:aft accelerated-failure-time
cox cox-nloglik survival-cox survival:cox cox-ph cox-partial-likelihood partial-likelihood
`,
  distribution: `
poisson-nll PoissonNLLLoss poisson poisson-loss half-poisson-loss count:poisson poisson-nloglik
poisson-deviance mean-poisson-deviance
gamma-nll gamma gamma-loss half-gamma-loss reg:gamma gamma-nloglik
gamma-deviance mean-gamma-deviance
tweedie-nll tweedie tweedie-loss half-tweedie-loss reg:tweedie tweedie-nloglik
tweedie-deviance mean-tweedie-deviance
negative-binomial-nll negative-binomial nb-nll
gaussian-nll GaussianNLLLoss heteroscedastic-gaussian
gaussian-nll-log-sigma rmse-with-uncertainty
laplace-nll laplace
kl-div KLDivLoss kl-divergence kl-divergence-with-log-targets kullback-leibler-divergence kullback-leibler kld relative-entropy
generalized-kl generalized-kl-divergence convex-kl-divergence i-divergence
js-divergence jensen-shannon jensen-shannon-divergence jsd
`,
};
