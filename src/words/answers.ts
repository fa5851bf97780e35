import { shortBytes } from "./format.ts";

/** What the header says to the last key. */
export const COPIED = "copied (OSC 52; tmux needs set-clipboard on)";

export const savedText = (file: string, bytes: number): string =>
  `saved ${file}, ${shortBytes(bytes)}`;

export const NOTHING_TO: Readonly<Record<"copy" | "jump", string>> = {
  copy: "no row is selected: there is nothing to copy",
  jump: "this speaks of no process that runs: there is nothing to jump to",
};
export const READING_AGAIN = "reading the project again";
export const READ_AGAIN: Readonly<Record<"read" | "no-project" | "too-large", string>> = {
  read: "the project was read again",
  "no-project": "no project is found by its processes; --project DIR names it",
  "too-large": "the project is too large to be read here: swtop audit DIR beside it",
};
export const NOTHING_TO_READ = "a recording has no files to read again";
export const NOTHING_TO_EXPORT = "no project was read: there is nothing to export";
