// What is drawn, as data: `select/screen.ts` makes it of the State, `ui` draws it. No colour, no width of a column, no sentence.
import type { Container, FormerPod } from "../domain/container.ts";
import type { Conclusion } from "../domain/conclusion.ts";
import type { Fault } from "../domain/fault.ts";
import type { Mark } from "../domain/mark.ts";
import type { SessionState } from "../domain/observation.ts";
import type { Answer } from "../domain/refusal.ts";
import type { Cost, CpuReading, MemoryReading } from "../domain/reading.ts";
import type { LogEvent } from "../domain/log.ts";
import type { ListView } from "./list-view.ts";
import type { LogPaneView, LogPlace } from "./logs/view.ts";
import type { SnapshotView } from "./snapshot-view.ts";
import type { SeenFromOutside, Workload } from "../domain/pod.ts";
import type { Process, Server } from "../domain/sample.ts";
import type { Untrusted } from "../domain/text.ts";
import type { Bytes, EpochMs } from "../domain/units.ts";

/** What the table can be sorted by; each is a column's id, in the order of the columns. */
export const SORT_KEYS = [
  "pid",
  "role",
  "slot",
  "uss",
  "rss",
  "anon",
  "shared",
  "heap",
  "heapReal",
  "gcRoots",
  "gcRuns",
  "sockets",
  "growth",
  "rate",
  "cpu",
  "age",
  "generation",
  "step",
] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** How large the part for rows is; the ui measures, the store pages and windows by it. */
export type Geometry = {
  readonly columns: number;
  readonly rows: number;
  /** Lines for process rows in the table. */
  readonly tableRows: number;
  /** Cells of a sparkline. */
  readonly cells: number;
  /** Cells of the chart of an opened process. */
  readonly chartCells: number;
  /** Lines for what the log pane shows. */
  readonly logRows: number;
  /** What of all that is another where the log pane stands; `logs/place.ts` puts it in. */
  readonly withLogs: Readonly<Record<Exclude<LogPlace, "none">, Partial<Geometry>>>;
};

export type ScreenView = {
  readonly header: HeaderView;
  readonly memory: MemoryView;
  readonly conclusions: readonly Conclusion[];
  readonly table: TableView;
  /** What is not attached to; null: nothing is told of it, or there is no room. */
  readonly pods: PodsView | null;
  /** The opened row; null: the table. */
  readonly process: ProcessView | null;
  /** The crontab or the audit; null: the processes. */
  readonly list: ListView | null;
  /** The snapshots; null: something else is looked at. */
  readonly snapshot: SnapshotView | null;
  /** The log pane; null: it is closed. It stands beside the table and an opened row, never beside a list, snapshots or the help. */
  readonly logs: LogPaneView | null;
  readonly isHelpOpen: boolean;
  /** Pages turned in the help or an opened row; below 0 from the end. */
  readonly page: number;
};

/** Pods and containers as their cluster sees them. */
export type PodsView = {
  /** The one that is watched. */
  readonly pod: Untrusted;
  /** What keeps it running; null: nothing does, or nobody may ask. */
  readonly workload: Workload | null;
  readonly isWithoutShell: boolean;
  readonly rows: readonly {
    readonly kind: "container" | "pod";
    readonly seen: SeenFromOutside;
  }[];
  /** For which there is no room. */
  readonly hidden: number;
  /** From which ages are counted. */
  readonly at: number;
};

export type HeaderView = {
  /** The target's URI; of a workload with the pod that stands for it now. */
  readonly target: string;
  /** Context of a cluster that looks like production; null: it does not, or there is none. */
  readonly production: string | null;
  readonly state: SessionState;
  readonly fault: Fault | null;
  /** How long nothing came, by our clock; null before the first sample. */
  readonly silentMs: number | null;
  readonly intervalMs: number;
  /** Playing a recording: its speed, and whether it has ended. Null: live. */
  readonly playback: { readonly speed: number; readonly isOver: boolean } | null;
  /** Time of the last sample, target's clock. */
  readonly at: EpochMs | null;
  /** Minutes east of UTC to draw times with; 0 when `isUtc`. */
  readonly zoneMinutes: number;
  readonly isUtc: boolean;
  readonly targetCost: Cost;
  readonly ownCost: Cost;
  /** What is being written now. */
  readonly recording: {
    readonly file: string;
    readonly bytes: number;
    readonly sinceMs: number;
  } | null;
  /** Why this is shown and not what was asked for, e.g. the demo; said until the end. */
  readonly notice: string | null;
  /** A short answer to the last key (`copied`, `saved to ...`, an error); gone with the next key. */
  readonly answer: Answer | null;
  readonly droppedSamples: number;
  readonly lateSamples: number;
  /** Warnings of the starting phase, e.g. a budget that slows sampling down. */
  readonly isSlowed: boolean;
  readonly lostManagers: readonly LostManager[];
  /** Of this workload; null: the pod is the first that was watched. */
  readonly formerPod: FormerPod | null;
  /** PIDs in the target of another swtop that reads there, too. */
  readonly otherWatchers: readonly number[];
  /** This is the Still: what stood here when the screen was frozen. */
  readonly isFrozen: boolean;
};

/** A server whose manager is gone: what it left behind nobody starts again or stops. */
export type LostManager = {
  readonly serverId: string;
  /** Of the orphans, one at least. */
  readonly pids: readonly number[];
  /** How it ended, as the logs tell; null: they do not. */
  readonly event: LogEvent | null;
};

