import { readFileSync } from "node:fs";
import { FileError, quote, UsageError } from "../core/errors.ts";
import type { Loss, Preset } from "../core/loss.ts";
import { type AnyParamValues, optionOf } from "../core/param.ts";
import { nearest } from "../core/suggest.ts";
import { reason } from "../core/system-error.ts";
import { type LossPlan, type RunPlan, SAMPLE_WEIGHT } from "../engine/run.ts";
import { LIBRARIES } from "../losses/libraries.ts";
import type { InputPlan, RoleRequest } from "../readers/index.ts";
import type { OutputFormat } from "../writers/index.ts";
import { asksOfRows, carriedRequests } from "./carried-requests.ts";
import { refuseConflicts, refuseEvery, refuseIdle, refuseRowsOfOneValue, refuseUnmet } from "./conflicts.ts";
import type { InsightPlan } from "./insight-plan.ts";
import { COMMON_NAMES } from "./options.ts";
import { plainOptions, plainParams } from "./plain.ts";
import type { RawOptions } from "./program.ts";
import type { Options } from "./validate.ts";

/** Everything that a run needs to know, as plain data. */
export interface Plan {
  readonly run: RunPlan;
  readonly input: InputPlan;
  readonly output: OutputPlan;
  /** Rows after each of which the value so far is told; undefined for only the whole. */
  readonly every: number | undefined;
  /** Where bad rows go, and how many at most; undefined where the first one is an error. */
  readonly rejects: { readonly file: string; readonly most: number } | undefined;
  readonly limits: { readonly max: number | undefined; readonly min: number | undefined };
  /** What is asked of the rows besides. */
  readonly insight: InsightPlan | undefined;
  readonly warnings: "show" | "hide" | "refuse";
  /** Undefined for as many as there are cores. */
  readonly threads: number | undefined;
}

export interface OutputPlan {
  readonly format: OutputFormat | "quiet";
  readonly file: string | undefined;
  readonly perSample: boolean;
  readonly grad: boolean;
}

/** What no option says. */
const DEFAULTS: Options = {
  missing: "error",
  per_sample: false,
  grad: false,
  format: "text",
  quiet: false,
  stats: false,
  histogram: false,
  keep: false,
  strict: false,
  warnings: true,
};

/** Turns a command line into a plan, checked once and for all. */
export async function makePlan(
  losses: readonly Loss[],
  operands: readonly string[],
  raw: RawOptions,
  all: readonly Loss[],
): Promise<Plan> {
  const { common, roles, params } = sortOptions(losses, raw, all);
  const plain = plainOptions(common);
  const options: Options = plain
    ? { ...DEFAULTS, ...plain }
    : (await import("./validate.ts")).checkOptions(common, losses);
  refuseConflicts(options, losses);
  refuseIdle(options, losses, operands);
  const plans: LossPlan[] = [];
  for (const loss of losses) {
    const { reduction = loss.reduction, ...preset } = presetOf(loss, options.like);
    const own = await givenParams(loss, params);
    const given = { ...preset, ...own };
    refuseUnmet(loss, own, given);
    const optional = optionalRoles(loss, roles, operands);
    const remarks = remarksOn(loss, options.like);
    plans.push({ loss, given, reduction: options.reduction ?? reduction, optional, remarks });
  }
  refuseRowsOfOneValue(plans, options);
  if (options.every !== undefined) refuseEvery(plans, options);
  const insight = asksOfRows(options)
    ? (await import("./insight-plan.ts")).planInsight(options, plans)
    : undefined;
  const { quiet, per_sample: perSample, grad } = options;
  const format = quiet ? "quiet" : options.format;
  const unreduced = options.reduction === "none";
  return {
    run: {
      losses: plans,
      grad,
      rows: perSample || grad || unreduced,
      sampleWeight: options.sample_weight,
    },
    input: {
      operands,
      requests: [...requestsOf(plans, roles, options), ...carriedRequests(options)],
      format: options.input_format,
      delimiter: options.delimiter,
      header: options.header,
      classes: options.classes?.split(",").map((name) => name.trim()),
      skipMissing: options.missing === "skip",
    },
    output: { format, file: options.output === "-" ? undefined : options.output, perSample, grad },
    insight,
    every: options.every,
    rejects:
      options.rejects === undefined
        ? undefined
        : { file: options.rejects, most: options.max_errors ?? MOST_REJECTS },
    limits: { max: options.max, min: options.min },
    warnings: options.strict ? "refuse" : options.warnings ? "show" : "hide",
    threads: options.threads,
  };
}

interface Sorted {
  readonly common: RawOptions;
  readonly roles: RawOptions;
  readonly params: RawOptions;
}

