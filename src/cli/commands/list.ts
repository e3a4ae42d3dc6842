import { UsageError } from "../../core/errors.ts";
import type { Loss } from "../../core/loss.ts";
import { losses } from "../../losses/index.ts";
import { recordTable } from "../../writers/record-table.ts";
import { FORMAT_OPTION } from "../options.ts";
import { print } from "../print.ts";
import { type Look, lookOf } from "../terminal.ts";
import { wrap } from "../wrap.ts";
import type { Subcommand } from "./command.ts";

const group = "Options:";
/** Columns that a summary needs beside names. */
const ROOM = 24;

/** `loss list`. */
export const list: Subcommand = {
  about:
    "Every loss, one line each, by family. WORD is a family, or is looked for in names and summaries; WHAT is what a " +
    "loss can read: logits, probs, class, label, a role.",
  options: [
    { flags: "--takes <what>", about: "only losses that can read this", group },
    { ...FORMAT_OPTION, group },
    { flags: "--json", about: "as --format json", group },
  ],
  operands: [[...new Set(losses.map(({ family }) => family))]],
  examples: ["loss list regression", "loss list --takes logits", "loss list ranking --format csv"],
  async run({ operands, options: { takes, json, format } }, host) {
    if (operands.length > 1)
      throw new UsageError("loss list takes one word", { hint: "loss list --help explains" });
    const found = filterLosses(losses, {
      word: operands[0],
      takes: typeof takes === "string" ? takes : undefined,
    });
    if (found.length === 0)
      throw new UsageError("no loss is like that", { hint: "loss list shows them all" });
    const wanted = format === undefined ? "text" : (await import("../validate.ts")).checkFormat(format);
    if (json || wanted === "json") return await print(host, listJson(found));
    if (wanted === "text") return await print(host, listText(found, await lookOf(host)));
    return await print(host, recordTable(found.map(fieldsOf), wanted));
  },
};

/** Which losses to list: those that a word belongs to, and those that take something. */
interface ListFilter {
  readonly word: string | undefined;
  /** What they can read: `logits`, `probs`, `class`, a role's name ... */
  readonly takes: string | undefined;
}

const plain = (text: string): string => text.toLowerCase().replace(/[-_\s]/g, "");

/** The losses that pass the filter. A family's name gives the family; another word is looked for in names and summaries. */
function filterLosses(losses: readonly Loss[], { word, takes }: ListFilter): Loss[] {
  return losses.filter((loss) => (!word || belongs(loss, word, losses)) && (!takes || reads(loss, takes)));
}

function belongs(loss: Loss, word: string, losses: readonly Loss[]): boolean {
  const wanted = plain(word);
  if (losses.some(({ family }) => plain(family) === wanted)) return plain(loss.family) === wanted;
  return [loss.name, loss.family, loss.summary, ...loss.aliases].some((text) => plain(text).includes(wanted));
}

function reads({ roles, params }: Loss, what: string): boolean {
  const wanted = plain(what);
  const from = params.from?.kind === "choice" ? params.from.choices : [];
  const words = Object.entries(roles).flatMap(([role, { kind, about }]) => [
    role,
    kind,
    ...about.split(/[^\w-]+/),
  ]);
  return [...from, ...words].some((word) => plain(word).replace(/s$/, "") === wanted.replace(/s$/, ""));
}

/** `loss list`: a line a loss, by family. */
function listText(losses: readonly Loss[], { width, style }: Look): string {
  const column = Math.max(...losses.map(({ name }) => name.length)) + 4;
  // beside long names a narrow terminal has no room for sentences
  const indent = width - column < ROOM ? 4 : column;
  const families = [...new Set(losses.map(({ family }) => family))];
  return families
    .map((family) => {
      const lines = losses
        .filter((loss) => loss.family === family)
        .flatMap(({ name, summary }) => {
          const text = wrap(summary, width - indent).map((line) => " ".repeat(indent) + line);
          if (indent < column) return [`  ${name}`, ...text];
          return text.map((line, i) => (i === 0 ? `  ${name}`.padEnd(indent) + line.slice(indent) : line));
        });
      return `${style.strong(family)}\n${lines.join("\n")}\n`;
    })
    .join("\n");
}

/** In a table, what there are several of stands between blanks. */
const fieldsOf = ({ name, family, summary, reduction, roles, aliases }: Loss) => ({
  name,
  family,
  summary,
  reduction,
  roles: Object.keys(roles).join(" "),
  aliases: aliases.join(" "),
});

function listJson(losses: readonly Loss[]): string {
  const entries = losses.map(({ name, aliases, family, summary, reduction, roles }) => ({
    name,
    aliases,
    family,
    summary,
    reduction,
    roles: Object.keys(roles),
  }));
  return `${JSON.stringify(entries, null, 2)}\n`;
}
