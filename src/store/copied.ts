import { show } from "../domain/text.ts";
import { axisOf } from "./select/axis.ts";
import type { Entry } from "./select/entry.ts";
import { linesOf } from "./select/lines.ts";
import { bytesPerMinute, growth } from "./select/slope.ts";
import { sharedBytes } from "./select/sort.ts";
import type { State } from "./state.ts";
import { privateSeries } from "./tracks.ts";

type Cell = string | number | null;

/** The opened or selected row for the clipboard: a head line and a line of values, tab-separated, unknown empty. Null: no row is selected. */
export function copiedRow(state: State): string | null {
  const wanted = state.screen.opened ?? state.screen.selected?.key;
  const entry = linesOf(state).entries.find(({ key }) => key === wanted);
  if (entry === undefined) return null;
  const fields = Object.entries(fieldsOf(entry, state));
  return `${line(fields.map(([name]) => name))}\n${line(fields.map(([, cell]) => cell))}\n`;
}

const line = (cells: readonly Cell[]): string =>
  cells.map((cell) => show(String(cell ?? "")).replaceAll("\t", " ")).join("\t");

/** Names and units of the contract's sample. */
function fieldsOf(
  { process, server, track, isAlive, at }: Entry,
  state: State,
): Record<string, Cell> {
  const axis = axisOf(state, 1000);
  const own = privateSeries(track);
  return {
    server: server.id,
    slot: process.slot,
    role: process.role,
    pid: process.pid,
    generation: process.generation,
    alive: isAlive ? "yes" : "no",
    ageMs: process.startedAt === null ? null : at - process.startedAt,
    rssBytes: process.rssBytes,
    rssAnonBytes: process.rssAnonBytes,
    ussBytes: process.ussBytes,
    sharedBytes: sharedBytes(process),
    pssBytes: process.pssBytes,
    swapBytes: process.swapBytes,
    growthBytes: growth(own, axis),
    bytesPerMinute: rounded(bytesPerMinute(own, axis)),
    windowMs: axis.windowMs,
    cpuPercent: process.cpuPercent,
    threads: process.threads,
    openFiles: process.openFiles,
  };
}

const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value);
