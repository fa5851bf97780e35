/** Why a key did nothing: `words/answers.ts` has a sentence for each. */
export const REFUSALS = [
  /** A recording has no process whose memory could be read. */
  "snapshot-of-recording",
  "snapshot-of-nobody",
  "snapshot-of-gone",
  /** Another one is still being read. */
  "snapshot-busy",
  /** There is none to copy or to write. */
  "no-snapshot",
  /** There is none before, after, or of another slot. */
  "no-earlier-snapshot",
  "no-later-snapshot",
  "no-other-snapshot",
  /** Nothing further up or down is what the log pane looks for. */
  "no-log-match",
  /** There is no line to copy. */
  "no-log-line",
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** What came of the last key: in words, or why nothing did. */
export type Answer = string | { readonly refused: Refusal };
