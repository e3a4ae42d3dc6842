/** Words in Markdown that show as they are: on one line, with nothing that would be markup. */
export function markdownText(text: string): string {
  // an underscore within a word is no markup
  return text.replace(/\s+/g, " ").replace(/[\\`*[\]<>|~&]|(?<![\p{L}\p{N}_])_|_(?![\p{L}\p{N}_])/gu, "\\$&");
}

/** A row of a table as GitHub draws them. */
export const markdownLine = (cells: readonly string[]): string =>
  `| ${cells.map(markdownText).join(" | ")} |\n`;

/** The heads of columns; those of numbers stand to the right. */
export const markdownHead = (names: readonly string[], right: readonly boolean[]): string =>
  markdownLine(names) + markdownLine(right.map((numeric) => (numeric ? "--:" : "---")));
