import type { Subcommand } from "./command.ts";

/** A line of help, and the way to the rest. */
export interface Entry {
  readonly usage: string;
  readonly about: string;
  load(): Promise<Subcommand>;
}

/** Every command beside computing, by its name. */
export const COMMANDS: ReadonlyMap<string, Entry> = new Map<string, Entry>([
  [
    "check",
    {
      usage: "check [CONFIG] [options]",
      about: "run the checks of a config, for CI",
      load: async () => (await import("./check.ts")).check,
    },
  ],
  [
    "list",
    {
      usage: "list [WORD] [options]",
      about: "every loss, one line each",
      load: async () => (await import("./list.ts")).list,
    },
  ],
  [
    "show",
    {
      usage: "show <name> [options]",
      about: "formula, gradient, parameters, other names",
      load: async () => (await import("./show.ts")).show,
    },
  ],
  [
    "completion",
    {
      usage: "completion <shell>",
      about: "tab completion for bash, zsh and fish",
      load: async () => (await import("./completion.ts")).completionOf(COMMANDS),
    },
  ],
  [
    "compare",
    {
      usage: "compare <name> A [B] [TARGET]",
      about: "two predictions of the same targets",
      load: async () => (await import("./compare.ts")).compare,
    },
  ],
]);
