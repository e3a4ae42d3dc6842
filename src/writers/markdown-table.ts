/** A column of a table: its heading, and whether its cells are numbers. */
export interface MarkdownColumn {
  readonly name: string;
  readonly numeric?: boolean;
}

/** Words in Markdown that show as they are: on one line, with nothing that would be markup. */
export function markdownText(text: string): string {
  return (
    text
      .replace(/\s*[\r\n]+\s*/g, " ")
      .replace(/[\\`*[\]<>|~&#]/g, "\\$&")
      // inside a word it is no markup
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
  );
}

/** A table as GitHub has it; cells are plain words. */
export function markdownTable(
  columns: readonly MarkdownColumn[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
  const words = (cells: readonly string[]): string => line(cells.map(markdownText));
  const rule = columns.map(({ numeric }) => (numeric ? "---:" : "---"));
  return words(columns.map(({ name }) => name)) + line(rule) + rows.map(words).join("");
}
