import type { Shape } from "./batch.ts";
import { type AnyParamValues, applicable, defaultsOf, type Params, type ParamValues } from "./param.ts";

/** `batchmean` divides the sum by the number of rows; few losses have it. */
export const REDUCTIONS = ["none", "mean", "sum", "batchmean"] as const;
export type Reduction = (typeof REDUCTIONS)[number];

/** Those that at least one of some losses has. */
export function reductionsOf(losses: readonly Pick<Loss, "batchmean">[]): readonly Reduction[] {
  return REDUCTIONS.filter((how) => how !== "batchmean" || losses.some((loss) => loss.batchmean));
}

/**
 * One array that a loss takes.
 * - `real`: any number;
 * - `label`: a number between 0 and 1, for which `true` and `false` may stand;
 * - `class`: an index from 0, a class name, or a distribution over the classes, decided by shape.
 */
export interface Role {
  readonly kind: "real" | "label" | "class";
  /** Its rows are sequences, each as long as it is, of numbers or of vectors; its shape is that of an item. */
  readonly sequence?: "numbers" | "vectors";
  readonly about: string;
  /** Whether gradients by this role are given. */
  readonly grad?: boolean;
  /** Whether it takes part only where it is asked for; without it kernels find no values. */
  readonly optional?: boolean;
  /** Whether an infinity is a proper value, such as a bound that is not there. */
  readonly infinite?: boolean;
}

/** Values outside are an error; up to `slack` outside counts as rounding. NaN is always let through. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
  /** A lower bound that is itself outside. */
  readonly above?: number;
  readonly slack?: number;
  /** The only values there are, such as the labels -1 and 1. */
  readonly values?: readonly number[];
  readonly hint?: string;
}

/** What the shapes of one row's values amount to. */
export interface Layout {
  /** Shape of a row's unreduced loss. */
  readonly out: Shape;
  /** Number of classes, where the target holds class indices. */
  readonly classes?: number;
  /** Whether the kernel says what each loss counts for in the mean; on class indices it always does. */
  readonly counted?: boolean;
  /** The role by the length of whose sequence each row's loss is divided before the mean, if it has items. */
  readonly perItemOf?: string;
}

/** What a kernel is told besides the values. */
export interface Dims<R extends string = string> {
  readonly rows: number;
  readonly shapes: Readonly<Record<R, Shape>>;
  /** Of the roles whose rows are sequences: where each begins, and where the last ends. */
  readonly starts?: { readonly [K in R]?: Uint32Array | undefined };
  /** Sample weights, one a row, of a loss that takes them in itself. Rows with a loss each are weighted by the engine. */
  readonly weights?: Float64Array | undefined;
}

/** Where a kernel writes. Every cell of every array that is there must be written. */
export interface Output<R extends string = string> {
  /** Unreduced losses. */
  readonly loss: Float64Array;
  /** Gradients of the unreduced losses, for the roles that were asked for. */
  readonly grad: { readonly [K in R]?: Float64Array | undefined };
  /** What each loss counts for in the denominator of the mean, where the layout says that they differ; elsewhere it is 1. */
  readonly mass?: Float64Array | undefined;
}

type Values<R extends string> = Readonly<Record<R, Float64Array>>;

/** What a watch saw in a batch: how many rows, and where the first stands (-1 if none). */
interface Sighting {
  readonly count: number;
  readonly row: number;
  readonly cell: number;
}

/** Looks out for data that is valid but probably not what was meant. */
export interface Watch<R extends string = string> {
  /** Role whose values the sighting points at. */
  readonly role: R;
  /** `every`: worth a warning only if each row shows it; `any`: if one does; `never`: one row is an error. */
  readonly rows: "every" | "any" | "never";
  look(values: Values<R>, dims: Dims<R>): Sighting;
  /** The warning, from the number of rows that showed it and the number there are. */
  says(count: number, samples: number): string;
}

/**
 * Losses whose rows depend on each other are given all rows at once: `rows` still have a loss each, `value` comes to one
 * number, which its kernel writes as the only loss.
 */
export type Whole = "rows" | "value";

/** Parameters, and the reduction where a library has another one than its peers; one that reduces nothing has none. */
export type Preset<V = AnyParamValues> = Partial<V> & { readonly reduction?: Exclude<Reduction, "none"> };

