import { readFileSync } from "node:fs";
import type * as z from "zod";
import { FileError, LossError, type Place, type Status } from "../../core/errors.ts";
import { reason } from "../../core/system-error.ts";
import {
  JsonError,
  type JsonPath,
  JsonPlaces,
  lineAndColumn,
  parseJsonText,
} from "../../readers/json-text.ts";
import { wording } from "../wording.ts";

/** A JSON file of a known form, such as a config, read whole. No key stands twice in one of its objects. */
export class JsonDocument {
  readonly file: string;
  readonly value: unknown;
  readonly #text: string;
  readonly #places = new JsonPlaces();
  readonly #status: Status;

  /** Throws a FileError; where the file, or later a part of it, is wrong, a LossError of that status. */
  constructor(file: string, status: Status) {
    this.file = file;
    this.#status = status;
    this.#text = readText(file, status);
    try {
      this.value = parseJsonText(this.#text, { has: () => true }, this.#places);
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      throw new LossError(status, error.message, { place: this.#placeAt(error.offset) });
    }
  }

  /** Where the value at a path stands. */
  place(path: JsonPath): Place {
    return {
      ...this.#placeAt(this.#places.offset(path)),
      subject: path.length > 0 ? pathText(path) : undefined,
    };
  }

  /** Something is wrong with the value at a path. */
  error(path: JsonPath, message: string, hint?: string): LossError {
    return new LossError(this.#status, message, { place: this.place(path), hint });
  }

  /** The document's value, or a part of it, as its form has it. */
  parse<T>(form: z.ZodType<T>, path: JsonPath = [], value: unknown = this.value): T {
    const { success, data, error } = form.safeParse(value, { error: wording });
    if (success) return data;
    // a key that is spelt wrong is what else is missing
    const issue = error.issues.find(({ code }) => code === "unrecognized_keys") ?? error.issues[0]!;
    const key = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
    const message = issue.code === "invalid_key" ? issue.issues[0]!.message : issue.message;
    throw this.error([...path, ...issue.path, ...key], message);
  }

  #placeAt(offset: number): Place {
    return { source: this.file, ...lineAndColumn(this.#text, offset) };
  }
}

function readText(file: string, status: Status): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new FileError(`cannot be read: ${reason(error)}`, { place: { source: file }, cause: error });
  }
  try {
    // a mark at the beginning is no part of the text
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new LossError(status, "is not valid UTF-8", { place: { source: file } });
  }
}

/** `checks.digits.max`, `checks["my digits"].files[0]`. */
function pathText(path: JsonPath): string {
  return path
    .map((step, i) => {
      if (typeof step === "number") return `[${step}]`;
      const key = String(step);
      if (!/^[\w$-]+$/.test(key)) return `[${JSON.stringify(key)}]`;
      return i === 0 ? key : `.${key}`;
    })
    .join("");
}
