import type { Observation } from "../../domain/observation.ts";
import { allProcesses } from "../../domain/sample.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import { notToBeHad, wrongUsage, type Wish } from "./wish.ts";

/** A snapshot of a recording, with the server that its process belonged to then; null: no sample says. */
export type Recorded = { readonly snapshot: Snapshot; readonly server: string | null };

/** The last snapshot of each process, in the order of the recording. */
export async function recordedSnapshots(
  observations: AsyncIterable<Observation>,
): Promise<readonly Recorded[]> {
  let servers: ReadonlyMap<number, string> = new Map();
  const found = new Map<string, Recorded>();
  for await (const observation of observations) {
    if (observation.type === "sample") {
      const all = allProcesses(observation.sample);
      servers = new Map(all.map(({ server, process }) => [process.pid, server.id]));
    }
    if (observation.type !== "snapshot") continue;
    const { snapshot } = observation.progress;
    const key = `${snapshot.pid} ${snapshot.slot}`;
    found.delete(key);
    found.set(key, { snapshot, server: servers.get(snapshot.pid) ?? null });
  }
  return [...found.values()];
}

/**
 * The last one of the process that is meant.
 * @throws Ending 3 when there is none, 2 when nobody is named or more than one server has it
 */
export function chosenOf(all: readonly Recorded[], wish: Wish | null): Snapshot {
  if (wish === null) throw wrongUsage({ kind: "none-named", candidates: all.map(nameOf) });
  const meant = all.filter((each) =>
    wish.pid === null
      ? each.snapshot.slot === wish.slot || nameOf(each) === wish.slot
      : each.snapshot.pid === wish.pid,
  );
  const last = meant.at(-1);
  if (last === undefined) {
    const subject = wish.pid === null ? wish.slot : `pid ${wish.pid}`;
    throw notToBeHad({ kind: "not-recorded", subject, candidates: all.map(nameOf) });
  }
  const servers = new Set(meant.map(({ server }) => server));
  if (wish.pid === null && servers.size > 1)
    throw wrongUsage({ kind: "several", slot: wish.slot, candidates: meant.map(nameOf) });
  return last.snapshot;
}

function nameOf({ snapshot: { slot, pid }, server }: Recorded): string {
  if (slot === null) return `--pid ${pid}`;
  return server === null ? slot : `${server}/${slot}`;
}
