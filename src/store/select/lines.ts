import type { Sample, Server } from "../../domain/sample.ts";
import type { Bytes } from "../../domain/units.ts";
import type { Known, State } from "../state.ts";
import { axisOf, windowMs } from "./axis.ts";
import { entriesOf, type Entry } from "./entry.ts";
import { fits } from "./filter.ts";
import { sorted } from "./sort.ts";
import { stepMs } from "./step.ts";
import { inTree } from "./tree.ts";

/** A line of the table before it is drawn. */
export type Line =
  | { readonly type: "server"; readonly server: Server; readonly processCount: number }
  | { readonly type: "process"; readonly entry: Entry }
  | { readonly type: "others"; readonly count: number; readonly rssBytes: Bytes | null };

export type Lines = {
  readonly all: readonly Line[];
  /** The process rows of `all`, in order. */
  readonly entries: readonly Entry[];
  readonly processCount: number;
  readonly hiddenCount: number;
};

const NO_LINES: Lines = { all: [], entries: [], processCount: 0, hiddenCount: 0 };

/** The last answer for the tracks of each sample: a sample asks for it twice, each key and each log line once more. It follows from the sample and the screen alone. */
const remembered = new WeakMap<
  Known["tracks"],
  { readonly asked: string; readonly lines: Lines }
>();

/** All lines of the table, inside the window or not: filtered, sorted, by server when there are several. */
export function linesOf(state: State): Lines {
  const { known, screen } = state;
  if (known.sample === null) return NO_LINES;
  const asked = JSON.stringify([
    screen.sort,
    screen.isTree,
    screen.filter?.text,
    screen.opened,
    windowMs(state),
  ]);
  const last = remembered.get(known.tracks);
  if (last?.asked === asked) return last.lines;
  const lines = madeLines(state, known.sample);
  remembered.set(known.tracks, { asked, lines });
  return lines;
}

function madeLines(state: State, sample: Sample): Lines {
  const { known, screen } = state;
  const entries = entriesOf(known, sample, screen.opened);
  const text = screen.filter?.text ?? "";
  // What is looked at stays, also when its new PID no longer fits.
  const fitting = entries.filter((entry) => entry.key === screen.opened || fits(entry, text));
  const groups = byServer(fitting, sample);
  const hasHeads = byServer(entries, sample).length > 1;
  // Growth is compared over the same window whatever the number of cells.
  const span = { ...axisOf(state, 1000), stepMs: stepMs(known) };
  const all: Line[] = [];
  for (const { server, members } of groups) {
    const order = sorted(members, screen.sort, span);
    const processCount = members.filter(({ isAlive }) => isAlive).length;
    if (hasHeads) all.push({ type: "server", server, processCount });
    for (const entry of screen.isTree ? inTree(order) : order) all.push({ type: "process", entry });
  }
  const { count, rssBytes } = sample.others;
  if (count !== null && count > 0) all.push({ type: "others", count, rssBytes });
  return {
    all,
    entries: all.flatMap((line) => (line.type === "process" ? [line.entry] : [])),
    processCount: entries.filter(({ isAlive }) => isAlive).length,
    hiddenCount: entries.length - fitting.length,
  };
}

/** In the order of the sample; servers that are gone with rows still there come last. */
function byServer(
  entries: readonly Entry[],
  sample: Sample,
): readonly { server: Server; members: readonly Entry[] }[] {
  const groups = new Map<string, Entry[]>(sample.servers.map(({ id }) => [id, []]));
  for (const entry of entries) {
    const group = groups.get(entry.server.id);
    if (group === undefined) groups.set(entry.server.id, [entry]);
    else group.push(entry);
  }
  return [...groups.values()].flatMap((members) => {
    const server = members.find(({ isAlive }) => isAlive)?.server ?? members[0]?.server;
    return server === undefined ? [] : [{ server, members }];
  });
}

/**
 * First line of a window of `height` lines: the wanted one, bent so that the selected row is inside.
 * With the first row of a server its head is seen, with the last row what stands below.
 */
export function offsetOf(lines: readonly Line[], selected: string | null, window: Window): number {
  const furthest = Math.max(0, lines.length - window.height);
  const offset = Math.min(Math.max(0, window.offset), furthest);
  const index = lines.findIndex((line) => line.type === "process" && line.entry.key === selected);
  if (index < 0) return offset;
  const top = lines[index - 1]?.type === "server" ? index - 1 : index;
  const bottom = lines[index + 1]?.type === "others" ? index + 1 : index;
  const lowest = Math.max(offset, bottom - window.height + 1);
  return Math.max(0, Math.min(lowest, window.height > 1 ? top : index));
}

export type Window = { readonly offset: number; readonly height: number };
