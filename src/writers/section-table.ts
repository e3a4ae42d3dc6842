import { InputError, quote } from "../core/errors.ts";
import { cellText } from "../core/value-text.ts";
import type { Summary } from "./summary.ts";

/** The first section of each loss as one table, header first; with several losses each row begins with its loss's name. */
export function* sectionTable(summaries: readonly Summary[]): Generator<string[]> {
  const several = summaries.length > 1;
  const sections = summaries.map(({ loss, sections: [first] = [] }) => ({ loss, ...first! }));
  const header = [...(several ? ["loss_name"] : []), ...sections[0]!.columns.map(({ name }) => name)];
  const twice = header.find((name, i) => header.indexOf(name) < i);
  if (twice !== undefined)
    throw new InputError(`two columns of the table would be called ${quote(twice)}`, {
      hint: "--format json keeps them apart",
    });
  yield header;
  for (const { loss, rows } of sections)
    for (const row of rows) yield [...(several ? [loss] : []), ...row.map(cellText)];
}
