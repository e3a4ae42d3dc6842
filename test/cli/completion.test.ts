import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/cli/commands/index.ts";
import { allFlags, type Grammar, grammar, spellings } from "../../src/cli/completion/grammar.ts";
import { computeOptions } from "../../src/cli/options.ts";
import { losses } from "../../src/losses/index.ts";
import { FORMATS } from "../../src/readers/index.ts";
import { OUTPUT_FORMATS } from "../../src/writers/index.ts";
import { play } from "../transcripts.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;
const scripts: Record<string, string> = {};
const files: Record<string, string> = {};
let whole: Grammar;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "loss-completion-"));
  writeFileSync(join(folder, "preds.csv"), "");
  for (const shell of SHELLS) {
    scripts[shell] = await play(`loss completion ${shell}`);
    files[shell] = join(folder, `loss.${shell}`);
    writeFileSync(files[shell], scripts[shell]);
  }
  files.folder = folder;
  whole = await grammar(COMMANDS);
}, 60_000);

const has = (shell: string): boolean => spawnSync(shell, ["-c", "true"]).status === 0;
/** Shells here; bash is needed by the other tests too. */
const present = SHELLS.filter((shell) => shell === "bash" || has(shell));

it("what is to complete is what the command takes", () => {
  const words = new Set(allFlags(whole).flatMap(spellings));
  const options = losses.flatMap((loss) => computeOptions([loss])).filter(({ hidden }) => !hidden);
  for (const { flags } of options)
    for (const word of flags.match(/(?<![\w<])--?[\w-]+/g)!) expect(words).toContain(word);
  expect(words.size).toBeGreaterThan(70);
  for (const { name, flags } of whole.losses) {
    const loss = losses.find((one) => one.name === name)!;
    const all = [...whole.flags, ...flags].map(({ long }) => long).sort();
    const shown = computeOptions([loss]).filter(({ hidden }) => !hidden);
    expect(all).toEqual(shown.map((option) => /--[\w-]+/.exec(option.flags)![0]).sort());
  }
});

it("every word can stand in a script as it is", () => {
  const operands = whole.commands.flatMap(({ operands: all }) =>
    all.filter((one) => typeof one === "object"),
  );
  const values = allFlags(whole).map(({ value }) => (typeof value === "object" ? value : []));
  for (const word of [...operands, ...values, ...whole.losses.map(({ names }) => names)].flat())
    expect(word).toMatch(/^[\w-]+=?$/);
});

