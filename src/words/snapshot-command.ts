import type { SnapshotPart } from "../domain/snapshot.ts";
import { show } from "../domain/text.ts";

/** What keeps `swtop snapshot` from an answer, as data; one sentence each, with the way out. */
export type SnapshotProblem =
  | { readonly kind: "both-named" }
  /** `candidates`: what could be named, `Worker.0` or `shop-api/Worker.0`. */
  | { readonly kind: "none-named"; readonly candidates: readonly string[] }
  | { readonly kind: "several"; readonly slot: string; readonly candidates: readonly string[] }
  | { readonly kind: "nobody"; readonly slot: string; readonly candidates: readonly string[] }
  | { readonly kind: "gone"; readonly pid: number }
  | { readonly kind: "nothing-read"; readonly pid: number }
  | {
      readonly kind: "not-recorded";
      readonly subject: string;
      readonly candidates: readonly string[];
    }
  | { readonly kind: "no-snapshot-file"; readonly file: string }
  | { readonly kind: "occupied"; readonly file: string }
  | { readonly kind: "save-to-output" };

export function snapshotProblemText(problem: SnapshotProblem): string {
  switch (problem.kind) {
    case "both-named":
      return "--pid and --slot are two ways to name one process; give one of them";
    case "none-named":
      return `name a process with --pid N or --slot S${listed("; there are ", problem.candidates)}`;
    case "several":
      return `${show(problem.slot)} is filled more than once; name one${listed(": --slot ", problem.candidates, " or ")}`;
    case "nobody":
      return `no process has the slot ${show(problem.slot)}${listed("; there are ", problem.candidates)}.`;
    case "gone":
      return `there is no process ${problem.pid}, or it is gone. \`swtop watch --count 1\` lists those of Swoole.`;
    case "nothing-read":
      return `nothing could be read of process ${problem.pid}.`;
    case "not-recorded":
      return `the recording holds no snapshot of ${show(problem.subject)}${listed("; it holds ", problem.candidates)}.`;
    case "no-snapshot-file":
      return `${show(problem.file)} is no snapshot, and no recording that holds one. \`swtop snapshot --save FILE\` makes one.`;
    case "save-to-output":
      return "--save wants the name of a file; for standard output leave it out and say --json";
    case "occupied":
      return `${show(problem.file)} exists and is no snapshot; it is not overwritten. Name another file.`;
  }
}

const MOST_LISTED = 12;

function listed(lead: string, names: readonly string[], glue = ", "): string {
  if (names.length === 0) return "";
  const more = names.length - MOST_LISTED;
  const shown = names.slice(0, MOST_LISTED).map(show).join(glue);
  return `${lead}${shown}${more > 0 ? ` and ${more} more` : ""}`;
}

const PARTS: Readonly<Record<SnapshotPart, string>> = {
  "0": "memory by kind",
  "1": "the heap",
  "2a": "objects",
  "2b": "properties",
  "3": "what gc would free",
};

/** `reading objects 62 %`. */
export const readingText = (reading: {
  readonly part: SnapshotPart;
  readonly percent: number | null;
}): string =>
  `reading ${PARTS[reading.part]}${reading.percent === null ? "" : ` ${Math.round(reading.percent)} %`}`;
