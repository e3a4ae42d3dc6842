import type { Host } from "../host.ts";
import type { OptionFacts } from "../options.ts";
import type { Parsed } from "../program.ts";

/** What an operand is: the name of a loss, several joined by commas, a file, or one of some words. */
export type Operand = "loss" | "losses" | "file" | readonly string[];

/** A command beside computing, such as `loss list`: one file, loaded when it is called. */
export interface Subcommand {
  /** What it does, in sentences. */
  readonly about: string;
  /** Without `--help`, which every command has. */
  readonly options: readonly OptionFacts[];
  /** What stands for each operand, the last for all that follow; files where nothing is said. */
  readonly operands?: readonly Operand[];
  /** Whole command lines to try, on data that is shipped with the project. */
  readonly examples: readonly string[];
  /** Gives the exit status. */
  run(parsed: Parsed, host: Host): Promise<number>;
}
