import { allProcesses, incarnationKey, type Process, type Sample } from "../../domain/sample.ts";
import type { Untrusted } from "../../domain/text.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { Bounds, When } from "./events/span.ts";

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

/** Who it was. */
export type Who = {
  readonly nsPid: number;
  readonly slot: Untrusted | null;
  /** Null: one of several. */
  readonly serverId: string | null;
  readonly lastBytes: number | null;
};

const MOST_LIVES = 4096;
/** Clocks of log lines are as coarse as a second, and a line is read up to one later. */
const SLACK_MS = 1500;
/** A line that does not say when it was written may be read so long after its writer died. */
const LATE_MS = 10 * 60_000;

/** Who filled a slot under which PID of the server's own namespace, and when. Bounded: the dead who were seen longest ago are forgotten first. */
export class Residents {
  readonly #byPid = new Map<number, Resident[]>();
  #living = new Map<string, Resident>();
  #lives = 0;

  /** Whether any sample was seen. */
  isWatching = false;
  /** More than one server was seen: what one counts another may count in another way. */
  areSeveral = false;
  /** The server of the last sample, where there was one alone. */
  only: string | null = null;
  #sampledAt: number | null = null;

  sampled(sample: Sample): void {
    this.#seen(sample);
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

  /** Who it was then, among the processes of `server` (null: of all). Null: nobody known, or it could be two. */
  at(pid: number, when: When, server: string | null = null): Who | null {
    const lives = this.#byPid.get(pid);
    // A line without any time may be of anyone who ever had the PID: nobody is named then.
    if (lives === undefined || !when.isTimed) return null;
    const own = server === null ? lives : lives.filter((resident) => resident.serverId === server);
    const found = own.filter((resident) => lived(resident, when.written ?? when));
    return theOne(found.length > 0 ? found : this.#late(own, when));
  }

  /** The one who filled that slot then; null: nobody known, or several. */
  inSlot(slot: string, when: When, server: string | null = null): Who | null {
    const found = [...this.#byPid.values()]
      .flat()
      .filter(
        (resident) =>
          resident.slot === slot &&
          (server === null || resident.serverId === server) &&
          when.isTimed &&
          lived(resident, when.written ?? when),
      );
    return found.length === 1 ? theOne(found) : null;
  }

  #seen({ at, servers }: Sample): void {
    this.isWatching = true;
    this.areSeveral ||= servers.length > 1;
    this.only = this.areSeveral ? null : (servers[0]?.id ?? this.only);
    this.#sampledAt = at;
  }

  /** Who died before a line was read that does not say when it was written. A sample since shows that nobody else has the PID. */
  #late(lives: readonly Resident[], { to, written }: When): readonly Resident[] {
    if (written !== null || to === null || this.#sampledAt === null || this.#sampledAt <= to)
      return [];
    return lives.filter((resident) => lived(resident, { from: to - LATE_MS, to }));
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

const lived = ({ bornAt, goneAt }: Resident, { from, to }: Bounds): boolean =>
  from !== null &&
  to !== null &&
  bornAt <= to + SLACK_MS &&
  (goneAt === null || goneAt >= from - SLACK_MS);

function theOne(found: readonly Resident[]): Who | null {
  const [first] = found;
  if (first === undefined || found.some(({ slot }) => slot !== first.slot)) return null;
  const isOfOne = found.every(({ serverId }) => serverId === first.serverId);
  const { nsPid, slot, serverId, lastBytes } = first;
  return { nsPid, slot, serverId: isOfOne ? serverId : null, lastBytes };
}
