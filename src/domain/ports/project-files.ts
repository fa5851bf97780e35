// How a project's files are asked for: the reader says what it wants next, whoever has the files answers.

/** Relative to the project's root; absolute when it lies outside of it, which only a target can answer. */
export type Wanted =
  | { readonly kind: "file"; readonly path: string; readonly mostBytes: number }
  /** Every file below it with one of the suffixes, down to `depth` folders (0: the folder itself). */
  | {
      readonly kind: "folder";
      readonly path: string;
      readonly suffixes: readonly string[];
      readonly depth: number;
      readonly mostBytes: number;
    };

/** One file as it was found. Text is UTF-8; what is none in it is U+FFFD. */
export type ReadFile =
  | { readonly path: string; readonly kind: "text"; readonly text: string; readonly isCut: boolean }
  | { readonly path: string; readonly kind: "absent" | "unreadable" | "too-large" };

/** Reads what is wanted. A file that was asked for by name is answered in any case; a folder only with what it has. */
export type ReadFiles = (wanted: readonly Wanted[]) => Promise<readonly ReadFile[]>;
