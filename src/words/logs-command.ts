import { show } from "../domain/text.ts";

/** What keeps `swtop logs` from an answer, as data; one sentence each, with the way out. */
export type LogsProblem =
  | { readonly kind: "directory"; readonly path: string }
  | { readonly kind: "timeless"; readonly names: readonly string[] }
  /** `ending`: how it ended, or its last words. */
  | { readonly kind: "silent-command"; readonly command: string; readonly ending: string }
  | { readonly kind: "failed-command"; readonly command: string; readonly ending: string }
  /** The container's log driver; null: not told. */
  | { readonly kind: "unreadable-output"; readonly driver: string | null }
  /** What the API server said; null: nothing. */
  | { readonly kind: "forbidden-output"; readonly words: string | null }
  /** Packed, and its end is missing or damaged. */
  | { readonly kind: "torn"; readonly path: string }
  /** `option` with its value fits nobody, null: it does; and events that nobody can be named for were left out. */
  | {
      readonly kind: "unfit";
      readonly option: string | null;
      readonly what: "slot" | "pid" | "role" | null;
      /** In their order. */
      readonly seen: readonly string[];
      readonly unplacedEvents: number;
    };

export function logsProblemText(problem: LogsProblem): string {
  switch (problem.kind) {
    case "directory":
      return `${show(problem.path)} is a directory. Name a log file in it.`;
    case "silent-command":
      return `\`${show(problem.command)}\` printed nothing: ${show(problem.ending)}. Try it in a shell.`;
    case "failed-command":
      return `\`${show(problem.command)}\` failed: ${show(problem.ending)}. What it printed before is here; what should follow is not.`;
    case "unreadable-output":
      return `the container's stdout and stderr cannot be read: its engine keeps none with the log driver ${problem.driver === null ? "it has" : show(problem.driver)}. Name what reads it with --log-cmd.`;
    case "forbidden-output":
      return `the container's stdout and stderr may not be read: ${problem.words === null ? "the cluster forbids it" : show(problem.words)}. \`swtop doctor --rbac\` prints the rights that swtop takes.`;
    case "torn":
      return `${show(problem.path)} is torn or damaged: what stands here is only what could be unpacked of it. Fetch it again.`;
    case "unfit":
      return [misfitText(problem), unplacedText(problem.unplacedEvents)]
        .filter((text) => text !== null)
        .join(" ");
    case "timeless":
      return `no line of ${problem.names.map(show).join(", ")} says its time: --since hides nothing.`;
  }
}

type Misfit = Extract<LogsProblem, { readonly kind: "unfit" }>;
const MOST_NAMED = 10;

function misfitText({ option, what, seen }: Misfit): string | null {
  if (option === null || what === null) return null;
  const of = `nothing here is of ${show(option)};`;
  if (seen.length === 0) return `${of} no line says its ${what}.`;
  const named = seen.slice(0, MOST_NAMED).map(show).join(", ");
  const more = seen.length - MOST_NAMED;
  return `${of} ${what}s seen: ${named}${more > 0 ? ` and ${more} more` : ""}.`;
}

function unplacedText(count: number): string | null {
  if (count === 0) return null;
  return count === 1
    ? "1 event whose slot is not known is hidden."
    : `${count} events whose slot is not known are hidden.`;
}

/** A rule where lines are missing; null: nobody knows how much. */
export const lostText = (bytes: number | null): string =>
  bytes === null ? "lines before this were lost" : `${bytes} bytes before this were not read`;
