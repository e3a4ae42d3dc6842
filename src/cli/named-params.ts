import { quote, UsageError } from "../core/errors.ts";
import type { Loss } from "../core/loss.ts";
import { optionOf } from "../core/param.ts";
import { plain } from "./names.ts";
import type { RawOptions } from "./program.ts";

/** What XGBoost has behind the `@` of a name. */
const BEHIND_AT: ReadonlyMap<string, string> = new Map([
  ["error", "threshold"],
  ["tweedienloglik", "power"],
]);

/** What CatBoost calls parameters that have another name here. */
const CATBOOST: ReadonlyMap<string, string> = new Map([["variance_power", "power"]]);

interface Apart {
  /** The names alone. */
  readonly names: string;
  readonly params: Readonly<Record<string, string>>;
}

/** Takes the parameters off a name as libraries write them: `error@0.7` of XGBoost, `Quantile:alpha=0.7` of CatBoost. */
export function takeApart(names: string): Apart {
  const [, metric = "", value = ""] = /^([^,@]+)@([^,@]+)$/.exec(names) ?? [];
  const behind = BEHIND_AT.get(plain(metric));
  if (behind !== undefined) return { names: metric, params: { [behind]: value } };
  const [, objective, list] = /^([^,:=]+):(\w+=[^=;]+(?:;\w+=[^=;]+)*)$/.exec(names) ?? [];
  if (objective === undefined || list === undefined) return { names, params: {} };
  const pairs = list.split(";").map((pair) => pair.split("=") as [string, string]);
  return {
    names: objective,
    params: Object.fromEntries(pairs.map(([name, text]) => [CATBOOST.get(name) ?? name, text])),
  };
}

/** The options of a run, with the parameters that its one loss's name had. */
export function withNamed({ params }: Apart, losses: readonly Loss[], options: RawOptions): RawOptions {
  for (const name of Object.keys(params)) {
    if (!losses.every((loss) => name in loss.params))
      throw new UsageError(`${losses[0]!.name} has no parameter ${quote(name)}`, {
        hint: `loss show ${losses[0]!.name} lists what it has`,
      });
    if (name in options) throw new UsageError(`${optionOf(name)} is in the name of the loss already`);
  }
  return { ...options, ...params };
}
