import type { Host } from "../host.ts";
import type { OptionFacts } from "../options.ts";
import type { Parsed } from "../program.ts";

/** A command beside computing, such as `loss list`: one file, loaded when it is called. */
export interface Subcommand {
  /** What it does, in sentences. */
  readonly about: string;
  /** Without `--help`, which every command has. */
  readonly options: readonly OptionFacts[];
  /** Whole command lines to try, on data that is shipped with the project. */
  readonly examples: readonly string[];
  /** Gives the exit status. */
  run(parsed: Parsed, host: Host): Promise<number>;
}
