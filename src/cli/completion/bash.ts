import type { Operand } from "../commands/command.ts";
import { allFlags, type Flag, type Grammar, kindsOf, spellings, valued } from "./grammar.ts";

/** For bash from 3.2 on, with or without the bash-completion package. */
export function bashScript(grammar: Grammar): string {
  const { commands, losses, flags } = grammar;
  const names = losses.map(({ name }) => name).join(" ");
  const files = allFlags(grammar).filter(({ value }) => value === "file");
  const kinds = allFlags(grammar).flatMap(({ value }) => kindsOf(value));
  return `# bash completion for loss; loss completion --help says how to use it.

# sets options to those that a command or a loss has
_loss_options() {
  case $1 in
${commands.map(({ name, flags: own }) => `    ${name}) options='${words(own)}' ;;`).join("\n")}
${losses.map(({ names: all, flags: own }) => `    ${all.join("|")}) options='${words([...flags, ...own])}' ;;`).join("\n")}
    *) options='${words(flags)}' ;;
  esac
}

# sets values to those that an option has, for a command or a loss
_loss_values() {
  case $1:$2 in
${[...commands.map(({ name, flags: own }) => valuesOf([name], own)), ...losses.map(({ names: all, flags: own }) => valuesOf(all, own)), valuesOf(["*"], flags)].flat().join("\n")}
  esac
}

_loss() {
  local IFS=$' \\t\\n' current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  local losses='${names}'
  local first= count=0 i word name prefix= value= options= values= found=
  COMPREPLY=()
  # --option=value comes as three words
  if [[ $current == = ]]; then current= value=yes
  elif [[ $before == = ]]; then before=\${COMP_WORDS[COMP_CWORD-2]} value=yes
  fi
  # operands so far, and the first of them
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case $word in
      =) i=$((i + 1)) ;;
      ${valued(grammar).join("|")}) [[ \${COMP_WORDS[i+1]} == = ]] || i=$((i + 1)) ;;
      -[!0-9.]*) ;;
      *) [[ $count -gt 0 ]] || first=$word; count=$((count + 1)) ;;
    esac
  done

  if [[ $value ]] || ((i > COMP_CWORD)); then
    case $before in
      ${[...files.flatMap(spellings), ...kinds].join("|")}) return ;;
    esac
    for name in \${first//,/ }; do
      [[ $values ]] || _loss_values "$name" "$before"
    done
    [[ $first ]] || _loss_values '' "$before"
    found=$values
  elif [[ $current == -* ]]; then
    for name in \${first//,/ }; do
      _loss_options "$name"
      found="$found $options"
    done
    [[ $first ]] || { _loss_options ''; found=$options; }
  else
    case $first:$count in
      :*) found=losses ;;
${commands.flatMap(({ name, operands }) => operandsOf(name, operands)).join("\n")}
      *) return ;;
    esac
    if [[ $found == losses ]]; then
      found=
      if [[ $current == *,* ]]; then prefix=\${current%,*}, current=\${current##*,}
      elif [[ ! $first ]]; then found='${commands.map(({ name }) => name).join(" ")}'
      fi
      for name in $losses; do
        [[ ,$prefix == *,$name,* ]] || found="$found $name"
      done
    fi
  fi
  COMPREPLY=($(compgen -P "$prefix" -W "$found" -- "$current"))
  [[ \${#COMPREPLY[@]} -ne 1 || $COMPREPLY != *= ]] || compopt -o nospace 2>/dev/null
  # nothing to say is better than files where none can stand
  [[ \${#COMPREPLY[@]} -gt 0 ]] || compopt +o default +o bashdefault 2>/dev/null
}

complete -o bashdefault -o default -F _loss loss
`;
}

const words = (flags: readonly Flag[]): string => flags.flatMap(spellings).join(" ");

/** Lines for the options that can be one of some words. */
const valuesOf = (names: readonly string[], flags: readonly Flag[]): string[] =>
  flags.flatMap((flag) => {
    if (typeof flag.value !== "object") return [];
    const patterns = names.flatMap((name) => spellings(flag).map((spelling) => `${name}:${spelling}`));
    return [`    ${patterns.join("|")}) values='${flag.value.join(" ")}' ;;`];
  });

/** Lines for the operands of a command, of which it counts as the first itself. */
const operandsOf = (name: string, operands: readonly Operand[]): string[] =>
  operands.map((operand, i) => {
    const place = i === operands.length - 1 ? "*" : String(i + 1);
    if (operand === "file") return `      ${name}:${place}) return ;;`;
    const found = operand === "loss" ? "$losses" : operand === "losses" ? operand : `'${operand.join(" ")}'`;
    return `      ${name}:${place}) found=${found} ;;`;
  });
