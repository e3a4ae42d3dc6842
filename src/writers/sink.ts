import { close, open, unlinkSync, write } from "node:fs";
import { rename, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { FileError } from "../core/errors.ts";

const openFile = promisify(open);
const closeFile = promisify(close);
const writeFile = promisify(write) as (
  fd: number,
  bytes: Uint8Array,
  offset: number,
  length: number,
) => Promise<{ bytesWritten: number }>;

/** Where results go. */
export interface Sink {
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
async function writeAll(fd: number, data: string | Uint8Array): Promise<void> {
  const bytes = typeof data === "string" ? Buffer.from(data) : data;
  let done = 0;
  while (done < bytes.length) {
    try {
      done += (await writeFile(fd, bytes, done, bytes.length - done)).bytesWritten;
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

/** A file that appears under its name only when it is whole. What is no regular file is written as it is. */
export async function fileSink(path: string, explain: (error: unknown) => string): Promise<Sink> {
  const fail = (error: unknown): never => {
    throw new FileError(`cannot be written: ${explain(error)}`, { place: { source: path }, cause: error });
  };
  const target = await stat(path).catch(() => undefined);
  if (target?.isDirectory()) throw new FileError("is a directory", { place: { source: path } });
  const direct = target !== undefined && !target.isFile();
  const temporary = direct ? path : join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  const fd = await openFile(temporary, direct ? "w" : "wx", target?.mode ?? 0o666).catch(fail);
  let open = true;
  const abort = (): void => {
    open = false;
    if (direct) return;
    try {
      unlinkSync(temporary);
    } catch {
      // it may be gone already; nothing is left behind either way
    }
  };
  return {
    async write(data) {
      await writeAll(fd, data).catch(fail);
    },
    async end() {
      await closeFile(fd).catch(fail);
      if (!direct && open) await rename(temporary, path).catch(fail);
    },
    abort,
  };
}
