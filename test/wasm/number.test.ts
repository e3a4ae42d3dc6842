import fc from "fast-check";
import { expect, test } from "vitest";
import { bitsOf, fromBits, parseTexts, randomWords, roundDecimal } from "./support.ts";

/** What the fast path owes: Number's value; nothing where that overflows, or underflows to 0. */
function owed(text: string): number | undefined {
  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  if (value === 0 && /[1-9]/.test(text.replace(/e.*/i, ""))) return undefined;
  return value;
}

function expectOwed(texts: readonly string[]): void {
  const values = parseTexts(texts);
  expect(values.length).toBe(texts.length);
  const wrong = texts.filter((text, i) => !Object.is(values[i], owed(text)));
  expect(wrong.slice(0, 5).map((text) => [text, values[texts.indexOf(text)], owed(text)])).toEqual([]);
}

const word = randomWords(1);
const digit = () => String(word() % 10);
const digits = (n: number) => Array.from({ length: n }, digit).join("");

/** A decimal of n digits with the point anywhere. */
function decimal(n: number): string {
  const text = digits(n);
  const at = word() % (n + 1);
  return (word() & 1 ? "-" : "") + (word() & 3 ? `${text.slice(0, at)}.${text.slice(at)}` : text);
}

test("random decimals of 1 to 40 digits agree with Number", () => {
  for (let round = 0; round < 20; round++) {
    expectOwed(Array.from({ length: 10000 }, () => decimal(1 + (word() % 40))));
  }
});

test("random decimals with exponents agree with Number", () => {
  for (let round = 0; round < 20; round++) {
    expectOwed(
      Array.from({ length: 10000 }, () => {
        const sign = ["", "+", "-"][word() % 3];
        return `${decimal(1 + (word() % 25))}${word() & 1 ? "e" : "E"}${sign}${word() % (word() & 1 ? 350 : 40)}`;
      }),
    );
  }
});

test("every double reads back from its shortest text, and from 16 to 20 digits", () => {
  for (let round = 0; round < 20; round++) {
    const texts: string[] = [];
    while (texts.length < 12000) {
      const x = fromBits((BigInt(word()) << 32n) | BigInt(word()));
      if (!Number.isFinite(x)) continue;
      texts.push(String(x), x.toExponential(word() % 21), x.toPrecision(16 + (word() % 5)));
      // Two digits of exponent, as C and NumPy write them.
      const y = (word() + word() / 2 ** 32) * 10 ** ((word() % 40) - 20);
      texts.push(y.toExponential(word() % 21).replace(/e([+-])(\d)$/, "e$10$2"));
    }
    expectOwed(texts);
  }
});

test("exact halfway points between doubles, and their neighbours, up to 800 digits", () => {
  const texts: string[] = [];
  for (let i = 0; i < 1500; i++) {
    // A short mantissa or exponent gives ties that Eisel-Lemire must see; full ones long digit strings.
    const mantissa = ((BigInt(word()) << 32n) | BigInt(word())) >> BigInt(11 + (word() % 50));
    const exponent = i % 3 === 0 ? (word() % 130) - 65 : (word() % 2000) - 1074;
    const half = 2n * mantissa + 1n;
    const power = exponent - 1;
    if (power >= 0) {
      const exact = half << BigInt(power);
      texts.push(...[exact - 1n, exact, exact + 1n].map(String));
    } else {
      const exact = half * 5n ** BigInt(-power);
      texts.push(...[exact - 1n, exact, exact + 1n].map((each) => `${each}e${power}`));
      texts.push(`${exact}0000000000000000001e${power - 19}`, `${exact}.000e${power}`);
    }
  }
  expectOwed(texts);
});

test("subnormals and both ends of the range", () => {
  const texts = [
    "5e-324",
    "2.4703282292062327e-324",
    "2.4703282292062328e-324",
    "1e-324",
    "1e-400",
    "0e999999999",
  ];
  for (const tail of ["", "e+00", "e-05", "e+99"])
    texts.push(`0.${"0".repeat(18)}${tail}`, `-0.${"0".repeat(15)}${tail}`, `1.${"0".repeat(18)}${tail}`);
  texts.push(
    "1.7976931348623157e308",
    "1.7976931348623158e308",
    "1.7976931348623159e308",
    "1e309",
    "1e400",
    "-1e400",
  );
  texts.push(
    "2.2250738585072011e-308",
    "2.2250738585072012e-308",
    "2.2250738585072014e-308",
    "0.0e-500",
    "-0",
    "-0.0",
  );
  texts.push(`0.${"0".repeat(323)}3`, `0.${"0".repeat(400)}1`, `1${"0".repeat(308)}`, `1${"0".repeat(309)}`);
  texts.push(
    `${"0".repeat(900)}1`,
    `1e${"0".repeat(50)}5`,
    `1e-${"9".repeat(50)}`,
    `0.${"0".repeat(700)}1e701`,
  );
  for (let i = 0; i < 3000; i++) texts.push(String(fromBits(BigInt(word()) >> BigInt(word() % 32))));
  for (let i = 0; i < 3000; i++)
    texts.push(`${digits(19)}e-${320 + (word() % 30)}`, `${digits(17)}e${285 + (word() % 12)}`);
  expectOwed(texts);
});

test("1 to 800 digits agree with arithmetic on big integers", () => {
  const cases = Array.from({ length: 2000 }, () => {
    const text = digits(1 + (word() % 800));
    return { text, exponent: (word() % 700) - 350 - (word() & 1 ? text.length : 0) };
  });
  const values = parseTexts(cases.map(({ text, exponent }) => `${text}e${exponent}`));
  cases.forEach(({ text, exponent }, i) => {
    const bits = roundDecimal(BigInt(text), exponent);
    const value = values[i];
    if (value === undefined) expect([0n, 0x7ff0000000000000n]).toContain(bits);
    else expect(bitsOf(value)).toBe(bits);
  });
});

test("spellings", () => {
  const values = parseTexts([
    "nan",
    "NaN",
    "+NAN",
    "-nan",
    "inf",
    "-Inf",
    "+INFINITY",
    "-infinity",
    " \t1 ",
    "+1",
    ".5",
    "-5.",
    '"1.5"',
    '" -2 "',
  ]);
  const nan = Number.NaN;
  expect(values).toEqual([
    nan,
    nan,
    nan,
    nan,
    Infinity,
    -Infinity,
    Infinity,
    -Infinity,
    1,
    1,
    0.5,
    -5,
    1.5,
    -2,
  ]);
  const bad = `x 1x 1_000 0x10 0b1 1e 1e+ e5 . - + -. +-1 --1 1.2.3 1.5f 12abc 1e5.5 infin nanx NA null "1 1" ""1"" "1"x $3 50%`;
  const texts = [
    ...bad.split(" "),
    "",
    " ",
    '""',
    ' "1"',
    "1 2",
    "1\r2",
    "1\r\r",
    "1\u00e9",
    "\u00a01",
    "1\0",
    `0.${"1".repeat(5000)}`,
  ];
  expect(parseTexts(texts)).toEqual(texts.map(() => undefined));
});

test("any text of the number alphabet: Number's value, or not understood", () => {
  const text = fc.string({
    unit: fc.constantFrom(..."0123456789012345678901234567890.-+eE "),
    maxLength: 45,
  });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (texts) => {
      parseTexts(texts).forEach((value, i) => {
        const plain = (texts[i] ?? "").trim();
        if (value !== undefined) expect(value).toBe(Number(plain));
        else if (plain !== "") expect(owed(plain)).toBeUndefined();
      });
    }),
    { numRuns: 3000 },
  );
});
