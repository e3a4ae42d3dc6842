/** A file or stream, as text or bytes. */
export type Content = string | Uint8Array;

/** One run of the command, and all that it says. */
export interface Case {
  /** A number for what is wrong, and a letter where that has several cases. */
  readonly id: string;
  readonly what: string;
  readonly files?: Readonly<Record<string, Content>>;
  readonly stdin?: Content;
  /** Arguments, between blanks. */
  readonly args: string;
  /** 0 unless told otherwise. */
  readonly status?: number;
  /** All of stderr, but for the `loss: ` before each line and the line end behind it. */
  readonly says?: string | readonly string[];
  /** All of stdout but for the last line end; nothing unless told otherwise. */
  readonly prints?: string;
}

/** A table of two columns, pred and target. */
export const table = (...rows: string[]): Record<string, string> => ({
  "p.csv": ["pred,target", ...rows, ""].join("\n"),
});

/** A table of two columns, pred and target, of which the first row's prediction is the text at hand. */
export const cell = (text: string): Record<string, string> => table(`${text},2`, "3,4");
