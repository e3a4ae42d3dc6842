import {
  closeSync,
  ftruncateSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  write,
  writeSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { FileError, quote } from "../core/errors.ts";

/** So few bytes are written at once: threads to write them take longer to start. */
const FEW = 1 << 12;

/** One write of some of the bytes; of many off the main thread, so that reading goes on meanwhile. */
function writeSome(
  fd: number,
  bytes: Uint8Array,
  offset: number,
  position: number | undefined,
): number | Promise<number> {
  const at = position === undefined ? null : position + offset;
  if (bytes.length <= FEW) return writeSync(fd, bytes, offset, bytes.length - offset, at);
  return new Promise((done, fail) => {
    write(fd, bytes, offset, bytes.length - offset, at, (error, count) =>
      error ? fail(error) : done(count),
    );
  });
}

/** A file to whose places others may write by themselves. */
export interface Region {
  readonly fd: number;
  /** The bytes that are there; what stands behind them does not count. */
  length: number;
}

/** Where results go. */
export interface Sink {
  /** Undefined where bytes can only follow each other. */
  readonly region?: Region | undefined;
  /** Bytes may be used again once this is done. */
  write(data: string | Uint8Array): Promise<void>;
  /** All of it is there: makes it so. */
  end(): Promise<void>;
  /** Leaves nothing behind. Synchronous, so that an interrupt can call it. */
  abort(): void;
}

/** The other end of the pipe was closed: nobody wants the rest. */
export class ReaderGone extends Error {}

/** Writes all of it, however little the system takes at once; a full pipe that does not block is tried again. */
async function writeAll(fd: number, data: string | Uint8Array, region?: Region): Promise<void> {
  const bytes = typeof data === "string" ? Buffer.from(data) : data;
  const place = region?.length;
  // whoever writes before this is done writes behind it
  if (region) region.length += bytes.length;
  let done = 0;
  while (done < bytes.length) {
    try {
      done += await writeSome(fd, bytes, done, place);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
}

/** An open descriptor such as standard output. */
export function descriptorSink(fd: number, name: string, explain: (error: unknown) => string): Sink {
  return {
    async write(data) {
      try {
        await writeAll(fd, data);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EPIPE") throw new ReaderGone();
        throw new FileError(`cannot be written: ${explain(error)}`, {
          place: { source: name },
          cause: error,
        });
      }
    },
    end: () => Promise.resolve(),
    abort: () => {},
  };
}

/** Names of what is open already, which is no file of its own. */
const OPEN = /^\/(?:proc|dev\/(?:std(?:out|err)$|fd))\b/;

/** A file that appears under its name only when it is whole. What is no regular file is written as it is. */
export function fileSink(path: string, explain: (error: unknown) => string): Sink {
  const fail = (error: unknown): never => {
    // the file is made, so what is not there is where it should stand
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const why = missing ? `there is no directory ${quote(dirname(path))}` : explain(error);
    throw new FileError(`cannot be written: ${why}`, { place: { source: path }, cause: error });
  };
  const attempt = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      return fail(error);
    }
  };
  const target = attempt(() => statSync(path, { throwIfNoEntry: false }));
  if (target?.isDirectory()) throw new FileError("is a directory", { place: { source: path } });
  const direct = target !== undefined && (!target.isFile() || OPEN.test(resolve(path)));
  // what a link leads to is replaced, not the link
  const whole = target && !direct ? attempt(() => realpathSync(path)) : path;
  const temporary = direct ? path : join(dirname(whole), `.${basename(whole)}.${process.pid}.tmp`);
  const fd = attempt(() => openSync(temporary, direct ? "a" : "wx", target?.mode ?? 0o666));
  const region = direct ? undefined : { fd, length: 0 };
  let aborted = false;
  return {
    region,
    write: (data) => writeAll(fd, data, region).catch(fail),
    async end() {
      if (region) attempt(() => ftruncateSync(fd, region.length));
      attempt(() => closeSync(fd));
      if (!direct && !aborted) attempt(() => renameSync(temporary, whole));
    },
    abort() {
      aborted = true;
      if (direct) return;
      try {
        unlinkSync(temporary);
      } catch {
        // it may be gone already; nothing is left behind either way
      }
    },
  };
}
