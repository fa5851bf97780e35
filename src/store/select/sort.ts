import { ROLES } from "../../domain/role.ts";
import type { SortKey } from "../view.ts";
import { privateSeries } from "../tracks.ts";
import type { Entry } from "./entry.ts";
import { bytesPerMinute, growth, type Span } from "./slope.ts";
import { largestRise } from "./step.ts";

type SortValue = number | string | null;

/** Names go up at first, sizes and ages go down. */
const ASCENDING: ReadonlySet<SortKey> = new Set(["pid", "role", "slot"]);

/** `stepMs`: how long a step may take. */
type StepSpan = Span & { readonly stepMs: number };

/** What an entry is sorted by. `span`: what growth is measured over. */
const valueOf: Record<SortKey, (entry: Entry, span: StepSpan) => SortValue> = {
  pid: ({ process }) => process.pid,
  role: ({ process }) => (process.role === null ? null : ROLES.indexOf(process.role)),
  slot: ({ process }) => process.slot,
  uss: ({ process }) => process.ussBytes ?? process.rssAnonBytes,
  anon: ({ process }) => process.rssAnonBytes,
  shared: ({ process }) => sharedBytes(process),
  rss: ({ process }) => process.rssBytes,
  heap: ({ process }) => process.heapBytes,
  heapReal: ({ process }) => process.heapRealBytes,
  gcRoots: ({ process }) => process.gcRoots,
  gcRuns: ({ process }) => process.gcRuns,
  sockets: ({ process: { sockets } }) =>
    sockets === null ? null : Object.values(sockets).reduce((sum, count) => sum + count, 0),
  growth: ({ track }, span) => growth(privateSeries(track), span),
  rate: ({ track }, span) => bytesPerMinute(privateSeries(track), span),
  cpu: ({ process }) => process.cpuPercent,
  age: ({ process, at }) => (process.startedAt === null ? null : at - process.startedAt),
  generation: ({ process }) => process.generation,
  step: ({ track }, span) => largestRise(privateSeries(track), span, span.stepMs)?.bytes ?? null,
};

export const sharedBytes = ({ rssBytes, ussBytes }: Entry["process"]): number | null =>
  rssBytes === null || ussBytes === null ? null : Math.max(0, rssBytes - ussBytes);

export type Sort = { readonly key: SortKey; readonly isReversed: boolean };

/** Sorted by the key; unknown last in both directions; equal ones by slot in natural order, then by PID. */
export function sorted(entries: readonly Entry[], sort: Sort, span: StepSpan): readonly Entry[] {
  const isAscending = ASCENDING.has(sort.key) !== sort.isReversed;
  const direction = isAscending ? 1 : -1;
  return entries
    .map((entry) => ({ entry, value: valueOf[sort.key](entry, span) }))
    .toSorted((a, b) => compareKnown(a.value, b.value, direction) || compareNames(a.entry, b.entry))
    .map(({ entry }) => entry);
}

function compareKnown(a: SortValue, b: SortValue, direction: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return direction * compareValues(a, b);
}

const compareValues = (a: number | string, b: number | string): number =>
  typeof a === "number" && typeof b === "number" ? a - b : compareNaturally(String(a), String(b));

function compareNames({ process: a }: Entry, { process: b }: Entry): number {
  return compareKnown(a.slot, b.slot, 1) || a.pid - b.pid;
}

/** `Worker.2` before `Worker.10`: the same words by the number at their end. */
export function compareNaturally(a: string, b: string): number {
  const [stemA, numberA] = splitNumber(a);
  const [stemB, numberB] = splitNumber(b);
  if (stemA !== stemB) return stemA < stemB ? -1 : 1;
  return numberA - numberB;
}

function splitNumber(name: string): readonly [string, number] {
  let end = name.length;
  while (end > 0 && isDigit(name.charCodeAt(end - 1))) end -= 1;
  return [name.slice(0, end), end === name.length ? -1 : Number(name.slice(end))];
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
