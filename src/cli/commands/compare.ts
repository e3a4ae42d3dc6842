import { UsageError } from "../../core/errors.ts";
import type { Loss } from "../../core/loss.ts";
import { compare as compareRows } from "../../engine/compare.ts";
import type { LossResult } from "../../engine/run.ts";
import { losses } from "../../losses/index.ts";
import { beside } from "../../readers/beside.ts";
import { type Input, openInput } from "../../readers/index.ts";
import { Paired } from "../../reducers/paired.ts";
import { type Comparison, comparisonText } from "../../writers/comparison.ts";
import { type OutputFormat, ReaderGone } from "../../writers/index.ts";
import { REDUCERS } from "../evaluate.ts";
import type { Host } from "../host.ts";
import { takeApart, withNamed } from "../named-params.ts";
import { findLosses } from "../names.ts";
import { computeOptions, nameOf, type OptionFacts } from "../options.ts";
import { openSink, outputLook, refuseOverwriting, tellWarnings, warningLine } from "../output.ts";
import { makePlan, type Plan } from "../plan.ts";
import type { RawOptions } from "../program.ts";
import { Progress } from "../progress.ts";
import { signatureOf } from "../signature.ts";
import { type ComparisonOptions, checkComparison } from "../validate.ts";
import type { Subcommand } from "./command.ts";

const group = "Comparison:";

const OWN: readonly OptionFacts[] = [
  {
    flags: "--pred-b <columns>",
    about: "columns of B's predictions, where they differ from A's --pred",
    group,
  },
  { flags: "--confidence <x>", about: "of the intervals (between 0 and 1; default: 0.95)", group },
  { flags: "--resamples <n>", about: "draws of the bootstrap (at least 100; default: 5000)", group },
  { flags: "--seed <n>", about: "of the draws: the same seed gives the same interval (default: 0)", group },
  { flags: "--top <k>", about: "rows that changed most to show (default: 5)", group },
  {
    flags: "--max-increase <x>",
    about: "exit with status 1 if the whole bootstrap interval of B - A lies above x",
    group,
  },
];

/** Options of a computation that mean nothing here. */
const LEFT_OUT =
  /--(?:per-sample|grad|threads|max|min|quiet|rejects|every|group-by|worst|show|stats|histogram|keep|print-schema|help|version)\b/;

/** `loss compare`. */
export const compare: Subcommand = {
  about:
    "Two predictions of the same targets, row by row: both losses, their difference (B - A, so that more is worse), " +
    "whether noise explains it, and the rows that changed most. A and B are files that hold every role each; or hold " +
    "predictions only, with TARGET as a third; or one file, with --pred and --pred-b. Rows pair up in order, or by --on.",
  options: [...OWN, ...computeOptions(losses).filter(({ flags }) => !LEFT_OUT.test(flags))],
  operands: ["losses", "file"],
  examples: [
    "loss compare mae fixtures/data/diabetes.csv -t y_true -p y_pred --pred-b q50",
    "loss compare mae fixtures/data/diabetes.csv --pred-b q50 --max-increase 5",
  ],
  async run({ operands, options }, host) {
    const [names, a, ...rest] = operands;
    if (names === undefined || a === undefined)
      throw new UsageError("loss compare takes losses and two inputs", {
        hint: "loss compare mse A B; loss compare --help explains",
      });
    const apart = takeApart(names);
    const chosen = findLosses(apart.names, losses);
    const { own, common } = separate(withNamed(apart, chosen, options));
    const settings = checkComparison(own);
    const plans = await plansOf(chosen, [a, ...rest], common, settings.pred_b);
    return await run(plans, settings, host);
  },
};

/** The options of comparing, apart from those of computing. */
function separate(options: RawOptions): { own: RawOptions; common: RawOptions } {
  const names = new Set(OWN.map(nameOf));
  const part = (wanted: boolean): RawOptions =>
    Object.fromEntries(Object.entries(options).filter(([name]) => names.has(name) === wanted));
  return { own: part(true), common: part(false) };
}

type Plans = readonly [Plan, Plan];

/** A plan for each side: two inputs, two and the targets, or one with two predictions. */
async function plansOf(
  chosen: readonly Loss[],
  operands: readonly string[],
  options: RawOptions,
  predB: string | undefined,
): Promise<Plans> {
  const [a = "", b, target, ...others] = operands;
  if (others.length > 0) throw new UsageError("loss compare takes A, B and at most TARGET");
  if (b === undefined && predB === undefined)
    throw new UsageError("loss compare needs two predictions", {
      hint: "a second input, or --pred-b for other columns of the same one",
    });
  if (operands.filter((operand) => operand === "-").length > 0 && (b === undefined || target === "-"))
    throw new UsageError("standard input can be read once only");
  const shared = target === undefined ? [] : [target];
  const other = predB === undefined ? options : { ...options, pred: predB };
  const planB = await makePlan(chosen, [b ?? a, ...shared], other, losses);
  return [
    await makePlan(chosen, [a, ...shared], options, losses),
    predB === undefined ? planB : { ...planB, input: namedB(planB.input) },
  ];
}

