import { allProcesses, incarnationKey, type Process, type Sample } from "../../domain/sample.ts";
import type { Untrusted } from "../../domain/text.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { Span } from "./events/span.ts";

/** Who had a PID: one incarnation, as the samples show it. */
type Resident = {
  readonly nsPid: number;
  readonly serverId: string;
  slot: Untrusted | null;
  readonly bornAt: EpochMs;
  lastSeenAt: EpochMs;
  /** The first sample without it. */
  goneAt: EpochMs | null;
  /** Private memory, else rss, when it was last seen. */
  lastBytes: number | null;
};

const MOST_LIVES = 4096;
/** Clocks of log lines are as coarse as a second, and a line is read up to one later. */
const SLACK_MS = 1500;

/** Who filled a slot under which PID of the server's own namespace, and when. Bounded: the dead who were seen longest ago are forgotten first. */
export class Residents {
  readonly #byPid = new Map<number, Resident[]>();
  #living = new Map<string, Resident>();
  #lives = 0;

  /** Whether any sample was seen. */
  isWatching = false;
  /** More than one server was seen: what one counts another may count in another way. */
  areSeveral = false;

  sampled(sample: Sample): void {
    this.isWatching = true;
    this.areSeveral ||= sample.servers.length > 1;
    const living = new Map<string, Resident>();
    for (const { server, process } of allProcesses(sample)) {
      const key = `${server.id}/${incarnationKey(process)}`;
      const resident = this.#living.get(key) ?? this.#moveIn(process, server.id, sample.at);
      resident.lastSeenAt = sample.at;
      resident.slot = process.slot ?? resident.slot;
      resident.lastBytes = process.rssAnonBytes ?? process.rssBytes ?? resident.lastBytes;
      living.set(key, resident);
    }
    for (const [key, resident] of this.#living) {
      if (!living.has(key)) resident.goneAt = sample.at;
    }
    this.#living = living;
    if (this.#lives > MOST_LIVES) this.#forget();
  }

  /** Who it was then. Null: nobody known, or it could be two. */
  at(pid: number, when: Span): Resident | null {
    const found = (this.#byPid.get(pid) ?? []).filter((resident) => lived(resident, when));
    const [only] = found;
    return only !== undefined && found.every(({ slot }) => slot === only.slot) ? only : null;
  }

  /** The one who filled that slot then; null: nobody known, or several. */
  inSlot(slot: string, when: Span): Resident | null {
    const found = [...this.#living.values()].filter(
      (resident) => resident.slot === slot && lived(resident, when),
    );
    return found.length === 1 ? (found[0] ?? null) : null;
  }

  #moveIn(process: Process, serverId: string, at: EpochMs): Resident {
    const nsPid = process.nsPid ?? process.pid;
    const resident: Resident = {
      nsPid,
      serverId,
      slot: process.slot,
      bornAt: process.startedAt ?? at,
      lastSeenAt: at,
      goneAt: null,
      lastBytes: null,
    };
    const before = this.#byPid.get(nsPid);
    if (before === undefined) this.#byPid.set(nsPid, [resident]);
    else before.push(resident);
    this.#lives += 1;
    return resident;
  }

  #forget(): void {
    const dead = [...this.#byPid.values()].flat().filter(({ goneAt }) => goneAt !== null);
    dead.sort((a, b) => a.lastSeenAt - b.lastSeenAt);
    for (const resident of dead.slice(0, Math.max(0, this.#lives - MOST_LIVES / 2))) {
      const left = (this.#byPid.get(resident.nsPid) ?? []).filter((other) => other !== resident);
      if (left.length === 0) this.#byPid.delete(resident.nsPid);
      else this.#byPid.set(resident.nsPid, left);
      this.#lives -= 1;
    }
  }
}

/** A line without any time may be of anyone who ever had the PID: nobody is named then. */
function lived({ bornAt, goneAt }: Resident, { from, to, isTimed }: Span): boolean {
  if (!isTimed || from === null || to === null) return false;
  return bornAt <= to + SLACK_MS && (goneAt === null || goneAt >= from - SLACK_MS);
}
