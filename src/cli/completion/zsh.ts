import type { Operand } from "../commands/command.ts";
import { type Flag, type Grammar, kindsOf, valued } from "./grammar.ts";

/** For zsh, sourced or in a folder of $fpath by the name of _loss. */
export function zshScript(grammar: Grammar): string {
  const { commands, losses, flags } = grammar;
  const specs = (own: readonly Flag[]): string => own.map((flag) => `      ${specOf(flag)}\n`).join("");
  return `#compdef loss
# zsh completion for loss; loss completion --help says how to use it.

_loss_names() {
  local -a names=(
${losses.map(({ name, about }) => `    ${quoted(`${name}:${about}`)}`).join("\n")}
  )
  _describe -t losses loss names "$@"
}

# losses joined by commas
_loss_several() {
  compset -P '*,'
  local -a named=(\${(s:,:)IPREFIX})
  _loss_names -qS , -F named
}

# words, of which some end in = for a file to follow
_loss_kinds() {
  if compset -P '*='; then _files
  else
    compadd -S '' -- \${(M)@:#*=}
    compadd -- \${@:#*=}
  fi
}

_loss_first() {
  local -a commands=(
${commands.map(({ name, about }) => `    ${quoted(`${name}:${about}`)}`).join("\n")}
  )
  [[ $PREFIX == *,* ]] || _describe -t commands command commands
  _loss_several
}

_loss() {
  local first word name
  local -i i
  local -a specs flags=(
${specs(flags)}  )
  # the command or the losses: what is neither an option nor an option's value
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    case $word in
      (${valued(grammar).join("|")}) ((i++)) ;;
      (-[^0-9.]*) ;;
      (*) first=$word; break ;;
    esac
  done

  case $first in
${commands
  .map(({ name, flags: own, operands }) => {
    const places = operands.map((operand, i) => {
      const place = i === operands.length - 1 ? "*" : String(i + 2);
      return `      ${quoted(`${place}:${actionOf(operand)}`)}\n`;
    });
    return `    (${name})\n      specs=(\n${specs(own)}${places.join("")}      )\n      ;;`;
  })
  .join("\n")}
    (*)
      for name in \${(s:,:)first}; do
        case $name in
${losses.map(({ names, flags: own }) => `          (${names.join("|")})\n            specs+=(\n${specs(own)}            )\n            ;;`).join("\n")}
        esac
      done
      specs+=($flags '*:file:_files')
      ;;
  esac
  _arguments -s : '1:loss:_loss_first' "\${(@u)specs}"
}

if [[ $funcstack[1] == _loss ]]; then _loss "$@"
else compdef _loss loss
fi
`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** An option for _arguments. */
function specOf({ short, long, about, label, value }: Flag): string {
  const text = `[${about.replace(/[[\]:\\]/g, "\\$&")}]`;
  const behind = value === undefined ? "" : `:${label}:${valueAction(value)}`;
  const name = value === undefined ? long : `${long}=`;
  if (!short) return quoted(name + text + behind);
  const letter = value === undefined ? short : `${short}+`;
  return `'(${short} ${long})'{${letter},${name}}${quoted(text + behind)}`;
}

function valueAction(value: NonNullable<Flag["value"]>): string {
  if (value === "file") return "_files";
  if (value === "anything") return " ";
  return kindsOf(value).length > 0 ? `{_loss_kinds ${value.join(" ")}}` : `(${value.join(" ")})`;
}

const actionOf = (operand: Operand): string =>
  operand === "file"
    ? "file:_files"
    : operand === "loss"
      ? "loss:_loss_names"
      : operand === "losses"
        ? "losses:_loss_several"
        : `word:(${operand.join(" ")})`;
