import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Check } from "../../src/cli/check/config.ts";
import type { Verdict } from "../../src/cli/check/verdict.ts";
import { annotations } from "../../src/cli/reports/github.ts";
import { jsonReport } from "../../src/cli/reports/json.ts";
import { junitReport } from "../../src/cli/reports/junit.ts";
import { markdownReport } from "../../src/cli/reports/markdown.ts";
import type { Report } from "../../src/cli/reports/report.ts";
import { verdictTable } from "../../src/cli/reports/text.ts";
import { PLAIN } from "../../src/cli/terminal.ts";

const plan = {} as Check["plan"];

function verdictOf(name: string, reasons: readonly string[], rest: Partial<Verdict> = {}): Verdict {
  const check = { name, line: 3, loss: "mse", files: ["p.csv"], plan, limits: {}, informational: false };
  return { check, verdict: reasons.length > 0 ? "fails" : "holds", reasons, seconds: 0.25, ...rest };
}
const reportOf = (...verdicts: Verdict[]): Report => ({
  config: "loss.json",
  baseline: "loss.baseline.json",
  verdicts,
  status: 1,
});

/** Any text, with what markup is made of more often than not. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(..."&<>\"'|`*_[]#%:,\r\n\\\u0000\u001b\ufffe".split("")),
    ),
  )
  .map((parts) => parts.join(""));

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };
const unescaped = (part: string): string => {
  // nothing that XML 1.0 has no place for
  expect(part).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  expect(part).not.toMatch(/<|&(?!(?:amp|lt|gt|quot);)/);
  return part.replace(/&(\w+);/g, (_, name: string) => ENTITIES[name]!);
};

/** Reads XML of the plainest kind; anything else is no match. */
function parseXml(xml: string): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  let at = xml.match(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/)![0].length;
  while (at < xml.length) {
    const [token, close, name, attributes, empty, words] =
      /^(?:<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<]+))/.exec(xml.slice(at)) ?? [];
    if (token === undefined) throw new Error(`no XML: ${xml.slice(at, at + 40)}`);
    at += token.length;
    const parent = open.at(-1)!;
    if (words !== undefined) parent.text += unescaped(words);
    else if (close) expect(open.pop()!.name).toBe(name);
    else {
      const pairs = [...attributes!.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [
        key!,
        unescaped(value!),
      ]);
      expect(new Set(pairs.map(([key]) => key)).size).toBe(pairs.length);
      const element: Element = {
        name: name!,
        attributes: Object.fromEntries(pairs) as Element["attributes"],
        children: [],
        text: "",
      };
      parent.children.push(element);
      if (!empty) open.push(element);
    }
  }
  expect(open).toEqual([root]);
  expect(root.children.length).toBe(1);
  return root.children[0]!;
}

/** What XML has no place for is replaced. */
const shown = (words: string): string =>
  words.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");

describe("junit", () => {
  it("is well-formed, and says what was to be said", () => {
    fc.assert(
      fc.property(text, text, (name, reason) => {
        const suites = parseXml(junitReport(reportOf(verdictOf(name, [reason]), verdictOf("b", []))));
        const [first, second] = suites.children[0]!.children;
        expect(first?.attributes).toMatchObject({ name: shown(name), classname: "loss.mse", time: "0.250" });
        expect(first?.children[0]).toMatchObject({ name: "failure", attributes: { message: shown(reason) } });
        expect(second?.children.map((child) => child.name)).toEqual(["system-out"]);
      }),
    );
  });

  it("counts what it has", () => {
    const informs = (one: Verdict): Verdict => ({ ...one, check: { ...one.check, informational: true } });
    const error = verdictOf("e", ["gone"], { verdict: "error" });
    const suites = parseXml(
      junitReport(
        reportOf(
          verdictOf("a", []),
          verdictOf("b", ["x", "y"]),
          error,
          informs(error),
          informs(verdictOf("c", [])),
        ),
      ),
    );
    expect(suites.attributes).toMatchObject({ tests: "5", failures: "1", errors: "1", time: "1.250" });
    const [suite] = suites.children;
    expect(suite?.attributes).toMatchObject({
      name: "loss.json",
      tests: "5",
      failures: "1",
      errors: "1",
      skipped: "1",
    });
    expect(suite?.children.map(({ children }) => children.map(({ name }) => name))).toEqual([
      ["system-out"],
      ["failure", "system-out"],
      ["error", "system-out"],
      ["skipped", "system-out"],
      ["system-out"],
    ]);
    expect(suite?.children[1]?.children[0]?.attributes).toEqual({ type: "loss", message: "x; y" });
  });
});

