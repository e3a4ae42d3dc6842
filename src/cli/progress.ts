import type { Host } from "./host.ts";

/** Work shorter than this needs no word. */
const PATIENCE = 1000;
const INTERVAL = 200;

/** One line on a terminal that says how far reading has come, and goes away. */
export class Progress {
  readonly #host: Host;
  #name = "";
  #size: number | undefined;
  #bytes = 0;
  #begin = 0;
  #next = Infinity;
  #shown = false;

  constructor(host: Host) {
    this.#host = host;
  }

  /** `size` in bytes, where it is known. */
  start(name: string, size: number | undefined): void {
    this.#name = name;
    this.#size = size;
    this.#begin = Date.now();
    this.#next = this.#begin + PATIENCE;
  }

  /** A timer would wait for the work; the work itself looks at the clock. */
  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#next === Infinity) return;
    const now = Date.now();
    if (now < this.#next) return;
    if (!this.#host.stderr.isTTY) {
      this.#next = Infinity;
      return;
    }
    this.#next = now + INTERVAL;
    const seconds = (now - this.#begin) / 1000;
    const megabytes = this.#bytes / 1e6;
    // a second pass counts from the start again
    const share = this.#size ? `${Math.floor(((100 * this.#bytes) / this.#size) % 100.0001)}%  ` : "";
    const text = `${this.#name}  ${share}${megabytes.toFixed(0)} MB  ${(megabytes / seconds).toFixed(0)} MB/s`;
    const columns = this.#host.stdout.columns ?? 80;
    this.#host.stderr.write(`\r\u001b[K${text.slice(0, columns - 1)}`);
    this.#shown = true;
  }

  stop(): void {
    this.#next = Infinity;
    if (this.#shown) this.#host.stderr.write("\r\u001b[K");
    this.#shown = false;
  }
}
