/** Breaks a text at blanks into lines of at most `width`; what follows the first line is indented. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  // two blanks belong to a formula's layout, so only single ones break
  for (const word of text.split(/(?<! ) (?! )/)) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
