import type { MemoryReading } from "../../src/domain/reading.ts";
import type { Role } from "../../src/domain/role.ts";
import type { Process, Sample, Server } from "../../src/domain/sample.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { bytes, epochMs, MIB } from "../../src/domain/units.ts";
import type { Command } from "../../src/store/command.ts";
import { commanded } from "../../src/store/commands.ts";
import { screenView } from "../../src/store/select/screen.ts";
import { initialState, type State } from "../../src/store/state.ts";
import { observed } from "../../src/store/transitions.ts";
import type { Geometry, ProcessRow, ScreenView } from "../../src/store/view.ts";
import { UNKNOWN_MEMORY, UNKNOWN_PROCESS } from "../fixtures/unknown.ts";

/** A full quarter of an hour, so that cells of a minute begin with it. */
export const START = 1_764_000_000_000;
export const GEOMETRY: Geometry = {
  columns: 120,
  rows: 40,
  tableRows: 20,
  cells: 60,
  chartCells: 120,
  logRows: 20,
  withLogs: { beside: {}, below: {}, full: {} },
};

type Facts = Partial<Omit<Process, "slot" | "parentSlot" | "name">> & {
  readonly pid: number;
  readonly slot?: string | null;
  readonly parentSlot?: string;
  readonly name?: string;
  /** All of rss, anon and uss in MiB, where they are not given. */
  readonly mib?: number;
};

const ROLE_OF: readonly (readonly [RegExp, Role])[] = [
  [/^Master$/, "master"],
  [/^Manager$/, "manager"],
  [/^Worker\./, "worker"],
  [/^TaskWorker\./, "task-worker"],
  [/./, "user-process"],
];

/** A process with what a test is about; all else is unknown. */
export function aProcess({ mib, slot = null, parentSlot, name, ...facts }: Facts): Process {
  const size = mib === undefined ? null : bytes(mib * MIB);
  return {
    ...UNKNOWN_PROCESS,
    startedAt: epochMs(START - facts.pid * 1000),
    role: ROLE_OF.find(([pattern]) => pattern.test(slot ?? ""))?.[1] ?? null,
    name: name === undefined ? null : untrustedText(name),
    slot: slot === null ? null : untrustedText(slot),
    parentSlot: parentSlot === undefined ? null : untrustedText(parentSlot),
    generation: slot === null ? null : 1,
    rssBytes: size,
    rssAnonBytes: size,
    ussBytes: size,
    ...facts,
  };
}

export const aServer = (processes: readonly Process[], facts: Partial<Server> = {}): Server => ({
  id: "shop",
  rootPid: processes[0]?.pid ?? null,
  app: untrustedText("shop"),
  framework: "hyperf",
  mode: "process",
  memory: null,
  processes,
  ...facts,
});

export const aMemory = (facts: Partial<MemoryReading> = {}): MemoryReading => ({
  ...UNKNOWN_MEMORY,
  ...facts,
});

/** A sample `second` seconds after the start, with that `seq` unless another is given. */
export const aSample = (
  second: number,
  servers: readonly Server[],
  facts: Partial<Sample> = {},
): Sample => ({
  at: epochMs(START + second * 1000),
  seq: second,
  lateMs: 0,
  servers,
  others: { count: null, rssBytes: null },
  memory: null,
  cpu: null,
  lastPid: null,
  thp: null,
  cost: { cpuPercent: null, rssBytes: null },
  faults: [],
  ...facts,
});

export const beginning = (facts: Partial<Parameters<typeof initialState>[0]> = {}): State =>
  initialState({
    uri: "local:",
    intervalMs: 1000,
    zoneMinutes: 480,
    playback: null,
    notice: null,
    ...facts,
  });

/** Samples come in, each at its own time by our clock. */
export const seen = (state: State, ...samples: readonly Sample[]): State =>
  samples.reduce((now, sample) => observed(now, { type: "sample", sample }, sample.at), state);

/** Keys are pressed; effects are dropped. */
export const pressed = (state: State, ...commands: readonly Command[]): State =>
  commands.reduce((now, command) => commanded(now, command, GEOMETRY).state, state);

export const typed = (text: string): readonly Command[] => [
  { type: "filter-open" },
  { type: "filter-type", text },
];

export const viewOf = (state: State, geometry: Partial<Geometry> = {}): ScreenView =>
  screenView(state, { ...GEOMETRY, ...geometry }, state.known.receivedAt ?? START);

export const rowsOf = (state: State, geometry: Partial<Geometry> = {}): readonly ProcessRow[] =>
  viewOf(state, geometry).table.lines.flatMap((line) =>
    line.type === "process" ? [line.row] : [],
  );

/** Names of the rows from top to bottom: the slot, else the PID. */
export const namesOf = (state: State, geometry: Partial<Geometry> = {}): readonly string[] =>
  rowsOf(state, geometry).map(({ process }) => String(process.slot ?? process.pid));

/** The name of the selected row inside the window. */
export function selectedName(state: State, geometry: Partial<Geometry> = {}): string | null {
  const selected = viewOf(state, geometry).table.lines.flatMap((line) =>
    line.type === "process" && line.isSelected ? [line.row.process] : [],
  );
  if (selected.length > 1) throw new Error("two rows are selected");
  const [process] = selected;
  return process === undefined ? null : String(process.slot ?? process.pid);
}