/** Messages about the columns of the second prediction name the option that picked them. */
const namedB = (input: Plan["input"]): Plan["input"] => ({
  ...input,
  requests: input.requests.map((one) => (one.role === "pred" ? { ...one, option: "--pred-b" } : one)),
});

async function run(plans: Plans, settings: ComparisonOptions, host: Host): Promise<number> {
  const [plan] = plans;
  if (plan.run.losses.some(({ reduction }) => reduction === "none"))
    throw new UsageError("loss compare compares reduced values; --reduction none gives none");
  const { format } = plan.output;
  refuseOverwriting(
    "--output",
    plan.output.file,
    plans.flatMap(({ input }) => input.operands),
  );
  const progress = new Progress(host);
  const open = async ({ input }: Plan): Promise<Input> =>
    await openInput(input, {
      stdin: () => host.stdin.stream(),
      rereadable: false,
      beside: true,
      progress: (bytes) => progress.add(bytes),
    });
  const [a, b] = [await open(plans[0]), await open(plans[1])];
  const size = a.size === undefined || b.size === undefined ? undefined : a.size + b.size;
  progress.start({ name: `${a.name}, ${b.name}`, size, passes: 1, streams: false });
  const sink = await openSink(plan, host, settings.max_increase !== undefined);
  host.onInterrupt(() => {
    progress.stop();
    sink.abort();
    a.discard();
    b.discard();
  });
  try {
    const paired = plan.run.losses.map(
      ({ reduction }) => new Paired({ reduction, most: settings.top, seed: settings.seed }),
    );
    const results = await compareRows(
      plan.run,
      [a, b],
      beside(a, b, plan.input.skipMissing),
      REDUCERS,
      (one, other) => {
        for (const [i, pair] of paired.entries()) pair.add(one, other, i);
      },
    );
    progress.stop();
    tellWarnings(results.flat(), plan, host);
    const comparisons = paired.map((pair, i) =>
      comparisonOf(
        pair,
        [results[0][i]!, results[1][i]!],
        [labelOf(plans[0]), labelOf(plans[1])],
        plan,
        settings,
      ),
    );
    const { style } = await outputLook(plan, host);
    await sink.write(comparisonText(comparisons, format as OutputFormat, style));
    await sink.end();
    return tellIncreases(comparisons, settings, host);
  } catch (error) {
    progress.stop();
    sink.abort();
    if (error instanceof ReaderGone) return 0;
    throw error;
  } finally {
    a.discard();
    b.discard();
  }
}

/** What a side is called: its file, and the columns where they were chosen. */
function labelOf({ input }: Plan): string {
  const [operand = "-"] = input.operands;
  const name = operand === "-" ? "stdin" : operand;
  const selector = input.requests.find(({ role }) => role === "pred")?.selector;
  return selector === undefined ? name : `${name} ${selector}`;
}

function comparisonOf(
  paired: Paired,
  [a, b]: readonly [LossResult, LossResult],
  [nameA, nameB]: readonly [string, string],
  plan: Plan,
  { confidence, resamples, seed }: ComparisonOptions,
): Comparison {
  const { difference, standardError, degrees, t, bootstrap, exact, better, changed } = paired.result(
    resamples,
    confidence,
  );
  const warnings = plan.warnings === "hide" ? [] : [...a.warnings, ...b.warnings].map(warningLine);
  return {
    loss: a.loss.name,
    params: a.params,
    reduction: a.reduction,
    a: { name: nameA, value: a.value ?? Number.NaN },
    b: { name: nameB, value: b.value ?? Number.NaN },
    difference,
    standard_error: standardError,
    confidence,
    t: { ...t, degrees_of_freedom: degrees },
    bootstrap: { ...bootstrap, resamples, seed, drawn: exact ? "rows" : "buckets" },
    better,
    changed: changed.map((row) => ({ ...row, difference: row.b - row.a })),
    samples: a.samples,
    ignored: a.ignored,
    skipped: a.skipped,
    warnings: [...new Set(warnings)],
    signature: signatureOf(a, plan),
  };
}

/** Status 1 where a loss rose by more than is allowed, and chance does not explain it; NaN allows nothing. */
function tellIncreases(
  comparisons: readonly Comparison[],
  { max_increase: most, confidence }: ComparisonOptions,
  host: Host,
): number {
  if (most === undefined) return 0;
  const risen = comparisons.filter(({ bootstrap: { low } }) => !(low <= most));
  for (const { loss, difference, bootstrap } of risen)
    host.stderr.write(
      `loss: ${loss} rose by ${difference}, with ${confidence * 100} % confidence by more than ${bootstrap.low}, not at most ${most} (--max-increase)\n`,
    );
  return risen.length > 0 ? 1 : 0;
}
