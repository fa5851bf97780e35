// What is really open, beside what is declared.
import type { Facts } from "../../domain/facts.ts";
import { serverOf } from "./swoole-running.ts";

/**
 * `open now: at most 75 to port 3306 in one process (Worker.3), 600 in all 9 that were read`; null: nothing runs, whose pools these are is not told, or nobody read it.
 * Several databases of one port are counted together: only their ports are seen.
 */
export function openTo(facts: Facts, port: number | null): string | null {
  const server = serverOf(facts);
  if (server === null || port === null) return null;
  const read = server.slots.flatMap(({ slot, pid, sockets }) =>
    sockets === null ? [] : [{ who: slot ?? `PID ${pid}`, count: sockets[String(port)] ?? 0 }],
  );
  const [most] = read.toSorted((a, b) => b.count - a.count);
  if (most === undefined) return null;
  const all = read.reduce((sum, { count }) => sum + count, 0);
  return `open now: at most ${most.count} to port ${port} in one process (${most.who}), ${all} in the ${read.length} that were read`;
}
