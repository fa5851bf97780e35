import { formerLives, type Container } from "../../domain/container.ts";
import { SECOND_MS } from "../../domain/units.ts";
import type { RowMark } from "./churn.ts";
import type { Churn, Life } from "./life.ts";

/** The first process of a PID namespace: with it the container ends. */
const MAIN = 1;
/** Two clocks: the engine's and the target's. */
const CLOCKS_MS = 2 * SECOND_MS;

/**
 * A main process takes its group and its counter along when it is killed: that it was for want of memory only its engine tells, before or after the death is seen.
 * @returns marks of kind `oom`, which replace those of the deaths; the same Churn where nothing is to be said
 */
export function mainProcessKilled(
  churn: Churn,
  container: Container | null,
): { readonly churn: Churn; readonly marks: readonly RowMark[] } {
  const ends =
    container === null
      ? []
      : formerLives(container).flatMap(({ oomKilled, endedAt }) =>
          oomKilled === true && endedAt !== null ? [endedAt] : [],
        );
  const isVictim = ({ nsPid, pid, end, lastSeenAt, endedAt }: Life): boolean =>
    (nsPid ?? pid) === MAIN &&
    end === "death" &&
    ends.some((at) => lastSeenAt <= at + CLOCKS_MS && Number(endedAt) >= at - CLOCKS_MS);
  const rows = [...churn.ended].filter(([, lives]) => lives.some(isVictim));
  if (rows.length === 0) return { churn, marks: [] };
  const ended = new Map(churn.ended);
  for (const [rowKey, lives] of rows)
    ended.set(
      rowKey,
      lives.map((life) => (isVictim(life) ? { ...life, end: "oom" } : life)),
    );
  const marks = rows.flatMap(([rowKey, lives]) =>
    lives
      .filter(isVictim)
      .flatMap(({ endedAt, pid }): readonly RowMark[] =>
        endedAt === null ? [] : [{ rowKey, mark: { at: endedAt, kind: "oom", pid } }],
      ),
  );
  return { churn: { ...churn, ended }, marks };
}
