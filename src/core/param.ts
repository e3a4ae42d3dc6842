/** What all parameters of a loss have in common. A parameter without a default is off unless it is given. */
interface Facts<T> {
  readonly about: string;
  readonly default?: T;
  /** What another parameter must be for this one to mean anything. */
  readonly only?: Readonly<Record<string, string | boolean>>;
}

/** A number; bounds are inclusive (`min`, `max`) or exclusive (`above`, `below`). */
export interface NumberParam extends Facts<number> {
  readonly kind: "number";
  readonly integer?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly below?: number;
}

/** One number or a list of them, such as class weights; each within the bounds. */
export interface NumbersParam extends Facts<readonly number[]> {
  readonly kind: "numbers";
  readonly min?: number;
  readonly max?: number;
}

export interface FlagParam extends Facts<boolean> {
  readonly kind: "flag";
}

export interface ChoiceParam<C extends string = string> extends Facts<C> {
  readonly kind: "choice";
  readonly choices: readonly C[];
}

export type Param = NumberParam | NumbersParam | FlagParam | ChoiceParam;
/** Parameters by their snake_case names. */
export type Params = Readonly<Record<string, Param>>;

type Held<P> = P extends NumberParam
  ? number
  : P extends NumbersParam
    ? readonly number[]
    : P extends FlagParam
      ? boolean
      : P extends ChoiceParam<infer C>
        ? C
        : never;

/** The values that a record of parameters stands for: those with a default are always there, if they apply. */
export type ParamValues<P extends Params> = {
  readonly [K in keyof P]: P[K] extends { readonly default: unknown; readonly only?: never }
    ? Held<P[K]>
    : Held<P[K]> | undefined;
};

/** Parameter values whose loss is not known; `undefined` is a parameter that is off. */
export type AnyParamValues = Readonly<
  Record<string, number | readonly number[] | boolean | string | undefined>
>;

export function defaultsOf(params: Params): AnyParamValues {
  return Object.fromEntries(Object.entries(params).map(([name, param]) => [name, param.default]));
}

/** Parameters that do not apply beside these values are off. */
export function applicable(params: Params, values: AnyParamValues): AnyParamValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, unmet(params[name], values) ? undefined : value]),
  );
}

/** The parameter that would have to be another one for this one to apply, and what it would have to be. */
export function unmet(
  param: Param | undefined,
  values: AnyParamValues,
): readonly [name: string, value: string | boolean] | undefined {
  return Object.entries(param?.only ?? {}).find(([name, value]) => values[name] !== value);
}

/** `--label-smoothing` for `label_smoothing`. */
export function optionOf(name: string): string {
  return `--${name.replaceAll("_", "-")}`;
}

/** Columns that options ask for besides the roles of a loss. */
const ASKED: ReadonlySet<string> = new Set(["sample_weight", "group_by", "show", "keep_columns", "on"]);

/** What messages call a column that was asked for: a role by its name, anything else by the option as it is typed. */
export const titleOf = (role: string): string => (ASKED.has(role) ? optionOf(role) : role);

/** `at least 0`, `above 0 and at most 1`, `one of logits, probs`; empty where anything goes. */
export function rangeOf(param: Param): string {
  if (param.kind === "choice") return `one of ${param.choices.join(", ")}`;
  if (param.kind === "flag") return "yes or no";
  const bounds: string[] = [];
  if (param.min !== undefined) bounds.push(`at least ${param.min}`);
  if (param.kind === "number" && param.above !== undefined) bounds.push(`above ${param.above}`);
  if (param.max !== undefined) bounds.push(`at most ${param.max}`);
  if (param.kind === "number" && param.below !== undefined) bounds.push(`below ${param.below}`);
  return bounds.join(" and ");
}
