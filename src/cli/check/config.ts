import { dirname, isAbsolute, join } from "node:path";
import type * as z from "zod";
import { type LossError, UsageError } from "../../core/errors.ts";
import type { Loss } from "../../core/loss.ts";
import { checkOperands, isInline } from "../../readers/index.ts";
import type { JsonPath } from "../../readers/json-text.ts";
import { findLoss } from "../names.ts";
import { makePlan, type Plan } from "../plan.ts";
import type { RawOptions } from "../program.ts";
import { isSameFile } from "../whole-file.ts";
import { JsonDocument } from "./document.ts";
import { type CheckForm, columnsForm, configForm, paramsForm } from "./form.ts";

/** What must hold of a value. */
export type Limits = Pick<CheckForm, "max" | "min" | "max_increase" | "max_increase_percent">;

/** A named check, ready to run. */
export interface Check {
  readonly name: string;
  /** Where it stands in the config. */
  readonly line: number;
  readonly loss: string;
  readonly files: readonly string[];
  readonly plan: Plan;
  readonly limits: Limits;
  /** Reported, but without a say in the exit status. */
  readonly informational: boolean;
}

export interface Config {
  readonly file: string;
  /** The file of the baselines. */
  readonly baseline: string;
  readonly checks: readonly Check[];
}

/** Reads a config and plans its checks, each as the command line would; what is wrong with it has its place. */
export async function readConfig(file: string, losses: readonly Loss[]): Promise<Config> {
  const document = new JsonDocument(file, 2);
  const config = document.parse(configForm);
  // a name that objects have by themselves would get lost
  if (Object.hasOwn((document.value as z.infer<typeof configForm>).checks, "__proto__"))
    throw document.error(["checks", "__proto__"], "is no name for a check");
  const checks: Check[] = [];
  for (const [name, form] of Object.entries(config.checks))
    checks.push(await planCheck(name, form, document, losses));
  const baseline = config.baseline === undefined ? basePath(file) : beside(file, config.baseline);
  if ([file, ...checks.flatMap(({ files }) => files)].some((other) => isSameFile(baseline, other)))
    throw document.error(["baseline"], "is the config itself, or what a check reads");
  return { file, baseline, checks };
}

/** `loss.baseline.json` for `loss.json`. */
const basePath = (file: string): string => `${file.replace(/\.json$/i, "")}.baseline.json`;

/** A path in a config is relative to the config's folder; it is no inline value and no option, whatever its name. */
function beside(config: string, path: string): string {
  const joined = isAbsolute(path) ? path : join(dirname(config), path);
  return isInline(joined) || joined.startsWith("-") ? `./${joined}` : joined;
}

async function planCheck(
  name: string,
  form: CheckForm,
  document: JsonDocument,
  all: readonly Loss[],
): Promise<Check> {
  const path = ["checks", name];
  const { file, files, loss: given, params = {}, columns = {}, informational = false } = form;
  const { max, min, max_increase, max_increase_percent } = form;
  const limits = { max, min, max_increase, max_increase_percent };
  if (!file === !files)
    throw document.error(path, files ? "file and files exclude each other" : "file is missing");
  const paths = (files ?? [file!]).map((one) => beside(document.file, one));
  if (!informational && Object.values(limits).every((limit) => limit === undefined))
    throw document.error(
      path,
      "nothing must hold: give max, min, max_increase or max_increase_percent",
      'or "informational": true',
    );
  if (max !== undefined && min !== undefined && min > max)
    throw document.error([...path, "min"], `${min} is above max, ${max}`);
  const loss = attempt(
    () => findLoss(given, all),
    (error) => document.error([...path, "loss"], error.message, error.hint),
  );
  document.parse(paramsForm(loss), [...path, "params"], params);
  document.parse(columnsForm(loss), [...path, "columns"], columns);
  let plan: Plan;
  try {
    plan = await makePlan([loss], paths, optionsOf(form), all);
    checkOperands(plan.input, false);
  } catch (error) {
    throw error instanceof UsageError ? inConfig(error, form, path, document) : error;
  }
  const { line = 1 } = document.place(path);
  return { name, line, loss: loss.name, files: paths, plan, limits, informational };
}

function attempt<T>(action: () => T, wrong: (error: UsageError) => LossError): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof UsageError ? wrong(error) : error;
  }
}

/** What the command line would be given. */
function optionsOf(form: CheckForm): RawOptions {
  const { params = {}, columns = {}, classes } = form;
  const { like, reduction, sample_weight, on, missing, input_format, delimiter, header, strict, warnings } =
    form;
  const common = {
    like,
    reduction,
    sample_weight,
    on,
    missing,
    input_format,
    delimiter,
    header,
    strict,
    warnings,
  };
  const given = { ...common, classes: classes?.join(","), ...columns, ...params };
  return Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, typeof value === "boolean" ? value : String(value)]),
  );
}

/** A complaint about an option, as one about the key that stands for it. */
function inConfig(error: UsageError, form: CheckForm, path: JsonPath, document: JsonDocument): LossError {
  const message = inKeys(error.message);
  const [, key] = /^(\w+): /.exec(message) ?? [];
  if (key === undefined) return document.error(path, message, error.hint && inKeys(error.hint));
  const parent = key in (form.params ?? {}) ? ["params"] : key in (form.columns ?? {}) ? ["columns"] : [];
  return document.error(
    [...path, ...parent, key],
    message.slice(key.length + 2),
    error.hint && inKeys(error.hint),
  );
}

/** `label_smoothing` for `--label-smoothing`. */
const inKeys = (text: string): string =>
  text.replace(/--(?:no-)?([a-z][\w-]*)/g, (_, option: string) => option.replaceAll("-", "_"));
