import {
  incarnationKey,
  type IncarnationKey,
  type Process,
  type Sample,
  type Server,
} from "../../domain/sample.ts";
import type { Mark } from "../../domain/mark.ts";
import { bytes, type EpochMs } from "../../domain/units.ts";
import { followKills } from "./kills.ts";
import type { Churn, Life } from "./life.ts";

export type { Churn, Life };

export type RowMark = { readonly rowKey: string; readonly mark: Mark };

export const noChurn: Churn = {
  living: new Map(),
  ended: new Map(),
  samples: 0,
  counters: new Map(),
  kills: [],
  baselineKills: null,
  recentDeaths: [],
};

/** A slot in a crash loop dies each second: the newest tell enough. */
const LIVES_PER_ROW = 32;
const ROWS = 512;
/** Processes without a slot never come back to their row: they may not push out those who do. */
const ROWS_WITHOUT_SLOT = 128;

/**
 * The row of every process of a server, by PID. A respawn keeps its row. Where two living processes hold one slot (a graceful reload) the older keeps
 * the plain row `<server>/<slot>` until it is gone and the younger has one with its PID; an orphan gives way to whoever has its slot now.
 */
export function rowKeys(server: Server): ReadonlyMap<number, string> {
  const holders = new Map<string, Process>();
  for (const process of server.processes) {
    if (process.slot === null) continue;
    const holder = holders.get(process.slot);
    if (holder === undefined || isBefore(process, holder)) holders.set(process.slot, process);
  }
  return new Map(
    server.processes.map((process) => {
      const { pid, slot } = process;
      const plain = `${server.id}/${slot ?? ""}`;
      return [pid, slot !== null && holders.get(slot) === process ? plain : `${plain}#${pid}`];
    }),
  );
}

function isBefore(a: Process, b: Process): boolean {
  if (a.orphan !== b.orphan) return b.orphan;
  const byGeneration = (a.generation ?? 0) - (b.generation ?? 0);
  if (byGeneration !== 0) return byGeneration < 0;
  const byStart = (a.startedAt ?? 0) - (b.startedAt ?? 0);
  return byStart === 0 ? a.pid < b.pid : byStart < 0;
}

/** Every life of a row, newest first. */
export function livesOf(churn: Churn, rowKey: string): readonly Life[] {
  const living = [...churn.living.values()].filter((life) => life.rowKey === rowKey);
  return [...living, ...(churn.ended.get(rowKey) ?? []).toReversed()];
}

/**
 * What a sample adds. Deaths are noticed by absence; an `oom` needs a counter that rose with it, up to two samples before or after.
 * A mark of kind `oom` with `at` and `pid` of an earlier `death` replaces it.
 */
export function followChurn(
  churn: Churn,
  sample: Sample,
): { readonly churn: Churn; readonly marks: readonly RowMark[] } {
  const { living, marks: births } = alive(churn, sample);
  const gone = [...churn.living]
    .filter(([key]) => !living.has(key))
    .map(([, life]): Life => ({ ...life, endedAt: sample.at, end: "death" }));
  const kills = followKills(churn, sample, gone);
  const marks = [
    ...births,
    ...gone
      .filter((life) => !kills.victims.includes(life))
      .map((life) => endMark(life, sample.at, "death")),
    ...kills.victims.map((life) => endMark(life, life.endedAt ?? sample.at, "oom")),
  ];
  return {
    churn: {
      living,
      ended: bury(churn.ended, gone, kills.victims),
      samples: churn.samples + 1,
      counters: kills.counters,
      kills: kills.kills,
      baselineKills: kills.counters.get("")?.baseline ?? null,
      recentDeaths: kills.recentDeaths,
    },
    marks,
  };
}

const endMark = ({ rowKey, pid }: Life, at: EpochMs, kind: "death" | "oom"): RowMark => ({
  rowKey,
  mark: { at, kind, pid },
});

function alive(churn: Churn, sample: Sample): Pick<Churn, "living"> & { marks: RowMark[] } {
  const living = new Map<IncarnationKey, Life>();
  const marks: RowMark[] = [];
  for (const server of sample.servers) {
    const rows = rowKeys(server);
    for (const process of server.processes) {
      const key = incarnationKey(process);
      const former = churn.living.get(key);
      const rowKey = rows.get(process.pid) ?? `${server.id}/#${process.pid}`;
      living.set(key, lifeOf(former, process, { serverId: server.id, rowKey, at: sample.at }));
      if (churn.samples === 0 || !arrives(former, rowKey, process)) continue;
      const kind = (process.generation ?? 1) > 1 ? "birth" : "start";
      marks.push({ rowKey, mark: { at: sample.at, kind, pid: process.pid } });
    }
  }
  return { living, marks };
}

/** New, or taking over the row of its slot: from being untitled, or from beside the process it replaces. */
const arrives = (former: Life | undefined, rowKey: string, { pid, slot }: Process): boolean =>
  former === undefined ||
  (former.rowKey !== rowKey && slot !== null && !rowKey.endsWith(`#${pid}`));

function lifeOf(
  former: Life | undefined,
  process: Process,
  { serverId, rowKey, at }: Pick<Life, "serverId" | "rowKey"> & { readonly at: EpochMs },
): Life {
  const { slot, pid, nsPid, startedAt, generation } = process;
  const now = process.rssAnonBytes ?? process.rssBytes;
  const peak = Math.max(former?.peakBytes ?? 0, now ?? 0);
  return {
    rowKey,
    serverId,
    slot,
    pid,
    nsPid,
    startedAt,
    firstSeenAt: former?.firstSeenAt ?? at,
    lastSeenAt: at,
    generation,
    peakBytes: peak === 0 ? null : bytes(peak),
    lastBytes: now ?? former?.lastBytes ?? null,
    endedAt: null,
    end: null,
  };
}

/** The dead join their rows; victims of a kill, also those of the samples before, get their true end. */
function bury(
  ended: Churn["ended"],
  gone: readonly Life[],
  victims: readonly Life[],
): Churn["ended"] {
  if (gone.length === 0 && victims.length === 0) return ended;
  const next = new Map(ended);
  for (const life of gone) {
    const lives = [...(next.get(life.rowKey) ?? []), life].slice(-LIVES_PER_ROW);
    next.delete(life.rowKey);
    next.set(life.rowKey, lives);
  }
  for (const { rowKey, pid, endedAt } of victims) {
    const isVictim = (life: Life) => life.pid === pid && life.endedAt === endedAt;
    const lives = next.get(rowKey) ?? [];
    next.set(
      rowKey,
      lives.map((life) => (isVictim(life) ? { ...life, end: "oom" } : life)),
    );
  }
  forget(next, (lives) => lives[0]?.slot === null, ROWS_WITHOUT_SLOT);
  forget(next, () => true, ROWS);
  return next;
}

/** The rows whose last death is longest ago. */
function forget(
  ended: Map<string, readonly Life[]>,
  isMeant: (lives: readonly Life[]) => boolean,
  limit: number,
): void {
  const meant = [...ended].filter(([, lives]) => isMeant(lives)).map(([key]) => key);
  for (const key of meant.slice(0, Math.max(0, meant.length - limit))) ended.delete(key);
}
