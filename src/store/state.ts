import { noChurn, type Churn } from "../analysis/churn/churn.ts";
import type { Container, FormerPod } from "../domain/container.ts";
import type { Conclusion } from "../domain/conclusion.ts";
import type { Mark } from "../domain/mark.ts";
import type { Hello, ProjectRead, SessionChange } from "../domain/observation.ts";
import type { ProjectMissed } from "../domain/project.ts";
import type { Cost } from "../domain/reading.ts";
import type { IncarnationKey, Process, Sample, Server } from "../domain/sample.ts";
import type { Answer } from "../domain/refusal.ts";
import type { Series } from "../domain/series.ts";
import type { HeapPlace } from "../domain/snapshot.ts";
import { MINUTE_MS, type Bytes, type EpochMs } from "../domain/units.ts";
import { emptyLogs, NO_ACCOUNT_OPTIONS, type LogOptions, type Logs } from "./logs/book.ts";
import { CLOSED_LOGS, type LogScreen } from "./logs/screen.ts";
import { NO_SNAPSHOTS, type SnapshotScreen, type Snapshots } from "./snapshot-state.ts";
import type { SortKey } from "./view.ts";

/** Half an hour at one sample a second. */
export const POINTS = 1800;
export const KEPT_MS = 30 * MINUTE_MS;

/**
 * What is known now. Immutable, but for the `Series` and the `LogBook` in it: these are cells that grow in place, so that a second costs no copy of half an hour.
 * A former State (the Still of a frozen screen) keeps its sample, rows and marks, and sees no line that came later; only its newest cell may hold points that did.
 */
export type State = {
  readonly known: Known;
  readonly screen: Screen;
  readonly program: Program;
};

/** What is known of one target. */
export type Known = {
  readonly uri: string;
  readonly hello: Hello | null;
  /** Null before the first word of the Source. */
  readonly session: SessionChange | null;
  /** The interval that was asked for. */
  readonly plannedMs: number;
  readonly sample: Sample | null;
  readonly firstAt: EpochMs | null;
  /** Times of the last samples, oldest first: the pace that is really kept. */
  readonly recentAt: readonly EpochMs[];
  /** When the last sample came, our clock. */
  readonly receivedAt: number | null;
  /** Whole seconds without a sample, once that is longer than it should be; null: not silent. */
  readonly silentSeconds: number | null;
  readonly churn: Churn;
  readonly conclusions: readonly Conclusion[];
  /** The watched container as its engine last told it; null: none, or nothing was told. */
  readonly container: { readonly container: Container; readonly at: EpochMs } | null;
  /** The pod of the same workload that was watched before this one; null: none. */
  readonly formerPod: FormerPod | null;
  readonly tracks: ReadonlyMap<IncarnationKey, Track>;
  /** By slot key (`slotKeyOf`), oldest first, bounded. */
  readonly marks: ReadonlyMap<string, readonly Mark[]>;
  /** By server id; the target's own under `TARGET_GAUGE`. */
  readonly gauges: ReadonlyMap<string, Gauge>;
  readonly droppedSamples: number;
  readonly lateSamples: number;
  readonly playback: Playback | null;
  /** What the project declares, and when that was read; null: not read. */
  readonly declared: (ProjectRead & { readonly at: EpochMs }) | null;
  /** Why nothing was read, once it was looked for; null: it was read, or not looked for yet. */
  readonly missed: ProjectMissed | null;
  /** As the user says; null: he does not. */
  readonly replicas: number | null;
  readonly snapshots: Snapshots;
  /** By tree (heap-places.ts): all that was forked from one start of a server has its heap at one address. */
  readonly heapPlaces: ReadonlyMap<string, HeapPlace>;
  readonly logs: Logs;
};

export type Playback = { readonly speed: number; readonly isOver: boolean };

/** One incarnation over time, and what it was last. */
export type Track = {
  readonly rowKey: string;
  readonly slotKey: string;
  readonly server: Server;
  readonly process: Process;
  readonly lastSeenAt: EpochMs;
  /** Time of the first sample without it; null while it lives. */
  readonly endedAt: EpochMs | null;
  readonly rss: Series;
  readonly anon: Series;
  /** At the times of its reading (`ussAt`). */
  readonly uss: Series;
  /** Established connections by peer port, at the times of their reading (`socketsAt`). */
  readonly connections: ReadonlyMap<string, Series>;
};