describe("github", () => {
  it("is a command a line, from which GitHub gets back every character", () => {
    fc.assert(
      fc.property(text, text, text, (name, reason, file) => {
        const lines = annotations({ ...reportOf(verdictOf(name, [reason])), config: file }, undefined).split(
          "\n",
        );
        expect(lines.length).toBe(2);
        const [, properties, data] = /^::error ([^:]*)::(.*)$/.exec(lines[0]!) ?? [];
        const back = (words: string): string =>
          words.replace(/%(0D|0A|3A|2C|25)/g, (_, code: string) =>
            String.fromCharCode(Number.parseInt(code, 16)),
          );
        const pairs = properties!
          .split(",")
          .map((pair) => [pair.slice(0, pair.indexOf("=")), back(pair.slice(pair.indexOf("=") + 1))]);
        expect(Object.fromEntries(pairs)).toEqual({ file, line: "3", title: `loss check: ${name}` });
        expect(back(data!)).toBe(reason);
      }),
    );
  });

  it("is silent about what holds", () => {
    expect(annotations(reportOf(verdictOf("a", [])), undefined)).toBe("");
  });
});

describe("markdown", () => {
  it("keeps a cell a cell and an item a line", () => {
    fc.assert(
      fc.property(text, text, (name, reason) => {
        const lines = markdownReport(reportOf(verdictOf(name, [reason]))).split("\n");
        expect(lines.length).toBe(8);
        const row = lines[4]!;
        expect(row.replace(/\\./gs, "").split("|").length).toBe(7);
        expect(lines[6]).toMatch(/^- \*\*.*\*\*: /s);
        expect(lines[6]!.replace(/\\./gs, "").slice(2)).not.toMatch(/<|`|\[|~/);
      }),
    );
  });
});

describe("json", () => {
  it("is JSON, with all digits and words for what is not finite", () => {
    fc.assert(
      fc.property(text, text, fc.double(), (name, reason, value) => {
        const result = {
          value,
          samples: 1,
          signature: "s",
          params: {},
          reduction: "mean",
          ignored: 0,
          skipped: 0,
          warnings: [],
        };
        const change = { increase: Infinity, percent: -0 };
        const parsed: unknown = JSON.parse(
          jsonReport(reportOf(verdictOf(name, [reason], { result, change }))),
        );
        expect(parsed).toMatchObject({
          checks: [
            {
              name,
              reasons: [reason],
              value: Number.isFinite(value) ? value : String(value),
              increase: "Infinity",
              increase_percent: -0,
            },
          ],
        });
      }),
    );
  });
});

describe("text", () => {
  const name = fc
    .string({ unit: "grapheme-ascii", minLength: 1, maxLength: 40 })
    .filter((word) => word.trim() === word);
  const number = fc.double({ noNaN: true });
  it("fits the terminal, and names every check", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(name, number, number), { minLength: 1 }),
        fc.integer({ min: 40, max: 100 }),
        (rows, width) => {
          const verdicts = rows.map(([check, value, base]) => {
            const entry = { samples: 1, signature: "s" };
            const rest = { params: {}, reduction: "mean", ignored: 0, skipped: 0, warnings: [] };
            return verdictOf(check, [], {
              result: { value, ...entry, ...rest },
              baseline: { value: base, ...entry },
            });
          });
          const lines = verdictTable(reportOf(...verdicts), { width, style: PLAIN }).split("\n");
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
          for (const [check] of rows)
            expect(lines.join("\n").replace(/\s+/g, " ")).toContain(check.replace(/\s+/g, " "));
        },
      ),
    );
  });
});
