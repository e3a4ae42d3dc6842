import { jsonNumber } from "../core/value-text.ts";

/** What a document for people and programs may hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A document with a value a line, numbers as all writers have them; keys without a value are left out. */
export function jsonDocument(value: JsonValue): string {
  return `${textOf(value, "")}\n`;
}

function textOf(value: JsonValue, indent: string): string {
  if (typeof value === "number") return jsonNumber(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const deeper = `${indent}  `;
  const [open, close, items] = isList(value)
    ? ["[", "]", value.map((item) => textOf(item, deeper))]
    : [
        "{",
        "}",
        Object.entries(value)
          .filter(([, item]) => item !== undefined)
          .map(([key, item]) => `${JSON.stringify(key)}: ${textOf(item, deeper)}`),
      ];
  if (items.length === 0) return open + close;
  return `${open}\n${items.map((item) => deeper + item).join(",\n")}\n${indent}${close}`;
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
