import { type CarriedCell, LongInteger } from "./batch.ts";
import type { Value } from "./section.ts";

/** The shortest text that reads back as the same double, -0 included. */
export function numberText(x: number): string {
  return x === 0 && Object.is(x, -0) ? "-0" : String(x);
}

/** As a JSON value; JSON has no word for what is not finite, so that is a string. */
export function jsonNumber(x: number): string {
  return Number.isFinite(x) ? numberText(x) : `"${x}"`;
}

/** A value as JSON, with numbers as this project writes them. */
export function jsonValue(value: Value): string {
  if (typeof value === "number") return jsonNumber(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (value instanceof LongInteger) return value.text;
  if (Array.isArray(value)) return `[${value.map(jsonValue).join(",")}]`;
  const fields = Object.entries(value).flatMap(([key, field]) =>
    field === undefined ? [] : `${JSON.stringify(key)}:${jsonValue(field)}`,
  );
  return `{${fields.join(",")}}`;
}

/** A cell as text: what is no text is written as JSON does, null is empty. */
export function cellText(cell: CarriedCell): string {
  if (typeof cell === "string") return cell;
  if (cell === null) return "";
  return typeof cell === "number" ? numberText(cell) : jsonValue(cell as Value);
}
