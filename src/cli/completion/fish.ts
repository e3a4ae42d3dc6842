import type { Operand } from "../commands/command.ts";
import { type Flag, type Grammar, kindsOf, valued } from "./grammar.ts";

/** For fish from 3.0 on. */
export function fishScript(grammar: Grammar): string {
  const { commands, losses, flags } = grammar;
  // an option that several losses have alike is one line
  const users = new Map<string, { readonly flag: Flag; readonly names: string[] }>();
  for (const { names, flags: own } of losses) {
    for (const flag of own) {
      const key = JSON.stringify(flag);
      const user = users.get(key) ?? { flag, names: [] };
      user.names.push(...names);
      users.set(key, user);
    }
  }
  return `# fish completion for loss; loss completion --help says how to use it.

# the operands so far: what is neither an option nor an option's value
function __loss_operands
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
            continue
        end
        switch $word
            case ${valued(grammar).join(" ")}
                set skip 1
            case '-*'
                string match -qr '^-[0-9.]' -- $word; and echo $word
            case '*'
                echo $word
        end
    end
end

# whether the command, or one of the losses, is one of some names
function __loss_is
    set -l operands (__loss_operands)
    test (count $operands) -gt 0; or return 1
    for name in (string split , -- $operands[1])
        contains -- $name $argv; and return 0
    end
    return 1
end

# whether this is an operand of a command behind so many others; with a third word, or more
function __loss_at
    set -l operands (__loss_operands)
    set -l count (math (count $operands) - 1)
    test $count -ge 0; and test $operands[1] = $argv[1]; or return 1
    test $count = $argv[2]; or test (count $argv) = 3 -a $count -ge $argv[2]
end

function __loss_first
    test (count (__loss_operands)) = 0
end

function __loss_computes
    not __loss_is ${commands.map(({ name }) => name).join(" ")}
end

function __loss_names
${losses.map(({ name, about }) => `    echo ${name}\\t${quoted(about)}`).join("\n")}
end

# losses joined by commas
function __loss_several
    set -l before (string match -r '^.*,' -- (commandline -ct)); or set before ''
    for line in (__loss_names)
        contains -- (string split \\t -- $line)[1] (string split , -- $before); or echo $before$line
    end
end

complete -c loss -n __loss_first -f -a '(__loss_several)'
${commands
  .flatMap(({ name, about, flags: own, operands }) => [
    `complete -c loss -n __loss_first -f -a ${name} -d ${quoted(about)}`,
    ...operands.map((operand, i) => {
      const more = i === operands.length - 1 ? " more" : "";
      return `complete -c loss -n '__loss_at ${name} ${i}${more}' ${valuesOf(operand)}`;
    }),
    ...own.map((flag) => lineOf(flag, `'__loss_is ${name}'`)),
  ])
  .join("\n")}

${flags.map((flag) => lineOf(flag, "__loss_computes")).join("\n")}

${[...users.values()].map(({ flag, names }) => lineOf(flag, `'__loss_is ${names.join(" ")}'`)).join("\n")}
`;
}

const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

function lineOf({ short, long, about, value }: Flag, condition: string): string {
  const name = `${short ? `-s ${short.slice(1)} ` : ""}-l ${long.slice(2)}`;
  const behind =
    value === undefined
      ? ""
      : value === "file"
        ? " -r -F"
        : value === "anything"
          ? " -x"
          : ` ${kindsOf(value).length > 0 ? "-r -F" : "-x"} -a '${value.join(" ")}'`;
  return `complete -c loss -n ${condition} ${name} -d ${quoted(about)}${behind}`;
}

const valuesOf = (operand: Operand): string =>
  operand === "file"
    ? "-F"
    : operand === "loss"
      ? "-f -a '(__loss_names)'"
      : operand === "losses"
        ? "-f -a '(__loss_several)'"
        : `-f -a '${operand.join(" ")}'`;
