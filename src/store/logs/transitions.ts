import type { LogEvent, LogLine } from "../../domain/log.ts";
import type { LogSource } from "../../domain/log-source.ts";
import type { Sample } from "../../domain/sample.ts";
import type { Known, State } from "../state.ts";
import type { Logs } from "./book.ts";
import { withCauses } from "./causes.ts";

const MOST_EVENTS = 2000;

export const linesCame = (known: Known, lines: readonly LogLine[]): Known =>
  told(known, known.logs.book.lines(lines));

/** What the account of logs makes of a sample, once `known` has it. */
export function logsSampled(known: Known, sample: Sample): Known {
  const next = told(known, known.logs.book.sample(sample));
  return next.marks === known.marks ? withCauses(next) : next;
}

/** While no sample comes (the link is cut, no shell can be had) logs go on by themselves. */
export const logsQuiet = (known: Known): Known => told(known, known.logs.book.quiet());

export function sourcesListed(
  known: Known,
  {
    sources,
    zone = null,
  }: { readonly sources: readonly LogSource[]; readonly zone?: string | null },
): Known {
  known.logs.book.sources(sources, zone);
  return changed(known, { sources });
}

/** Lines of before all that came: somebody asked for them. */
export function earlierCame(known: Known, lines: readonly LogLine[]): Known {
  const { book, events } = known.logs;
  const earlier = book.earlier(lines, events);
  const all = earlier.length === 0 ? events : [...earlier, ...events].slice(-MOST_EVENTS);
  return withCauses(changed(known, { events: all }));
}

/** The pane opens by itself where there is something to see, and nobody said otherwise. */
export function withLogsOpen(state: State): State {
  const { known, screen } = state;
  if (screen.logs.isOpen !== null) return state;
  const { lastId, sources } = known.logs;
  if (lastId === 0 && !sources.some((source) => source.state === "followed")) return state;
  return { ...state, screen: { ...screen, logs: { ...screen.logs, isOpen: true } } };
}

function told(known: Known, events: readonly LogEvent[]): Known {
  const { book, lastId } = known.logs;
  if (book.ring.lastId === lastId) return known;
  if (events.length === 0) return changed(known, {});
  return withCauses(
    changed(known, { events: [...known.logs.events, ...events].slice(-MOST_EVENTS) }),
  );
}

const changed = (known: Known, change: Partial<Logs>): Known => ({
  ...known,
  logs: {
    ...known.logs,
    version: known.logs.version + 1,
    lastId: known.logs.book.ring.lastId,
    ...change,
  },
});
