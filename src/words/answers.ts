import { shortBytes } from "./format.ts";

/** What the header says to the last key. */
export const COPIED = "copied (OSC 52; tmux needs set-clipboard on)";

export const savedText = (file: string, bytes: number): string =>
  `saved ${file}, ${shortBytes(bytes)}`;
