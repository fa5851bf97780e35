// Where the live heaps of a server are, as a snapshot of one of its processes found it.
import { allProcesses, incarnationKey, type Server } from "../domain/sample.ts";
import type { HeapPlace, SnapshotProgress } from "../domain/snapshot.ts";
import type { Known } from "./state.ts";

const MOST_PLACES = 32;

/** A snapshot says where it read; one of a process that is in no server is of no use to another. */
export function heapPlaceCame(known: Known, { place, snapshot }: SnapshotProgress): Known {
  const found =
    place === null || known.sample === null
      ? undefined
      : allProcesses(known.sample).find(({ process }) => process.pid === snapshot.pid);
  if (place === null || found === undefined) return known;
  const key = treeKey(found.server);
  const others = [...known.heapPlaces].filter(([each]) => each !== key);
  return { ...known, heapPlaces: new Map([...others.slice(1 - MOST_PLACES), [key, place]]) };
}

export const heapPlaceOf = ({ heapPlaces }: Known, server: Server): HeapPlace | null =>
  heapPlaces.get(treeKey(server)) ?? null;

/** Another start has other addresses: the root's incarnation belongs to it. */
function treeKey({ id, rootPid, processes }: Server): string {
  const root = processes.find(({ pid }) => pid === rootPid);
  return `${id}\n${root === undefined ? "" : incarnationKey(root)}`;
}
