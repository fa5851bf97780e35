import type { Answer, Refusal } from "../domain/refusal.ts";
import { show } from "../domain/text.ts";
import { counted, shortBytes } from "./format.ts";

/** What the header says to the last key. */
export const COPIED = "copied (OSC 52; tmux needs set-clipboard on)";

export const savedText = (file: string, bytes: number): string =>
  `saved ${file}, ${shortBytes(bytes)}`;

export const NOTHING_TO: Readonly<Record<"copy" | "jump", string>> = {
  copy: "no row is selected: there is nothing to copy",
  jump: "this speaks of no process that runs: there is nothing to jump to",
};
export const STANDS_ALONE = "nothing stands beside it that could be attached to";

export const READING_AGAIN = "reading the project again";
export const READ_AGAIN: Readonly<Record<"read" | "no-project" | "too-large", string>> = {
  read: "the project was read again",
  "no-project": "no project is found by its processes; --project DIR names it",
  "too-large": "the project is too large to be read here: swtop audit DIR beside it",
};
export const NOTHING_TO_READ = "a recording has no files to read again";
export const NOTHING_TO_EXPORT = "no project was read: there is nothing to export";

export const NO_LINES_TO_SAVE = "no line is shown: there is nothing to save";

export const EARLIER_LOGS = {
  reading: "reading what stands before in the log files",
  recording: "a recording has no more lines before these",
  full: "the log pane is full: nothing older has room in it",
  closed: "no log file of this target can be read now",
} as const;

/** Of what was read beyond what there was: `3012 older lines of 2 logs; 1.3M before them: [ again`. */
export function earlierText(read: {
  readonly lines: number;
  readonly sources: number;
  readonly leftBytes: number;
  readonly isFull: boolean;
  /** There are logs that are no files. */
  readonly hasStreams: boolean;
}): string {
  const { lines, sources, leftBytes, isFull, hasStreams } = read;
  if (lines === 0 && leftBytes > 0) return "the log files cannot be read further back now";
  if (lines === 0)
    return `no log file has lines before these${hasStreams ? "; stdout and the journal are read from here on only" : ""}`;
  const logs = counted(sources, "log");
  if (isFull) return `older lines of ${logs}, as far as the log pane has room`;
  const text = `${counted(lines, "older line")} of ${logs}`;
  return leftBytes === 0 ? text : `${text}; ${shortBytes(leftBytes)} before them: [ again`;
}

const REFUSED: Readonly<Record<Refusal, string>> = {
  "snapshot-of-recording": "a recording has no memory to read; 5 shows the snapshots in it",
  "snapshot-of-nobody": "no process is selected: there is nobody to take a snapshot of",
  "snapshot-of-gone": "this process has ended: select one that lives, then S",
  "snapshot-busy": "one snapshot at a time: 5 shows the one being read, Esc there ends it",
  "no-snapshot": "there is no snapshot yet: S takes one",
  "no-earlier-snapshot": "no earlier snapshot of this slot is kept",
  "no-later-snapshot": "this is the latest snapshot of this slot",
  "no-other-snapshot": "no other slot has a snapshot yet: S on its process takes one",
  "no-log-match": "no other line matches in that direction; & and [ show what is searched",
  "no-log-line": "no line is shown: there is nothing to copy",
};

/** What the last key is answered. */
export const answerText = (answer: Answer): string =>
  typeof answer === "string" ? show(answer) : REFUSED[answer.refused];