export type MemoryView = {
  readonly memory: MemoryReading | null;
  /** Server whose own cgroup this is; null: the target's memory. */
  readonly serverId: string | null;
  /** Private memory (uss, else anon) by role, largest first; `rest`: of the current figure what no process accounts for. */
  readonly byRole: readonly {
    readonly role: Process["role"];
    readonly bytes: Bytes;
    readonly count: number;
  }[];
  readonly cpu: CpuReading | null;
  readonly peakAt: EpochMs | null;
  /** Change of unreclaimable memory over the window, bytes per minute; null when not enough is known. */
  readonly bytesPerMinute: number | null;
  readonly lastOomAt: EpochMs | null;
  /** Kills that groups counted before this one took their place, or that their engine tells of; at least so many. */
  readonly formerKills: number;
  readonly others: { readonly count: number | null; readonly rssBytes: Bytes | null };
};

export type TableView = {
  /** The rows inside the window, top to bottom; server heads and the summary of others are rows, too. */
  readonly lines: readonly TableLine[];
  /** Position among all lines: how many stand above and below the window. */
  readonly above: number;
  readonly below: number;
  readonly processCount: number;
  /** How many the filter hides. */
  readonly hiddenCount: number;
  readonly sort: { readonly key: SortKey; readonly isReversed: boolean };
  readonly isTree: boolean;
  readonly filter: { readonly text: string; readonly isTyping: boolean } | null;
  readonly axis: Axis;
  /** Above all sparklines; null: no task ticks, or there is no room. */
  readonly ruler: Ruler | null;
  /** Why there is no row: nothing came yet, no server here, or the filter fits nothing. */
  readonly empty: "waiting" | "no-shell" | "no-server" | "no-match" | null;
};

export type TableLine =
  | { readonly type: "server"; readonly server: Server; readonly processCount: number }
  | { readonly type: "process"; readonly row: ProcessRow; readonly isSelected: boolean }
  | { readonly type: "others"; readonly count: number; readonly rssBytes: Bytes | null };

/** The time axis that all sparklines share; the newest cell ends at `to`. */
export type Axis = {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly cells: number;
  readonly windowMs: number;
};

/** The ticks of declared tasks on an axis. */
export type Ruler = {
  /** The letter of the task that ticks in a cell, of several the one that ticks most rarely; null: none, or not yet. */
  readonly cells: readonly (string | null)[];
  /** Those that tick on the axis, by name. */
  readonly tasks: readonly { readonly letter: string; readonly name: string }[];
};

export type ProcessRow = {
  /** Stable over a respawn: server and slot, with the PID where the slot is unknown or shared. */
  readonly key: string;
  readonly serverId: string;
  readonly process: Process;
  /** False: it died and nobody took its place yet; its last values stay for a while. */
  readonly isAlive: boolean;
  /** Levels of indentation in the tree. */
  readonly depth: number;
  /** Age of uss at the sample's time; null without uss. */
  readonly ussAgeMs: number | null;
  /** Age of its connections likewise. */
  readonly socketsAgeMs: number | null;
  readonly sharedBytes: Bytes | null;
  readonly ageMs: number | null;
  /** Change of private memory within this incarnation over the window; null when too little is known. */
  readonly growthBytes: number | null;
  readonly bytesPerMinute: number | null;
  /**
   * The largest rise of private memory within this incarnation that took at most three sampling intervals, 0 bytes where nothing rose; null: too little is known.
   * `letters`: of the tasks that ticked then, where the live heap is read; none: not told, or too many.
   */
  readonly step: {
    readonly bytes: number;
    readonly at: EpochMs;
    readonly letters: string;
  } | null;
  /** One value per cell of the axis: the highest of private memory (anon, else rss) in it; null: a gap. */
  readonly cells: readonly (number | null)[];
  /** Marks per cell: the weightiest (`oom` > `death` > `birth` > `start`); null: none. */
  readonly cellMarks: readonly (Mark["kind"] | null)[];
  /** The last death in its slot on the axis, with what logs tell of it. */
  readonly lastDeath: Mark | null;
};

export type ProcessView = {
  readonly row: ProcessRow;
  readonly server: Server;
  /** rss, uss, anon over the axis, one value per cell. */
  readonly chart: {
    readonly axis: Axis;
    readonly rss: readonly (number | null)[];
    readonly anon: readonly (number | null)[];
    readonly uss: readonly (number | null)[];
    readonly marks: readonly (Mark["kind"] | null)[];
    readonly ruler: Ruler | null;
  };
  /** Of its slot, newest first. */
  readonly incarnations: readonly {
    readonly pid: number;
    readonly generation: number | null;
    readonly startedAt: EpochMs | null;
    readonly firstSeenAt: EpochMs;
    readonly lastSeenAt: EpochMs;
    readonly isAlive: boolean;
    readonly peakBytes: Bytes | null;
    readonly lastBytes: Bytes | null;
    /** `oom` when the kernel's counter rose with its death. */
    readonly end: "oom" | "death" | null;
    /** As in its mark. */
    readonly told?: Mark["told"];
  }[];
  readonly memory: MemoryReading | null;
  /** What it runs in, where an engine tells that; `at`: for ages. */
  readonly container: { readonly container: Container; readonly at: EpochMs } | null;
  /** What logs tell of its slot, newest first. */
  readonly events: readonly LogEvent[];
};
