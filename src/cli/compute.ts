import { statSync } from "node:fs";
import { formatMessage, LossError, UsageError } from "../core/errors.ts";
import { reason } from "../core/system-error.ts";
import type { LossResult, Warning } from "../engine/run.ts";
import { isInline } from "../readers/index.ts";
import {
  createWriter,
  descriptorSink,
  fileSink,
  ReaderGone,
  type Sink,
  type Style,
  type Summary,
} from "../writers/index.ts";
import { openEvaluation } from "./evaluate.ts";
import type { Host } from "./host.ts";
import type { Plan } from "./plan.ts";
import { signatureOf } from "./signature.ts";
import { columnsOf, PLAIN, styleFor } from "./terminal.ts";
import type { Splitting } from "./threads.ts";

/** Runs a plan: reads, computes, writes. Gives the exit status. */
export async function compute(plan: Plan, host: Host, splitting?: Splitting): Promise<number> {
  refuseOverwriting(plan);
  const evaluation = await openEvaluation(plan, host, splitting);
  const limited = plan.limits.max !== undefined || plan.limits.min !== undefined;
  const sink = await openSink(plan, host, limited);
  const writer = createWriter(plan.output.format, {
    sink,
    perSample: plan.output.perSample,
    grad: plan.output.grad,
    explain: reason,
    ...(await lookOf(plan, host)),
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
    const results = await evaluation.run(writer);
    tellWarnings(results, plan, host);
    await writer.finish(results.map((result) => summaryOf(result, plan)));
    await sink.end();
    const broken = results.flatMap((result) => brokenLimits(result, plan.limits));
    for (const message of broken) host.stderr.write(`loss: ${message}\n`);
    return broken.length === 0 ? 0 : 1;
  } catch (error) {
    abort();
    // whoever read the results has seen enough
    if (error instanceof ReaderGone) return 0;
    throw error;
  } finally {
    evaluation.discard();
  }
}

/** Colours and width, which only text has; so only text asks what standard output is. */
async function lookOf({ output }: Plan, host: Host): Promise<{ style: Style; width: number | undefined }> {
  if (output.format !== "text") return { style: PLAIN, width: undefined };
  const terminal = output.file === undefined && host.stdout.isTTY;
  return {
    style: await styleFor(host, terminal),
    width: terminal ? columnsOf(host, host.stdout) : undefined,
  };
}

async function openSink(plan: Plan, host: Host, limited: boolean): Promise<Sink> {
  if (plan.output.file !== undefined) return await fileSink(plan.output.file, reason);
  const sink = descriptorSink(host.stdout.fd, "stdout", reason);
  return limited ? deafSink(sink) : sink;
}

/** Goes on without a reader: a threshold is still to be decided. */
function deafSink(sink: Sink): Sink {
  let gone = false;
  return {
    ...sink,
    async write(text) {
      if (gone) return;
      try {
        await sink.write(text);
      } catch (error) {
        if (!(error instanceof ReaderGone)) throw error;
        gone = true;
      }
    },
  };
}

function refuseOverwriting({ output, input }: Plan): void {
  if (output.file === undefined) return;
  const target = statSync(output.file, { throwIfNoEntry: false });
  if (!target?.isFile()) return;
  for (const operand of input.operands) {
    if (operand === "-" || isInline(operand)) continue;
    const source = statSync(operand, { throwIfNoEntry: false });
    if (source && source.ino === target.ino && source.dev === target.dev)
      throw new UsageError(`--output ${output.file} is an input`);
  }
}

const line = ({ message, place }: Warning): string => formatMessage(message, place);

function tellWarnings(results: readonly LossResult[], { warnings }: Plan, host: Host): void {
  const [first] = results.flatMap((result) => result.warnings);
  if (!first || warnings === "hide") return;
  if (warnings === "refuse") throw new LossError(3, first.message, { place: first.place, hint: "--strict" });
  const told = new Set(results.flatMap((result) => result.warnings.map(line)));
  for (const warning of told) host.stderr.write(`loss: warning: ${warning}\n`);
}

function summaryOf(result: LossResult, plan: Plan): Summary {
  const { loss, warnings, ...rest } = result;
  return {
    ...rest,
    loss: loss.name,
    warnings: plan.warnings === "hide" ? [] : warnings.map(line),
    signature: signatureOf(result, plan),
  };
}

/** Why a result fails its thresholds; NaN holds none. */
function brokenLimits({ loss, value }: LossResult, { max, min }: Plan["limits"]): string[] {
  if (value === undefined) return [];
  const broken: string[] = [];
  if (max !== undefined && !(value <= max))
    broken.push(`${loss.name} is ${value}, not at most ${max} (--max)`);
  if (min !== undefined && !(value >= min))
    broken.push(`${loss.name} is ${value}, not at least ${min} (--min)`);
  return broken;
}
