import { reason } from "../core/system-error.ts";
import type { LossResult, Running } from "../engine/run.ts";
import { createWriter, ReaderGone, type Summary, type Writer } from "../writers/index.ts";
import { openEvaluation } from "./evaluate.ts";
import type { Host } from "./host.ts";
import { brokenLimits } from "./limits.ts";
import { openSink, outputLook, refuseOverwriting, tellWarnings, warningLine } from "./output.ts";
import type { Plan } from "./plan.ts";
import { signatureOf } from "./signature.ts";
import type { Splitting } from "./threads.ts";

/** Runs a plan: reads, computes, writes. Gives the exit status. */
export async function compute(plan: Plan, host: Host, splitting?: Splitting): Promise<number> {
  refuseOverwriting("--output", plan.output.file, plan.input.operands);
  refuseOverwriting("--rejects", plan.rejects?.file, plan.input.operands);
  const rejects =
    plan.rejects && new (await import("./rejects.ts")).RejectsFile(plan.rejects, host.stdout.fd);
  const evaluation = await openEvaluation(plan, host, { splitting, rejects });
  const limited = plan.limits.max !== undefined || plan.limits.min !== undefined;
  const sink = await openSink(plan, host, limited);
  const writer = createWriter(plan.output.format, {
    sink,
    perSample: plan.output.perSample,
    grad: plan.output.grad,
    every: plan.every !== undefined,
    explain: reason,
    ...(await outputLook(plan, host)),
  });
  const abort = (): void => {
    evaluation.stop();
    writer.abort();
    sink.abort();
  };
  host.onInterrupt(() => {
    abort();
    evaluation.discard();
  });
  try {
    const insights = plan.insight && (await import("./insights.ts")).openInsights(plan.run, plan.insight);
    const running = plan.every === undefined ? undefined : { every: plan.every, tell: tellRunning(writer) };
    const results = await evaluation.run(writer, { observers: insights?.observers, running });
    await rejects?.conclude(undefined);
    tellWarnings(results, plan, host);
    await writer.finish(
      results.map((result, i) => ({ ...summaryOf(result, plan), ...insights?.of(result, i) })),
    );
    await sink.end();
    const broken = results.flatMap(({ loss, value }) =>
      value === undefined ? [] : brokenLimits(loss.name, value, plan.limits, "--"),
    );
    for (const message of broken) host.stderr.write(`loss: ${message}\n`);
    return broken.length === 0 ? 0 : 1;
  } catch (error) {
    abort();
    // whoever read the results has seen enough
    if (error instanceof ReaderGone) return 0;
    throw rejects ? await rejects.conclude(error) : error;
  } finally {
    evaluation.discard();
  }
}

/** Has a writer say what has come of the rows so far. */
const tellRunning =
  (writer: Writer): Running["tell"] =>
  async (rows, results) =>
    await writer.running?.(
      rows,
      results.map(({ loss, value }) => ({ loss: loss.name, value: value ?? Number.NaN })),
    );

function summaryOf(result: LossResult, plan: Plan): Summary {
  const { loss, warnings, ...rest } = result;
  return {
    ...rest,
    loss: loss.name,
    warnings: plan.warnings === "hide" ? [] : warnings.map(warningLine),
    signature: signatureOf(result, plan),
  };
}
