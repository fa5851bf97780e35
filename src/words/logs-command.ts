import { show } from "../domain/text.ts";

/** What keeps `swtop logs` from an answer, as data; one sentence each, with the way out. */
export type LogsProblem =
  | { readonly kind: "directory"; readonly path: string }
  | { readonly kind: "timeless"; readonly names: readonly string[] }
  /** `ending`: how it ended, or its last words. */
  | { readonly kind: "silent-command"; readonly command: string; readonly ending: string };

export function logsProblemText(problem: LogsProblem): string {
  switch (problem.kind) {
    case "directory":
      return `${show(problem.path)} is a directory. Name a log file in it.`;
    case "silent-command":
      return `\`${show(problem.command)}\` printed nothing: ${show(problem.ending)}. Try it in a shell.`;
    case "timeless":
      return `no line of ${problem.names.map(show).join(", ")} says its time: --since hides nothing.`;
  }
}

/** A rule where lines are missing; null: nobody knows how much. */
export const lostText = (bytes: number | null): string =>
  bytes === null ? "lines before this were lost" : `${bytes} bytes before this were not read`;
