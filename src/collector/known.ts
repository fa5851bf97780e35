// What is known of single processes. The words; what is done with them stands in roster.ts and extras.ts.
import type { Descriptors, HeapReading, SocketsReading } from "../domain/reading.ts";
import type { HeapPlace } from "../domain/snapshot.ts";
import type { Untrusted } from "../domain/text.ts";
import { CLOCK_TICKS_PER_SECOND, type EpochMs } from "../domain/units.ts";
import type { Rollup, Stat, Statm, Status } from "./parse/process.ts";

export type Known = {
  readonly stat: Stat;
  readonly cmdline: readonly Untrusted[];
  readonly titleTriedMs: number | null;
  /** `null` while nobody watches it. The status is up to some seconds old. */
  readonly statm: Statm | null;
  readonly status: Status | null;
  readonly statusTriedMs: number | null;
  /** Where its CPU time is counted from. */
  readonly cpuFrom: { readonly uptimeMs: number; readonly clockTicks: number };
  readonly cpuPercent: number | null;
  readonly rollup: Rollup | null;
  readonly rollupAt: EpochMs | null;
  /** When a rollup was last asked for, also in vain. */
  readonly rollupTriedMs: number | null;
  readonly descriptors: Descriptors | null;
  readonly descriptorsTriedMs: number | null;
  readonly openFiles: number | null;
  readonly cgroup: string | null;
  readonly heap: HeapKnown;
  readonly sockets: SocketsKnown;
};

/** Of the TCP connections of one incarnation. Times are the target's uptime. */
export type SocketsKnown = {
  readonly reading: SocketsReading | null;
  readonly readMs: number | null;
  /** When they were last asked for, also in vain. */
  readonly triedMs: number | null;
  /** How many descriptors it had then. */
  readonly descriptors: number | null;
};

export const NO_SOCKETS: SocketsKnown = {
  reading: null,
  readMs: null,
  triedMs: null,
  descriptors: null,
};

/** Of the live heap of one incarnation. Times are the target's uptime. */
export type HeapKnown = {
  /** Where its heap was read; null: not found. */
  readonly place: HeapPlace | null;
  readonly reading: HeapReading | null;
  readonly readMs: number | null;
  /** When it was last asked for, also in vain. */
  readonly triedMs: number | null;
  /** `activityOf` the process before `reading` was read; null where the last try came to nothing. */
  readonly activity: number | null;
  /** Addresses where it is not: they are not tried again. */
  readonly notAt: readonly number[];
  /** It was looked for in vain, or may not be read: not before this time again. */
  readonly shutUntilMs: number | null;
};

export const NO_HEAP: HeapKnown = {
  place: null,
  reading: null,
  readMs: null,
  triedMs: null,
  activity: null,
  notAt: [],
  shutUntilMs: null,
};

export type Roster = ReadonlyMap<number, Known>;

/** When an answer was made, by the target's clocks. */
export type Moment = { readonly at: EpochMs; readonly uptimeMs: number };

/** PIDs that one request asked for. */
export type Asked = {
  readonly watch: readonly number[];
  readonly status: readonly number[];
  readonly titles: readonly number[];
  readonly rollup: readonly number[];
  readonly descriptors: readonly number[];
  readonly openFiles: readonly number[];
  readonly cgroup: readonly number[];
};

/** A young process still changes: its title is set soon after the fork, its descriptors when it has booted. */
export const UNTITLED_MS = 3000;
export const BOOTING_MS = 10_000;

export const TICK_MS = 1000 / CLOCK_TICKS_PER_SECOND;

/** Only grows, and does with all that could change its heap: pages it was given, and CPU time (in clock ticks). */
export const activityOf = ({ minorFaults, clockTicks }: Stat): number => minorFaults + clockTicks;

/** How long a process has been running, in ms. */
export const ageMs = ({ startKey }: Stat, uptimeMs: number): number =>
  uptimeMs - Number(startKey) * TICK_MS;