interface Spec<R extends string, P extends Params> {
  /** Kebab-case, the standard term of the field. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly family: string;
  readonly summary: string;
  readonly formula: string;
  readonly gradient: string;
  /** What the mean is divided by. */
  readonly denominator: string;
  /** How it follows from other losses, and when it equals them. */
  readonly relations?: readonly string[];
  /** What users get wrong. */
  readonly notes?: readonly string[];
  /** Its name in other libraries. */
  readonly libraries: Readonly<Record<string, string>>;
  readonly reference: string;
  /** Arguments of a run on data that is shipped with the project. */
  readonly example: string;
  /** In the order of the operands. */
  readonly roles: Readonly<Record<R, Role>>;
  readonly params: P;
  /** Parameters that exclude each other. */
  readonly exclusive?: readonly (readonly (keyof P & string)[])[];
  /** The default reduction. */
  readonly reduction: Exclude<Reduction, "none">;
  /** Whether it has the reduction `batchmean` too. */
  readonly batchmean?: boolean;
  /** A sum of all losses that cannot be, and what it tells where nothing else explains it. */
  readonly doubtful?: { readonly below: number; readonly says: string };
  /** What gives a library's number, by the library's short name: torch, keras, sklearn, optax ... */
  readonly like?: Readonly<Record<string, Preset<ParamValues<NoInfer<P>>>>>;
  /** Whether it needs all rows at once, which may depend on its parameters. */
  whole?(params: ParamValues<P>): Whole | undefined;
  /**
   * Whether a loss of all rows takes in their sample weights: one number for all is weighted by its kernel; rows that have
   * a loss each depend on each other by them, so that the gradient of the weighted sum is each row's times its weight.
   */
  readonly weighted?: boolean;
  /** Turns parameters as given into those that the kernel takes. */
  resolve?(params: ParamValues<P>): ParamValues<P>;
  /** Checks the shapes of a row and says what comes out; throws an InputError. */
  layout(shapes: Readonly<Record<NoInfer<R>, Shape>>, params: ParamValues<P>): Layout;
  ranges?(params: ParamValues<P>): { readonly [K in NoInfer<R>]?: Range };
  watches?(params: ParamValues<P>, shapes: Readonly<Record<NoInfer<R>, Shape>>): readonly Watch<NoInfer<R>>[];
  kernel(
    values: Values<NoInfer<R>>,
    params: ParamValues<P>,
    out: Output<NoInfer<R>>,
    dims: Dims<NoInfer<R>>,
  ): void;
}

/** A loss with its parameters closed over: what the engine runs. */
export interface PreparedLoss {
  readonly params: AnyParamValues;
  readonly whole: Whole | undefined;
  layout(shapes: Readonly<Record<string, Shape>>): Layout;
  readonly ranges: Readonly<Record<string, Range | undefined>>;
  watches(shapes: Readonly<Record<string, Shape>>): readonly Watch[];
  kernel(values: Values<string>, out: Output, dims: Dims): void;
}

/** A loss: facts, and what they prepare. Past `defineLoss` all losses have this one type. */
export interface Loss
  extends Omit<
    Spec<string, Params>,
    "whole" | "resolve" | "layout" | "ranges" | "watches" | "kernel" | "exclusive" | "like"
  > {
  readonly like: Readonly<Record<string, Preset>>;
  readonly exclusive: readonly (readonly string[])[];
  /** Values for parameters that were given, already within their ranges; the others take their defaults. */
  prepare(given?: AnyParamValues): PreparedLoss;
}

export function defineLoss<R extends string, const P extends Params>(spec: Spec<R, P>): Loss {
  const { whole, resolve, layout, ranges, watches, kernel, exclusive = [], like = {}, ...facts } = spec;
  return {
    ...facts,
    exclusive,
    like: like as Readonly<Record<string, Preset>>,
    prepare(given = {}) {
      const all = applicable(spec.params, { ...defaultsOf(spec.params), ...given }) as ParamValues<P>;
      const params = resolve ? resolve(all) : all;
      return {
        params: Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined)),
        whole: whole?.(params),
        layout: (shapes) => layout(shapes as Record<R, Shape>, params),
        ranges: ranges?.(params) ?? {},
        watches: (shapes) => (watches?.(params, shapes as Record<R, Shape>) ?? []) as readonly Watch[],
        kernel: (values, out, dims) => kernel(values, params, out as Output<R>, dims),
      };
    },
  };
}

/** Roles by which a loss gives gradients, in their order. */
export function gradRoles(loss: Loss): string[] {
  return Object.keys(loss.roles).filter((role) => loss.roles[role]?.grad);
}
