import type { LogRecord } from "../../domain/log.ts";
import type { Role } from "../../domain/role.ts";
import { allProcesses, type Process, type Sample } from "../../domain/sample.ts";

/** Whom a record is by, or an event about. */
export type Subject = Pick<LogRecord, "pid" | "slot" | "server">;

type Person = { readonly serverId: string; readonly process: Process };

/** Of a server whose workers live for seconds, for hours. */
const MOST_PEOPLE = 50_000;

/** Who had which PID and slot when it was last seen: those that a log speaks of may be gone. */
export class People {
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

  /** As the table has it. */
  shownPid(pid: number): number {
    return this.#byNsPid.get(pid)?.process.pid ?? pid;
  }

  /** A slot without its server is that of each server. */
  fills(subject: Subject, wanted: string): boolean {
    const { slot } = subject;
    if (slot === null) return false;
    if (slot === wanted) return true;
    return `${subject.server ?? this.#serverOf(subject)}/${slot}` === wanted;
  }

  roleOf({ pid, slot, server }: Subject): Role | null {
    if (slot !== null) return this.#roles.get(slot) ?? roleOfSlot(slot);
    const person = pid === null ? undefined : this.#byNsPid.get(pid);
    if (person === undefined || (server !== null && person.serverId !== server)) return null;
    return person.process.role;
  }

  #serverOf({ pid, slot }: Subject): string | null {
    const person = pid === null ? undefined : this.#byNsPid.get(pid);
    return person?.process.slot === slot ? person.serverId : null;
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
