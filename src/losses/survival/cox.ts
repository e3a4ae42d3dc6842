import { InputError } from "../../core/errors.ts";
import { elementwise } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { LogSum } from "../log-sum.ts";
import { rowWatch } from "../watch.ts";

type Roles = "pred" | "time" | "event";

export const cox = defineLoss({
  name: "cox",
  aliases: [
    "cox-nloglik",
    "survival-cox",
    "survival:cox",
    "cox-ph",
    "cox-partial-likelihood",
    "partial-likelihood",
  ],
  family: "survival",
  summary: "Partial likelihood of proportional hazards: who had the event, of all who still could.",
  formula: "e (log sum_j exp(f_j) - f),  j the rows whose time is at least as long; ties by Breslow",
  gradient: "exp(f_k) times the sum of 1 / sum_j exp(f_j) over the events up to time k,  minus e_k",
  denominator: "rows; with --mean-over events the events",
  notes: [
    "It needs all rows at once: who is at risk depends on all of them.",
    "Predictions are logarithms of hazards: higher means sooner, the other way round than times.",
    "A row without an event costs 0, but is at risk until its time.",
    "The partial likelihood is --reduction sum. The mean is over the rows; XGBoost's is over the events: --mean-over events.",
    "XGBoost writes a negative time where there was no event: here that is an event of 0.",
  ],
  libraries: { XGBoost: "survival:cox, cox-nloglik (divided by the events)", CatBoost: "Cox" },
  reference: "Cox, Regression models and life-tables, 1972; Breslow 1974",
  example: "0.4,-0.2,1.1,0.3 5,3,3,8 1,0,1,1",
  roles: {
    pred: { kind: "real", about: "predicted logarithm of the hazard", grad: true },
    time: { kind: "real", about: "time of the event, or until which there was none" },
    event: { kind: "label", about: "1 where the event was seen, 0 where the row was lost to view before" },
  },
  params: {
    mean_over: {
      kind: "choice",
      choices: ["rows", "events"],
      default: "rows",
      about: "what the mean divides by",
    },
  },
  reduction: "mean",
  like: { xgboost: { mean_over: "events" } },
  whole: () => "rows",
  layout(shapes, { mean_over }) {
    const layout = elementwise(shapes);
    if (layout.out.some((n) => n !== 1)) throw new InputError("cox takes one number a row in each role");
    return { ...layout, counted: mean_over === "events" };
  },
  ranges: () => ({
    time: { min: 0, hint: "a negative time is XGBoost's for no event: that is 0 in event here" },
    event: { values: [0, 1], hint: "1 is an event, 0 none" },
  }),
  watches: () => [
    rowWatch<Roles>({
      role: "event",
      rows: "every",
      find: ({ event }, row) => (event[row] === 0 ? row : -1),
      says: () => "no row has an event: there is nothing to explain, and the loss is 0",
    }),
  ],
  kernel({ pred, time, event }, _, { loss, grad, mass }) {
    mass?.set(event);
    const unknown = time.some(Number.isNaN);
    const order = Uint32Array.from(time.keys()).sort((a, b) => time[b]! - time[a]!);
    const risk = new LogSum();
    // log of what each row's time has at risk
    const atRisk = new Float64Array(pred.length);
    for (const ties of groups(order, time)) {
      for (const row of ties) risk.add(pred[row]!);
      for (const row of ties) {
        const cost = unknown ? Number.NaN : risk.above(pred[row]!);
        atRisk[row] = risk.value();
        loss[row] = event[row] === 0 ? (Number.isNaN(cost) ? cost : 0) : event[row]! * cost;
      }
    }
    if (!grad.pred) return;
    const past = new LogSum();
    for (const ties of groups(order.reverse(), time)) {
      const events = ties.filter((row) => event[row] !== 0).length;
      for (const row of ties) {
        const earlier = past.empty ? 0 : Math.exp(pred[row]! + past.value());
        const share = Math.exp(pred[row]! - atRisk[row]!);
        // an event's own share less 1, in which nothing cancels
        const now =
          event[row] === 1 ? (events - 1) * share + Math.expm1(-loss[row]!) : events * share - event[row]!;
        grad.pred[row] = unknown ? Number.NaN : earlier + now;
      }
      for (const row of ties) if (event[row] !== 0) past.add(-atRisk[row]!);
    }
  },
});

/** Rows of the same time, in an order of rows by time. */
function* groups(order: Uint32Array, time: Float64Array): Generator<Uint32Array> {
  let start = 0;
  for (let i = 1; i <= order.length; i++) {
    if (i < order.length && time[order[i]!] === time[order[start]!]) continue;
    yield order.subarray(start, i);
    start = i;
  }
}
