import type { ExitCause } from "../domain/log.ts";
import type { Mark } from "../domain/mark.ts";

export type DeathLook = { readonly word: string; readonly isOrderly: boolean };

const WORDS: Readonly<Record<ExitCause, string>> = {
  "php-fatal": "fatal",
  exit: "exit",
  killed: "killed",
  oom: "oom",
  crash: "crash",
  terminated: "term",
};

/** What a process did itself is its cause, whatever chain it happened in. */
const OWN_CAUSES: readonly (ExitCause | null)[] = ["php-fatal", "exit", "crash"];

/** Why a process died, in a word of at most seven letters. Without a log only a counter of the kernel tells; `isReplaced`: another process has its place. */
export function deathLook(
  { kind, told }: Pick<Mark, "kind" | "told">,
  isReplaced: boolean,
): DeathLook {
  if (kind === "oom" || told?.cause === "oom") return { word: "oom", isOrderly: false };
  if (told === undefined) return { word: isReplaced ? "respawn" : "ended", isOrderly: true };
  const { cause, reason, story } = told;
  if (reason === "exit-timeout") return { word: "timeout", isOrderly: false };
  if (story?.startsWith("reload-") === true && !OWN_CAUSES.includes(cause))
    return { word: "reload", isOrderly: true };
  return { word: cause === null ? "died" : WORDS[cause], isOrderly: false };
}
