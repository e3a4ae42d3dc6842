import { formatMessage, LossError } from "../../core/errors.ts";
import type { Host } from "../host.ts";
import { writeWhole } from "../whole-file.ts";
import { type Baseline, baselineText, type Entry, readBaseline } from "./baseline.ts";
import type { Measure, Verdict } from "./verdict.ts";

/** The baseline that is about to be replaced: one that cannot be understood is none. */
export function readReplaced(file: string, host: Host): Baseline | undefined {
  try {
    return readBaseline(file);
  } catch (error) {
    if (!(error instanceof LossError) || error.status !== 3) throw error;
    host.stderr.write(`loss: ${formatMessage(error.message, error.place)} (written anew)\n`);
    return undefined;
  }
}

/** Makes the values that were computed the baseline: all of them, or nothing where one could not be computed. */
export async function recordBaseline(
  { file, baseline: old = {} }: Measure,
  verdicts: readonly Verdict[],
  host: Host,
): Promise<void> {
  const missing = verdicts.filter(({ result }) => result === undefined).map(({ check }) => check.name);
  if (missing.length > 0) {
    host.stderr.write(`loss: ${file} is left as it was: ${missing.join(", ")} cannot be computed\n`);
    return;
  }
  const baseline = Object.fromEntries(
    verdicts.flatMap(({ check, result }) => (result ? [[check.name, entryOf(result)] as const] : [])),
  );
  await writeWhole(file, baselineText(baseline), host);
  host.stderr.write(`loss: ${file}: ${differences(old, baseline)}\n`);
}

const entryOf = ({ value, samples, signature, sha256 }: Entry): Entry => ({
  value,
  samples,
  signature,
  sha256,
});

/** `1 added, 2 changed, 3 as before, 1 dropped (iris)`. */
function differences(old: Baseline, baseline: Baseline): string {
  const names = Object.keys(baseline);
  const text = (all: Baseline, name: string): string => baselineText({ [name]: all[name]! });
  const kept = names.filter((name) => Object.hasOwn(old, name));
  const same = kept.filter((name) => text(old, name) === text(baseline, name));
  const dropped = Object.keys(old).filter((name) => !Object.hasOwn(baseline, name));
  const counts: readonly (readonly [number, string])[] = [
    [names.length - kept.length, "added"],
    [kept.length - same.length, "changed"],
    [same.length, "as before"],
    [dropped.length, `dropped, for there is no such check: ${dropped.join(", ")}`],
  ];
  return counts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}`)
    .join("; ");
}
