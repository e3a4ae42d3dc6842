import { InputError } from "../core/errors.ts";

/** Bytes after which a decision about a text is taken, whatever they are. */
export const HEAD = 1 << 16;

/** The first bytes of an input, and all of it. */
interface Peeked {
  readonly head: Buffer;
  /** The input from its beginning, as it was cut. */
  readonly all: AsyncGenerator<Buffer>;
}

/** Reads until `enough` has been seen, or all; what it decides must not depend on where the input was cut. */
export async function peek(input: AsyncIterable<Buffer>, enough: (head: Buffer) => boolean): Promise<Peeked> {
  const chunks = input[Symbol.asyncIterator]();
  const kept: Buffer[] = [];
  let head: Buffer = Buffer.alloc(0);
  while (!enough(head)) {
    const next = await chunks.next();
    if (next.done) break;
    kept.push(next.value);
    head = kept.length === 1 ? next.value : Buffer.concat([head, next.value]);
  }
  async function* all(): AsyncGenerator<Buffer> {
    try {
      for (let chunk = kept.shift(); chunk; chunk = kept.shift()) yield chunk;
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
    } finally {
      await chunks.return?.();
    }
  }
  return { head, all: all() };
}

/** Text in two bytes a character, which Windows programs write, has a mark or zeros at its beginning. */
export function rejectUtf16(head: Buffer, source: string): void {
  const marked = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const zeros = head.length >= 4 && ((head[0] === 0 && head[2] === 0) || (head[1] === 0 && head[3] === 0));
  if (marked || zeros)
    throw new InputError("this is UTF-16 text", {
      place: { source },
      hint: "convert it: iconv -f UTF-16 -t UTF-8",
    });
}

/** Whether lines end in a lone carriage return, as on a Mac of old. */
export function linesEndInCr(head: Buffer): boolean {
  const start = head.subarray(0, HEAD);
  return start.includes(13) && !start.includes(10);
}