describe.each(SHELLS)("the script for %s", (shell) => {
  it("names every loss, command, option and value there is", () => {
    const words = new Set(scripts[shell]!.split(/[^\w-]+/));
    const long = shell === "fish" ? 2 : 0;
    for (const { names } of whole.losses) for (const name of names) expect(words).toContain(name);
    for (const { name } of whole.commands) expect(words).toContain(name);
    for (const flag of allFlags(whole)) {
      expect(words).toContain(flag.long.slice(long));
      for (const value of typeof flag.value === "object" ? flag.value : [])
        expect(words).toContain(value.replace(/=$/, ""));
    }
  });

  it("holds nothing of this machine, and no loose end", () => {
    expect(scripts[shell]).not.toMatch(/undefined|\[object|node|\/home|\/tmp/);
    expect(scripts[shell]).toMatch(/^(?:# bash|#compdef loss\n# zsh|# fish) completion for loss; /);
  });
});

it.each(present)("%s finds nothing wrong with the script", (shell) => {
  expect(spawnSync(shell, ["-n", files[shell]!], { encoding: "utf8" })).toMatchObject({
    status: 0,
    stdout: "",
    stderr: "",
  });
});

const names = losses.map(({ name }) => name);
/** What is typed, and what it can become; where no word is given, files. */
const cases: readonly (readonly [line: string, found: readonly string[] | undefined])[] = [
  ["loss smo", ["smooth-l1"]],
  ["loss li", ["list"]],
  ["loss mse,smo", ["mse,smooth-l1"]],
  ["loss mse,mae,ms", ["mse,mae,msle"]],
  ["loss mse,list", []],
  ["loss --format csv smo", ["smooth-l1"]],
  ["loss smooth-l1 --be", ["--beta"]],
  ["loss mse --be", []],
  ["loss SmoothL1Loss --be", ["--beta"]],
  ["loss mse,smooth-l1 preds.csv --be", ["--beta"]],
  ["loss mse -1,2 --sam", ["--sample-weight"]],
  ["loss mse --input-format ", FORMATS],
  ["loss mse --format ", OUTPUT_FORMATS],
  ["loss mse --format=j", ["json"]],
  ["loss mse --format=", OUTPUT_FORMATS],
  ["loss mse --missing s", ["skip"]],
  ["loss mse --reduction ", ["none", "mean", "sum"]],
  ["loss kl-div --reduction b", ["batchmean"]],
  ["loss cross-entropy --from ", ["logits", "probs", "log-probs"]],
  ["loss mse,cross-entropy --from pr", ["probs"]],
  ["loss huber --like t", ["torch", "tfjs"]],
  ["loss bce -o ", undefined],
  ["loss bce --output pre", undefined],
  ["loss bce pre", undefined],
  ["loss smooth-l1 --beta ", []],
  ["loss list ra", ["ranking"]],
  ["loss list --t", ["--takes"]],
  ["loss list --be", []],
  ["loss show hub", ["huber"]],
  ["loss show mse,hub", []],
  ["loss check --report j", ["junit=", "json="]],
  ["loss check --report m", ["markdown="]],
  ["loss check --report g", ["github"]],
  ["loss check --report junit=pre", undefined],
  ["loss completion ", SHELLS],
  ["loss help comple", ["completion"]],
];

/** What bash offers; undefined for files. */
function bashFinds(line: string): string[] | undefined {
  // readline hands over = as a word of its own
  const words = line.split(" ").flatMap((word) => word.split(/(?<==)|(?==)/));
  const script = `
    source "$1"; shift
    compopt() { [[ $* == '+o default +o bashdefault' ]] && echo nothing; }
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _loss
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const found = execFileSync("bash", ["-c", script, "bash", files.bash!, ...words], { encoding: "utf8" });
  const lines = found.split("\n").filter(Boolean);
  if (lines.length === 0) return undefined;
  return lines[0] === "nothing" ? lines.slice(1) : lines;
}

describe("bash", () => {
  it.each(cases)("%s", (line, found) => {
    expect(bashFinds(line)?.sort()).toEqual(found && [...found].sort());
  });

  it("offers commands and losses first, and only what is not yet named behind a comma", () => {
    expect(bashFinds("loss ")?.sort()).toEqual([...whole.commands.map(({ name }) => name), ...names].sort());
    expect(bashFinds("loss mse,")).toEqual(
      names.filter((name) => name !== "mse").map((name) => `mse,${name}`),
    );
  });

  it("is told how to complete", () => {
    expect(scripts.bash).toMatch(/\ncomplete -o bashdefault -o default -F _loss loss\n$/);
    const told = execFileSync("bash", ["-c", `source "$1"; complete -p loss`, "bash", files.bash!]);
    expect(told.toString()).toBe("complete -o bashdefault -o default -F _loss loss\n");
  });
});

// where zsh and fish are not installed, their scripts are held by the tests above
describe.runIf(present.includes("fish"))("fish", () => {
  it.each(cases)("%s", (line, found) => {
    const script = "source $argv[1]; cd $argv[2]; complete -C $argv[3]";
    const told = execFileSync("fish", ["--no-config", "-c", script, files.fish!, files.folder!, line]);
    const words = told.toString().split("\n").filter(Boolean);
    // what does not begin with the word comes from fish, which offers what is merely similar
    const typed = line.split(" ").at(-1)!;
    const begun = words.filter((word) => word.startsWith(typed)).map((word) => word.split("\t")[0]!);
    if (found) expect(begun.map((word) => word.replace(/^--\w+=/, "")).sort()).toEqual([...found].sort());
    else expect(begun.map((word) => word.replace(/^\w+=/, ""))).toContain("preds.csv");
  });
});

/** Types lines and the tab key into a zsh on a pseudo-terminal, and says what they become. */
const ZSH = `
  zmodload zsh/zpty
  cd $2
  lines=$2/lines
  : > $lines
  zpty -b shell zsh -f -i
  zpty -w shell "PS1= ; autoload -U compinit; compinit -D -u; source $1
    report() { print -r -- '<'\\$BUFFER'>' >> $lines; BUFFER= }; zle -N report; bindkey '^T' report"
  for line in \${@[3,-1]}; do zpty -n -w shell $line$'\\t\\C-T'; done
  while [[ $(wc -l < $lines) -lt $(($# - 2)) ]]; do sleep 0.1; done
  zpty -d shell
  cat $lines`;

it.runIf(present.includes("zsh"))("zsh", () => {
  // one word, none, or the file
  const sure = cases.filter(([, found]) => found === undefined || found.length < 2);
  const folder = mkdtempSync(join(tmpdir(), "loss-zsh-"));
  writeFileSync(join(folder, "preds.csv"), "");
  const typed = sure.map(([line]) => line.replace(/ $/, " ./pre"));
  const told = execFileSync("zsh", ["-f", "-c", ZSH, "zsh", files.zsh!, folder, ...typed], {
    timeout: 120_000,
  });
  const became = told.toString().split("\n").filter(Boolean);
  const wanted = sure.map(([line, found], i) => {
    if (found?.length === 0) return typed[i];
    const whole = typed[i]!.replace(/[^ =]*$/, "");
    return whole + (found?.[0] ?? (line.endsWith(" ") ? "./preds.csv" : "preds.csv"));
  });
  const bare = (line: string): string => line.replace(/[ ,=]$/, "");
  expect(became.map((line) => bare(line.slice(1, -1)))).toEqual(wanted.map((line) => bare(line!)));
});