/** Which options are of the losses at hand; others are an error that says whose they are. */
function sortOptions(losses: readonly Loss[], raw: RawOptions, all: readonly Loss[]): Sorted {
  const sorted: Record<keyof Sorted, Record<string, string | boolean | undefined>> = {
    common: {},
    roles: {},
    params: {},
  };
  for (const [name, value] of Object.entries(raw)) {
    if (COMMON_NAMES.has(name)) sorted.common[name] = value;
    else if (losses.some(({ roles }) => name in roles)) sorted.roles[name] = value;
    else if (losses.some(({ params }) => name in params)) sorted.params[name] = value;
    else {
      const owners = all
        .filter(({ params, roles }) => name in params || name in roles)
        .map((loss) => loss.name);
      const names = losses.map((loss) => loss.name).join(" and ");
      throw new UsageError(`${names} ${losses.length > 1 ? "take" : "takes"} no ${optionOf(name)}`, {
        hint: `${owners.slice(0, 4).join(", ")} ${owners.length > 1 ? "do" : "does"}`,
      });
    }
  }
  return sorted;
}

/** Bad rows that are collected where nobody says how many. */
const MOST_REJECTS = 1000;

/** A library's choices for a loss; a loss on which it agrees with all others has none. */
function presetOf(loss: Loss, library: string | undefined): Preset {
  if (library === undefined) return {};
  if (!LIBRARIES.has(library)) {
    const near = nearest(library, LIBRARIES.keys());
    throw new UsageError(`--like: ${quote(library)} is no library that is known here`, {
      hint: near.length > 0 ? `did you mean ${near.join(" or ")}?` : [...LIBRARIES.keys()].join(", "),
    });
  }
  return loss.like[library] ?? {};
}

/** What is to be said of a preset that there is none of, for the library has no such loss. */
function remarksOn({ name, libraries }: Loss, library: string | undefined): string[] {
  const title = library && LIBRARIES.get(library);
  if (!title || title in libraries) return [];
  return [
    `--like ${library} sets nothing: no ${name} of ${title} is known here; loss show ${name} lists whose are`,
  ];
}

/** Optional roles that take part: those whose columns are given, or all where each role has an input. */
function optionalRoles({ roles }: Loss, given: RawOptions, operands: readonly string[]): string[] {
  const all = Object.entries(roles);
  const optional = all.filter(([, facts]) => facts.optional).map(([role]) => role);
  return optional.filter((role) => given[role] !== undefined || operands.length === all.length);
}

async function givenParams(loss: Loss, params: RawOptions): Promise<AnyParamValues> {
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(params)) {
    const param = loss.params[name];
    if (!param) continue;
    given[name] = param.kind === "numbers" && typeof value === "string" ? numbersOf(name, value) : value;
  }
  return plainParams(loss, given) ?? (await import("./validate.ts")).checkParams(loss, given);
}

/** `1,2,3`, or `@file` with numbers between commas, blanks or brackets. */
function numbersOf(name: string, text: string): string[] {
  if (!text.startsWith("@")) return text.split(",").map((part) => part.trim());
  const file = text.slice(1);
  const numbers = readText(name, file)
    .split(/[\s,[\]]+/)
    .filter((part) => part !== "");
  if (numbers.length === 0) throw new UsageError(`${optionOf(name)}: ${quote(file)} has no numbers`);
  return numbers;
}

function readText(name: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const place = { source: file, subject: optionOf(name) };
    throw new FileError(`cannot be read: ${reason(error)}`, { place, cause: error });
  }
}

/** The roles of all losses, each once; losses that are computed together read the same arrays. */
function requestsOf(
  plans: readonly LossPlan[],
  roles: RawOptions,
  { classes, sample_weight: sampleWeight }: Options,
): RoleRequest[] {
  const requests = new Map<string, RoleRequest>();
  const losses = plans.map(({ loss }) => loss);
  const byClass = losses.some((loss) => Object.values(loss.roles).some(({ kind }) => kind === "class"));
  for (const { loss, optional: asked = [] } of plans) {
    for (const [role, { kind: own, sequence, optional = false }] of Object.entries(loss.roles)) {
      if (optional && !asked.includes(role)) continue;
      // labels that have names are read as the classes 0 and 1
      const kind = own === "label" && classes !== undefined ? "class" : own;
      const other = requests.get(role);
      const differs = other && other.kind !== kind && [other.kind, kind].includes("class");
      if (differs || (other && other.sequence !== sequence))
        throw new UsageError(
          `${losses[0]!.name} and ${loss.name} read ${role} in different ways; compute them one by one`,
        );
      const selector = roles[role];
      if (!other)
        requests.set(role, {
          role,
          kind,
          ...(sequence && { sequence }),
          byClass,
          selector: typeof selector === "string" ? selector : undefined,
          // a column that was asked for may stand in any file
          optional: optional && selector !== undefined,
        });
    }
  }
  if (sampleWeight !== undefined)
    requests.set(SAMPLE_WEIGHT, {
      role: SAMPLE_WEIGHT,
      kind: "real",
      selector: sampleWeight,
      optional: true,
    });
  return [...requests.values()];
}
