import { InputError, LossError, quote } from "../core/errors.ts";
import type { ObservedBlock, Observer } from "../core/row-block.ts";
import type { Section } from "../core/section.ts";
import { cellText } from "../core/value-text.ts";
import { runPart } from "../engine/part-run.ts";
import type { LossResult, RunPlan } from "../engine/run.ts";
import { type GroupResult, Groups, rowsByGroup } from "../reducers/groups.ts";
import { histogramOf } from "../reducers/histogram.ts";
import { Stats } from "../reducers/stats.ts";
import { Worst } from "../reducers/worst.ts";
import { REDUCERS } from "./evaluate.ts";
import { GROUP_BY, type InsightPlan, SHOW } from "./insight-plan.ts";
import { groupsSection, histogramSection, statsSection, worstSection } from "./insight-sections.ts";

/** What looks at the rows, and what it has to tell of each loss in the end. */
export interface Insights {
  readonly observers: readonly Observer[];
  of(result: LossResult, loss: number): { readonly sections: readonly Section[] };
}

/** What finds out what was asked of the rows. */
export function openInsights(run: RunPlan, insight: InsightPlan): Insights {
  const { groupBy, worst, stats, histogram } = insight;
  const columns = new CarriedNames(insight.columns);
  const observers: Observer[] = [columns];
  const add = <T extends Observer>(observer: T): T => {
    observers.push(observer);
    return observer;
  };
  const whole = run.losses.some(({ loss, given }) => loss.prepare(given).whole !== undefined);
  const groups = groupBy ? add(whole ? new WholeGroups(run) : new Groups(GROUP_BY)) : undefined;
  const samples = stats || histogram ? run.losses.map((_, i) => add(new Stats(i))) : [];
  const worstRows =
    worst === undefined
      ? []
      : run.losses.map(({ loss }, i) =>
          add(new Worst(i, { count: worst, roles: Object.keys(loss.roles), shown: SHOW })),
        );
  return {
    observers,
    of(result, i) {
      const { reduction } = result;
      const sections: Section[] = [];
      if (groups && reduction !== "none")
        sections.push(groupsSection(groups.result(i, reduction), result, columns.of(GROUP_BY), whole));
      if (worst !== undefined) sections.push(worstSection(worstRows[i]!.result(), columns.of(SHOW)));
      if (stats) sections.push(statsSection(samples[i]!.result()));
      if (histogram) sections.push(histogramSection(histogramOf(samples[i]!.distribution)));
      return { sections };
    },
  };
}

/** Finds the names of the columns that were asked for, by what asked for them; names those that are not there. */
class CarriedNames implements Observer {
  readonly #selectors: InsightPlan["columns"];
  readonly #names = new Map<string, readonly string[]>();

  constructor(selectors: InsightPlan["columns"]) {
    this.#selectors = selectors;
  }

  rows({ batch }: ObservedBlock): void {
    for (const [role, selector] of Object.entries(this.#selectors)) {
      const found = batch.carried?.[role];
      if (!found && selector?.includes(","))
        throw new InputError(`no input has all of the columns ${quote(selector)}`);
      if (!found)
        throw new InputError(
          selector === undefined
            ? "no input has columns of which rows could be kept"
            : `there is no column ${quote(selector)} in any input`,
        );
      const other = selector === undefined ? undefined : partWithout(found.names, selector);
      if (other !== undefined) throw new InputError(`there is no column ${quote(other)} in any input`);
      this.#names.set(role, found.names);
    }
  }

  of(role: string): readonly string[] {
    return this.#names.get(role) ?? [];
  }
}

/** The first name in a selector that no column has; globs and positions were seen to when columns were picked. */
function partWithout(names: readonly string[], selector: string): string | undefined {
  const known = new Set([...names, ...names.map((name) => name.trim())]);
  if (known.has(selector)) return undefined;
  return selector
    .split(",")
    .map((part) => part.trim())
    .find((part) => !/[*?]|^@/.test(part) && !known.has(part));
}

/** Groups of losses whose rows depend on each other: each is computed of its own rows alone. */
class WholeGroups implements Observer {
  readonly #run: RunPlan;
  #results: { readonly by: GroupResult["by"]; readonly losses: readonly LossResult[] }[] = [];

  constructor(run: RunPlan) {
    this.#run = run;
  }

  /** All rows are in one block. */
  async rows(block: ObservedBlock): Promise<void> {
    for (const { by, rows } of rowsByGroup(block, GROUP_BY)) {
      try {
        this.#results.push({ by, losses: await runPart(this.#run, block.batch, rows, REDUCERS) });
      } catch (error) {
        if (!(error instanceof LossError)) throw error;
        throw new LossError(error.status, `group ${quote(by.map(cellText).join(", "))}: ${error.message}`, {
          hint: error.hint,
        });
      }
    }
  }

  result(loss: number): GroupResult[] {
    return this.#results.map(({ by, losses }) => {
      const { samples, ignored, denominator, value, sum } = losses[loss]!;
      return { by, samples, ignored, denominator, value: value!, sum };
    });
  }
}