/** Memory of one cgroup (or machine) over time. */
export type Gauge = {
  readonly unreclaimable: Series;
  /** The kernel's peak, else the highest figure seen. */
  readonly peakBytes: Bytes | null;
  /** When it was seen to rise to that; null: before we came. */
  readonly peakAt: EpochMs | null;
  readonly oomKills: number | null;
  readonly lastOomAt: EpochMs | null;
};

export const TARGET_GAUGE = "";

/** What is looked at. */
export type Screen = {
  readonly selected: Selected | null;
  /** Somebody moved to the selected row or opened it; until then the first row is selected, whichever it is. */
  readonly isChosen: boolean;
  readonly sort: { readonly key: SortKey; readonly isReversed: boolean };
  readonly isTree: boolean;
  readonly filter: Filter | null;
  /** First line of the window among all lines of the table; `visibleLines` bends it so that the selected row is inside. */
  readonly offset: number;
  /** Row key of the opened process. */
  readonly opened: string | null;
  /** Null: the processes are looked at. */
  readonly list: ListScreen | null;
  /** The snapshots, when they stand before the processes; never beside a list. */
  readonly snapshot: SnapshotScreen | null;
  readonly logs: LogScreen;
  readonly isHelpOpen: boolean;
  /** Pages turned in what is read on top, the help or an opened row; how many there are only the screen knows, and counts round. */
  readonly page: number;
  readonly isFrozen: boolean;
  /** The longest window that is wanted. */
  readonly zoomMs: number;
  readonly isUtc: boolean;
  readonly zoneMinutes: number;
};

/** The crontab or the audit, when it stands before the processes. */
export type ListScreen = {
  readonly view: "crontab" | "audit";
  /** Key of a row; null: the first. */
  readonly selected: string | null;
  readonly filter: Filter | null;
  readonly isOpened: boolean;
  /** What passes, too. */
  readonly showsAll: boolean;
};

/** A row, with what finds it again when its key changes: its process, then its slot. */
export type Selected = { readonly key: string; readonly pid: number; readonly slotKey: string };

export type Filter = { readonly text: string; readonly isTyping: boolean };

/** What swtop itself does. */
export type Program = {
  readonly ownCost: Cost;
  readonly recording: {
    readonly file: string;
    readonly bytes: number;
    /** Our clock. */
    readonly startedAt: number;
  } | null;
  readonly notice: string | null;
  readonly answer: Answer | null;
};

export const WINDOWS_MS = [1, 5, 15, 30].map((minutes) => minutes * MINUTE_MS);
export const DEFAULT_ZOOM_MS = 15 * MINUTE_MS;

type Beginning = {
  readonly uri: string;
  readonly intervalMs: number;
  /** Minutes east of UTC of the times to be drawn. */
  readonly zoneMinutes: number;
  readonly playback: Playback | null;
  readonly notice: string | null;
  readonly replicas?: number | null;
  readonly logs?: LogOptions;
};

export const initialState = (beginning: Beginning): State => ({
  known: {
    uri: beginning.uri,
    hello: null,
    session: null,
    plannedMs: beginning.intervalMs,
    sample: null,
    firstAt: null,
    recentAt: [],
    receivedAt: null,
    silentSeconds: null,
    churn: noChurn,
    conclusions: [],
    container: null,
    formerPod: null,
    tracks: new Map(),
    marks: new Map(),
    gauges: new Map(),
    droppedSamples: 0,
    lateSamples: 0,
    playback: beginning.playback,
    declared: null,
    missed: null,
    replicas: beginning.replicas ?? null,
    snapshots: NO_SNAPSHOTS,
    heapPlaces: new Map(),
    logs: emptyLogs(beginning.logs ?? NO_ACCOUNT_OPTIONS),
  },
  screen: {
    selected: null,
    isChosen: false,
    sort: { key: "uss", isReversed: false },
    isTree: false,
    filter: null,
    offset: 0,
    opened: null,
    list: null,
    snapshot: null,
    logs: CLOSED_LOGS,
    isHelpOpen: false,
    page: 0,
    isFrozen: false,
    zoomMs: DEFAULT_ZOOM_MS,
    isUtc: false,
    zoneMinutes: beginning.zoneMinutes,
  },
  program: {
    ownCost: { cpuPercent: null, rssBytes: null },
    recording: null,
    notice: beginning.notice,
    answer: null,
  },
});

/** The slot of a server; a process without one stands for itself. */
export const slotKeyOf = (serverId: string, process: Process, rowKey: string): string =>
  process.slot === null ? rowKey : `${serverId}\n${process.slot}`;
