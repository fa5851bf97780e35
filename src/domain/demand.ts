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
  /** A full scan as soon as possible: something came or went. */
  readonly scan: boolean;
};

export const NO_DEMAND: Demand = {
  watch: [],
  rollup: [],
  descriptors: [],
  openFiles: [],
  cgroup: [],
  scan: false,
};
