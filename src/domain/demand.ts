import type { HeapPlace } from "./snapshot.ts";
import type { EpochMs } from "./units.ts";

/**
 * What should be known next. Made by the store from what is known now; a session obeys within its budget.
 * `watch`: stat and status each second. `rollup`: uss and pss, in this order, round-robin. `descriptors`, `cgroup`: once each.
 * PIDs only: a process that is gone is a fault in the next reading.
 */
export type Demand = {
  readonly watch: readonly number[];
  readonly rollup: readonly number[];
  readonly descriptors: readonly number[];
  readonly openFiles: readonly number[];
  readonly cgroup: readonly number[];
  /** Live Zend heaps: each every 10 s, less often while a process does nothing; in this order. */
  readonly heap: readonly HeapWish[];
  /** Just before each of these instants (target's clock) all of them twice, 100 ms apart: the lower is in the next reading. In their order. */
  readonly heapInstants: readonly EpochMs[];
  /** TCP connections: each every minute, in this order. */
  readonly sockets: readonly number[];
  /** Of those, who is looked at: each every 10 s. */
  readonly socketsNow: readonly number[];
  /** A full scan as soon as possible: something came or went. */
  readonly scan: boolean;
};

/** `place`: as a snapshot found it; null: it is looked for. */
export type HeapWish = { readonly pid: number; readonly place: HeapPlace | null };

export const NO_DEMAND: Demand = {
  watch: [],
  rollup: [],
  descriptors: [],
  openFiles: [],
  cgroup: [],
  heap: [],
  heapInstants: [],
  sockets: [],
  socketsNow: [],
  scan: false,
};
