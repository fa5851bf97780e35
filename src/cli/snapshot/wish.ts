import { SNAPSHOT_LEVELS, type SnapshotLevel } from "../../domain/snapshot.ts";
import { snapshotProblemText, type SnapshotProblem } from "../../words/snapshot-command.ts";
import { Ending, EXIT } from "../exit.ts";
import type { Invocation } from "../args.ts";

/** Which process a command line means: `slot` as it was typed, with or without its server. */
export type Wish =
  | { readonly pid: number; readonly slot: null }
  | { readonly pid: null; readonly slot: string };

/** @throws Ending 2 for two ways at once; null: nobody is named */
export function wishOf({ options }: Invocation): Wish | null {
  const pid = options.number("pid");
  const slot = options.text("slot");
  if (pid !== null && slot !== null) throw wrongUsage({ kind: "both-named" });
  if (pid !== null) return { pid, slot: null };
  return slot === null ? null : { pid: null, slot };
}

export const levelOf = ({ options }: Invocation): SnapshotLevel =>
  SNAPSHOT_LEVELS.find((level) => level === options.number("level")) ?? 3;

export const wrongUsage = (problem: SnapshotProblem): Ending => ending(EXIT.usage, problem);

export const notToBeHad = (problem: SnapshotProblem): Ending => ending(EXIT.target, problem);

const ending = (code: number, problem: SnapshotProblem): Ending =>
  new Ending(code, `swtop: ${snapshotProblemText(problem)}`);
