import { KEPT } from "../core/batch.ts";
import { KEY, type RoleRequest } from "../readers/index.ts";
import type { Options } from "./validate.ts";

/** Columns that are read besides the roles, each by the option that asks for it. */
export function carriedRequests({ on, group_by, show, keep, keep_columns }: Options): RoleRequest[] {
  const selectors = { [KEY]: on, group_by, show, [KEPT]: keep_columns };
  const requests = Object.entries(selectors).flatMap(([role, selector]): RoleRequest[] =>
    selector === undefined ? [] : [{ role, kind: "text", selector, optional: true }],
  );
  return keep ? [...requests, { role: KEPT, kind: "text", optional: true }] : requests;
}

/** Whether an option needs what `insight-plan.ts` knows of. */
export const asksOfRows = ({
  group_by,
  worst,
  show,
  stats,
  histogram,
  keep,
  keep_columns,
}: Options): boolean =>
  stats || histogram || keep || [group_by, worst, show, keep_columns].some((value) => value !== undefined);
