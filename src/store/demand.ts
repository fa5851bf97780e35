import type { Demand } from "../domain/demand.ts";
import { NO_DEMAND } from "../domain/demand.ts";
import { allProcesses, type Process } from "../domain/sample.ts";
import { SECOND_MS } from "../domain/units.ts";
import { heapPlaceOf } from "./heap-places.ts";
import { entriesOf } from "./select/entry.ts";
import { heapInstants } from "./select/heap-instants.ts";
import type { State } from "./state.ts";

/** Open files cost a directory listing each: everybody's once in this many samples. */
const OPEN_FILES_EVERY = 30;
/** A slot that just died is looked for at once; after that the session's own full scan finds it. */
const LOOK_FOR_MS = 3 * SECOND_MS;

/**
 * What should be known next: every member each second; uss of the looked at process first, then where it is unknown or oldest.
 * Descriptors and cgroups are asked for by the census, which tells the roles.
 */
export function demand({ known, screen }: State): Demand {
  const { sample } = known;
  if (sample === null) return NO_DEMAND;
  const processes = allProcesses(sample).map(({ process }) => process);
  const members = processes.map(({ pid }) => pid);
  const openedPid =
    screen.opened !== null && screen.opened === screen.selected?.key ? screen.selected.pid : null;
  const isHere = (pid: number | null | undefined): pid is number =>
    pid !== null && pid !== undefined && members.includes(pid);
  const looked = screen.selected?.pid;
  return {
    ...NO_DEMAND,
    watch: members,
    rollup: [...new Set([...(isHere(looked) ? [looked] : []), ...oldestFirst(processes)])],
    openFiles: sample.seq % OPEN_FILES_EVERY === 0 ? members : isHere(openedPid) ? [openedPid] : [],
    heap: sample.servers.flatMap((server) => {
      const place = heapPlaceOf(known, server);
      return server.processes.map(({ pid }) => ({ pid, place }));
    }),
    heapInstants: heapInstants(known),
    sockets: members,
    socketsNow: isHere(openedPid) ? [openedPid] : [],
    scan: entriesOf(known, sample, null).some(
      ({ isAlive, track }) => !isAlive && sample.at - (track.endedAt ?? 0) <= LOOK_FOR_MS,
    ),
  };
}

/** Of those never read the largest first: with hundreds of processes it takes minutes until it is everybody's turn. */
const oldestFirst = (processes: readonly Process[]): readonly number[] =>
  processes
    .toSorted((a, b) => (a.ussAt ?? 0) - (b.ussAt ?? 0) || sizeOf(b) - sizeOf(a))
    .map(({ pid }) => pid);

const sizeOf = ({ rssAnonBytes, rssBytes }: Process): number => rssAnonBytes ?? rssBytes ?? 0;
