import {
  LOG_LEVELS,
  type LogEvent,
  type LogLevel,
  type LogRecord,
  type Told,
} from "../../domain/log.ts";
import type { Role } from "../../domain/role.ts";
import { allProcesses, type Process, type Sample } from "../../domain/sample.ts";
import type { EpochMs } from "../../domain/units.ts";

/** Which of what is told is wanted; null: all. */
export type FilterWish = {
  /** `Worker.0`, or with its server `shop-api/Worker.0`. */
  readonly slot: string | null;
  /** As the table shows it where there is a target, else as the log has it. */
  readonly pid: number | null;
  readonly role: Role | null;
  readonly level: LogLevel | null;
  readonly grep: RegExp | null;
  readonly hasRecords: boolean;
  readonly hasEvents: boolean;
};

/** Says of each record and event whether it is wanted. A cell: whom a PID and a slot mean changes with each sample, and a record without a time goes with the one before. */
export class LogFilter {
  readonly #wish: FilterWish;
  readonly #from: EpochMs | null;
  readonly #people = new People();
  /** By source: the last record said that it is too old. */
  readonly #areOld = new Set<string>();

  /** @param from what is known to be older is not wanted; null: all is */
  constructor(wish: FilterWish, from: EpochMs | null) {
    this.#wish = wish;
    this.#from = from;
  }

  sample(sample: Sample): void {
    this.#people.note(sample);
  }

  takes(told: Told): boolean {
    // asked of each record, so that those without a time have one to go with
    const isYoung =
      told.type === "record" ? this.#isYoung(told.record) : this.#isYoungEvent(told.event);
    if (!isYoung) return false;
    const { hasRecords, hasEvents, grep } = this.#wish;
    if (told.type === "record")
      return (
        hasRecords &&
        this.#isMeant(told.record) &&
        this.#isHigh(told.record) &&
        isFound(told.record, grep)
      );
    return hasEvents && this.#isMeant(told.event) && isFoundEvent(told.event, grep);
  }

  #isYoung({ at, seenAt, source }: LogRecord): boolean {
    if (this.#from === null) return true;
    const bound = at ?? seenAt;
    if (bound === null) return !this.#areOld.has(source);
    if (bound < this.#from) this.#areOld.add(source);
    else this.#areOld.delete(source);
    return bound >= this.#from;
  }

  #isYoungEvent({ at, seenAt, source }: LogEvent): boolean {
    if (this.#from === null) return true;
    const bound = at ?? seenAt;
    return bound === null ? !this.#areOld.has(source) : bound >= this.#from;
  }

  #isHigh({ level }: LogRecord): boolean {
    const least = this.#wish.level;
    return (
      least === null || level === null || LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(least)
    );
  }

  /** By whom, or about whom. */
  #isMeant(subject: Pick<LogRecord, "pid" | "slot">): boolean {
    const { pid, slot, role } = this.#wish;
    if (pid !== null && subject.pid !== this.#people.loggedPid(pid)) return false;
    if (slot !== null && !this.#people.fills(subject, slot)) return false;
    return role === null || this.#people.roleOf(subject) === role;
  }
}

const isFound = ({ lines }: LogRecord, grep: RegExp | null): boolean =>
  grep === null || lines.some(({ text }) => grep.test(text));

const isFoundEvent = ({ kind, task, detail }: LogEvent, grep: RegExp | null): boolean =>
  grep === null || [kind, task, detail].some((text) => text !== null && grep.test(text));

type Person = { readonly serverId: string; readonly process: Process };

/** Of a server whose workers live for seconds, for hours. */
const MOST_PEOPLE = 50_000;

/** Who had which PID and slot when it was last seen: those that a log speaks of may be gone. */
class People {
  readonly #byPid = new Map<number, Person>();
  readonly #byNsPid = new Map<number, Person>();
  readonly #roles = new Map<string, Role>();

  note(sample: Sample): void {
    for (const { server, process } of allProcesses(sample)) {
      const person = { serverId: server.id, process };
      remember(this.#byPid, process.pid, person);
      remember(this.#byNsPid, process.nsPid ?? process.pid, person);
      if (process.slot !== null && process.role !== null)
        this.#roles.set(process.slot, process.role);
    }
  }

  /** Logs have the PIDs of the container's namespace. */
  loggedPid(pid: number): number {
    return this.#byPid.get(pid)?.process.nsPid ?? pid;
  }

  fills({ pid, slot }: Pick<LogRecord, "pid" | "slot">, wanted: string): boolean {
    if (slot === null) return false;
    if (slot === wanted) return true;
    const person = pid === null ? undefined : this.#byNsPid.get(pid);
    return person?.process.slot === slot && `${person.serverId}/${slot}` === wanted;
  }

  roleOf({ pid, slot }: Pick<LogRecord, "pid" | "slot">): Role | null {
    if (slot !== null) return this.#roles.get(slot) ?? roleOfSlot(slot);
    return (pid === null ? undefined : this.#byNsPid.get(pid)?.process.role) ?? null;
  }
}

/** The longest unseen is forgotten first. */
function remember(people: Map<number, Person>, pid: number, person: Person): void {
  people.delete(pid);
  people.set(pid, person);
  const [oldest] = people.keys();
  if (people.size > MOST_PEOPLE && oldest !== undefined) people.delete(oldest);
}

const SLOTS: readonly (readonly [RegExp, Role])[] = [
  [/^Master$/u, "master"],
  [/^Manager$/u, "manager"],
  [/^Worker\.\d+$/u, "worker"],
  [/^TaskWorker\.\d+$/u, "task-worker"],
];

/** Slots are named after roles; every other name is a user process's. */
const roleOfSlot = (slot: string): Role =>
  SLOTS.find(([pattern]) => pattern.test(slot))?.[1] ?? "user-process";
