import { quote, UsageError } from "../../core/errors.ts";
import { bashScript } from "../completion/bash.ts";
import { fishScript } from "../completion/fish.ts";
import { grammar } from "../completion/grammar.ts";
import { zshScript } from "../completion/zsh.ts";
import { print } from "../print.ts";
import type { Subcommand } from "./command.ts";
import type { Entry } from "./index.ts";

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };
const SHELLS = Object.keys(SCRIPTS);

const isShell = (name: string | undefined): name is keyof typeof SCRIPTS => SHELLS.includes(name ?? "");

/** `loss completion`, for a list of commands that it is itself in. */
export const completionOf = (commands: ReadonlyMap<string, Entry>): Subcommand => ({
  about:
    "Prints a script that lets the shell complete commands, losses (also behind a comma), their options and what those " +
    "can be. The script has it all in it: no process is started to complete a word.\n\n" +
    "In ~/.bashrc:                 source <(loss completion bash)\n" +
    "In ~/.zshrc, after compinit:  source <(loss completion zsh)\n" +
    "In fish's config.fish:        loss completion fish | source",
  options: [],
  operands: [SHELLS],
  examples: ["source <(loss completion bash)"],
  async run({ operands }, host) {
    const [shell, ...others] = operands;
    const hint = "loss completion --help explains";
    if (shell === undefined || others.length > 0)
      throw new UsageError(`which shell? ${SHELLS.join(", ")}`, { hint });
    if (!isShell(shell)) throw new UsageError(`${quote(shell)} is not one of ${SHELLS.join(", ")}`, { hint });
    return await print(host, SCRIPTS[shell](await grammar(commands)));
  },
});
