import type { Role, Watch } from "../../core/loss.ts";
import { plural } from "../../core/notes.ts";
import { anyCell, rowWatch } from "../watch.ts";

type Roles = "pred" | "target";

export const distanceRole = {
  kind: "real",
  about: "the distance of each pair",
  grad: true,
} as const satisfies Role;

export const negativeDistances: Watch<Roles> = rowWatch<Roles>({
  role: "pred",
  rows: "any",
  find: anyCell<Roles>("pred", (x) => x < 0),
  says: (count) =>
    `${plural(count, "row")} ${count === 1 ? "has" : "have"} a negative value in pred, where this loss takes distances: scores or logits go with hinge or soft-margin`,
});
