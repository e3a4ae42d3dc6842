import { formatMessage, LossError, UsageError } from "../core/errors.ts";
import { reason } from "../core/system-error.ts";
import type { LossResult, Warning } from "../engine/run.ts";
import { isInline } from "../readers/index.ts";
import { descriptorSink, fileSink, ReaderGone, type Sink, type Style } from "../writers/index.ts";
import type { Host } from "./host.ts";
import type { Plan } from "./plan.ts";
import { columnsOf, PLAIN, showsUnicode, styleFor } from "./terminal.ts";
import { isSameFile } from "./whole-file.ts";

/** Throws where an option's file is an input, which it would be written over. */
export function refuseOverwriting(
  option: string,
  file: string | undefined,
  operands: readonly string[],
): void {
  if (file === undefined) return;
  for (const operand of operands) {
    if (operand !== "-" && !isInline(operand) && isSameFile(file, operand))
      throw new UsageError(`${option} ${file} is an input`);
  }
}

/** Colours, width and characters, which only text has; so only text asks what standard output is. */
export async function outputLook(
  { output }: Pick<Plan, "output">,
  host: Host,
): Promise<{ style: Style; width: number | undefined; ascii: boolean }> {
  if (output.format !== "text") return { style: PLAIN, width: undefined, ascii: true };
  const terminal = output.file === undefined && host.stdout.isTTY;
  return {
    style: await styleFor(host, terminal),
    width: output.file === undefined ? columnsOf(host, host.stdout) : undefined,
    ascii: !showsUnicode(host.env),
  };
}

/** Where results go; `limited`: a threshold is decided even where nobody reads them. */
export async function openSink(
  { output }: Pick<Plan, "output">,
  host: Host,
  limited: boolean,
): Promise<Sink> {
  if (output.file !== undefined) return await fileSink(output.file, reason);
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

/** A warning as one line. */
export const warningLine = ({ message, place }: Warning): string => formatMessage(message, place);

/** Says on stderr what looks wrong, each once; throws the first where warnings are errors. */
export function tellWarnings(
  results: readonly LossResult[],
  { warnings }: Pick<Plan, "warnings">,
  host: Host,
): void {
  const [first] = results.flatMap((result) => result.warnings);
  if (!first || warnings === "hide") return;
  if (warnings === "refuse") throw new LossError(3, first.message, { place: first.place, hint: "--strict" });
  const told = new Set(results.flatMap((result) => result.warnings.map(warningLine)));
  for (const warning of told) host.stderr.write(`loss: warning: ${warning}\n`);
}
