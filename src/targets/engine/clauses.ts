import type { Container } from "../../domain/container.ts";
import { KILLED } from "./lives.ts";

/** How a container stands still, as a clause: `api exited with 137 (killed) at 2026-11-27 09:12 UTC`. */
export function stillClause({ name, state, lives }: Container): string {
  const last = lives.at(-1);
  if (state === "dead") return `${name} is being removed`;
  if (state === "created" || last === undefined) return `${name} was created and never started`;
  if (state === "restarting") return `${name} ended${howClause(last)}, and is being restarted`;
  return `${name} is not running: it ended${howClause(last)}`;
}

/** That it runs again, and how the life before ended. */
export function againClause({ name, lives }: Container): string {
  const former = lives.at(-2);
  return former === undefined ? name : `${name}, after it ended${howClause(former)}`;
}

function howClause({ exitCode, oomKilled, endedAt }: Container["lives"][number]): string {
  const code = exitCode === null ? "" : ` with exit ${exitCode}`;
  const why =
    oomKilled === true ? " (killed for want of memory)" : exitCode === KILLED ? " (killed)" : "";
  return `${code}${why}${endedAt === null ? "" : ` at ${timeClause(endedAt)}`}`;
}

const timeClause = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
