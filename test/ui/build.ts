import type { MemoryReading } from "../../src/domain/reading.ts";
import type { Process, Server } from "../../src/domain/sample.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { bytes, epochMs, MIB, MINUTE_MS } from "../../src/domain/units.ts";
import type {
  Axis,
  HeaderView,
  MemoryView,
  ProcessRow,
  ProcessView,
  ScreenView,
  TableLine,
  TableView,
} from "../../src/store/view.ts";
import type { Look } from "../../src/ui/sentences.ts";
import { themeOf, type Appearance } from "../../src/ui/theme.ts";
import { UNKNOWN_PROCESS } from "../fixtures/unknown.ts";

/** 2026-11-26 14:04:12 at +08:00. */
export const NOW = epochMs(1_795_673_052_000);
export const ZONE = 480;

// oxlint-disable-next-line no-control-regex -- the sequences that a theme writes
export const SGR = /\u001b\[[0-9;]*m/gu;

const mib = (value: number) => bytes(value * MIB);

export function look(appearance: Partial<Appearance> = {}): Look {
  return {
    theme: themeOf({ hasColour: false, isAscii: false, ...appearance }),
    sentences: {
      fault: (fault) => `fault ${fault.kind}`,
      conclusion: (conclusion, formatTime) =>
        `conclusion ${conclusion.kind} ${conclusion.kind === "crash-loop" ? formatTime(conclusion.at) : ""}`,
    },
  };
}

export const axis = (cells: number, windowMs = 15 * MINUTE_MS): Axis => ({
  from: epochMs(NOW - windowMs),
  to: NOW,
  cells,
  windowMs,
});

type Facts = Partial<Omit<Process, "slot" | "name">> & {
  readonly pid: number;
  readonly slot?: string | null;
  readonly mib?: number;
};

export function aProcess({ slot = null, mib: size, ...facts }: Facts): Process {
  const value = size === undefined ? null : mib(size);
  return {
    ...UNKNOWN_PROCESS,
    ppid: 38,
    role: null,
    roleFrom: "title",
    slot: slot === null ? null : untrustedText(slot),
    generation: 1,
    rssBytes: value === null ? null : mib((size ?? 0) + 37.3),
    rssAnonBytes: value,
    ussBytes: value,
    ...facts,
  };
}

export function aRow(facts: Facts, row: Partial<ProcessRow> = {}): ProcessRow {
  return {
    key: String(facts.pid),
    serverId: "shop-api",
    process: aProcess(facts),
    isAlive: true,
    depth: 0,
    ussAgeMs: null,
    socketsAgeMs: null,
    sharedBytes: null,
    ageMs: null,
    growthBytes: null,
    bytesPerMinute: null,
    step: null,
    cells: [],
    cellMarks: [],
    lastDeath: null,
    ...row,
  };
}

/** The row of the drawings: a step of 15.6 MiB two thirds along the axis. */
export function leakingRow(cells: number): ProcessRow {
  return aRow(
    { pid: 39, slot: "Worker.0", role: "worker", mib: 131, cpuPercent: 4.25 },
    {
      ussAgeMs: 15_200,
      sharedBytes: mib(37.3),
      ageMs: 6 * 86_400_000 + 4 * 3_600_000,
      growthBytes: 15.7 * MIB,
      step: { bytes: 15.6 * MIB, at: epochMs(NOW - 252_000), letters: "" },
      bytesPerMinute: 1.04 * MIB,
      cells: Array.from({ length: cells }, (_, i) => (i < cells * 0.7 ? 115.4 : 131) * MIB),
    },
  );
}

/** A row whose process was killed for memory and forked again; before that nothing is known. */
export function reforkedRow(cells: number): ProcessRow {
  const death = Math.floor(cells / 2);
  return aRow(
    { pid: 44, slot: "Worker.5", role: "worker", mib: 40.6, generation: 3, cpuPercent: 0 },
    {
      ussAgeMs: 900,
      ageMs: 133_000,
      growthBytes: 0.02 * MIB,
      cells: Array.from({ length: cells }, (_, i) =>
        i < 4 ? null : i < death ? 129 * MIB : 40.6 * MIB,
      ),
      cellMarks: Array.from({ length: cells }, (_, i) =>
        i === death ? ("oom" as const) : i === death + 1 ? ("birth" as const) : null,
      ),
    },
  );
}

export const aMemory = (facts: Partial<MemoryReading> = {}): MemoryReading => ({
  source: "cgroup-v2",
  limitBytes: mib(2048),
  currentBytes: mib(1751),
  peakBytes: mib(1833),
  anonBytes: mib(1556),
  fileBytes: mib(160),
  shmemBytes: mib(40),
  unreclaimableBytes: mib(1659),
  workingSetBytes: mib(1751),
  swapBytes: bytes(0),
  oomKills: 2,
  oomEvents: 2,
  hostAvailableBytes: null,
  ...facts,
});

export const aServer = (facts: Partial<Server> = {}): Server => ({
  id: "shop-api",
  rootPid: 1,
  app: untrustedText("shop-api"),
  framework: "hyperf",
  mode: "process",
  memory: null,
  processes: [],
  ...facts,
});

export const aHeader = (facts: Partial<HeaderView> = {}): HeaderView => ({
  target: "docker://shop-api-1",
  production: null,
  state: "live",
  fault: null,
  silentMs: 300,
  intervalMs: 1000,
  playback: null,
  at: NOW,
  zoneMinutes: ZONE,
  isUtc: false,
  targetCost: { cpuPercent: 0.3, rssBytes: mib(2.9) },
  ownCost: { cpuPercent: 2.5, rssBytes: mib(98) },
  recording: null,
  notice: null,
  answer: null,
  droppedSamples: 0,
  lateSamples: 0,
  isSlowed: false,
  lostManagers: [],
  formerPod: null,
  otherWatchers: [],
  isFrozen: false,
  ...facts,
});

export const aMemoryView = (facts: Partial<MemoryView> = {}): MemoryView => ({
  memory: aMemory(),
  serverId: null,
  byRole: [
    { role: "worker", bytes: mib(900), count: 8 },
    { role: "task-worker", bytes: mib(300), count: 4 },
    { role: "user-process", bytes: mib(100), count: 3 },
    { role: "manager", bytes: mib(5), count: 1 },
  ],
  cpu: { usagePercent: 12.5, limitCores: 2, throttledPercent: 0 },
  peakAt: epochMs(NOW - 23 * MINUTE_MS),
  bytesPerMinute: 3.1 * MIB,
  lastOomAt: epochMs(NOW - 292 * MINUTE_MS),
  formerKills: 0,
  others: { count: 2, rssBytes: mib(7.5) },
  ...facts,
});

export const aTable = (lines: readonly TableLine[], facts: Partial<TableView> = {}): TableView => ({
  lines,
  above: 0,
  below: 0,
  processCount: lines.filter(({ type }) => type === "process").length,
  hiddenCount: 0,
  sort: { key: "rss", isReversed: false },
  isTree: false,
  filter: null,
  axis: axis(20),
  ruler: null,
  empty: null,
  ...facts,
});

export const processLines = (rows: readonly ProcessRow[], selected = 0): readonly TableLine[] =>
  rows.map((row, index) => ({ type: "process", row, isSelected: index === selected }));

export function aView(facts: Partial<ScreenView> = {}, cells = 20): ScreenView {
  return {
    header: aHeader(),
    memory: aMemoryView(),
    conclusions: [],
    table: aTable(processLines([leakingRow(cells), reforkedRow(cells)]), { axis: axis(cells) }),
    pods: null,
    process: null,
    list: null,
    snapshot: null,
    logs: null,
    isHelpOpen: false,
    page: 0,
    ...facts,
  };
}

/** The opened row of the drawings, with a gap in its past and two lives. */
export function anOpened(cells: number, facts: Partial<ProcessView> = {}): ProcessView {
  const curve = (from: number, step: number) =>
    Array.from({ length: cells }, (_, i) =>
      i > cells * 0.3 && i < cells * 0.4 ? null : (from + (i < cells * 0.7 ? 0 : step)) * MIB,
    );
  return {
    row: leakingRow(20),
    server: aServer(),
    chart: {
      axis: axis(cells),
      rss: curve(152, 16),
      anon: curve(115, 15.6),
      uss: curve(116, 15.6),
      marks: Array.from({ length: cells }, (_, i) => (i === 3 ? ("death" as const) : null)),
      ruler: null,
    },
    incarnations: [
      life({ pid: 39, generation: 2, isAlive: true }),
      life({ pid: 31, generation: 1, isAlive: false, end: "oom" }),
    ],
    memory: aMemory(),
    container: null,
    events: [],
    ...facts,
  };
}

const life = (
  facts: Partial<ProcessView["incarnations"][number]>,
): ProcessView["incarnations"][number] => ({
  pid: 0,
  generation: null,
  startedAt: epochMs(NOW - 3 * 3_600_000),
  firstSeenAt: epochMs(NOW - 2 * 3_600_000),
  lastSeenAt: NOW,
  isAlive: false,
  peakBytes: mib(170),
  lastBytes: mib(168),
  end: null,
  ...facts,
});
