import type { LogRecord } from "../../domain/log.ts";
import type { Untrusted } from "../../domain/text.ts";
import { whenOf, type When } from "./events/span.ts";
import type { Residents } from "./residents.ts";
import type { Servers, Whose } from "./servers.ts";
import { Ids, type WorkerRole, workerSlot } from "./worker-ids.ts";

const MOST_SCOPES = 320;

/** Whose slot a PID or a worker id is: by the samples where there are any, else by what the log itself says. Each server counts its own. */
export class Slots {
  readonly #residents: Residents;
  readonly #servers: Servers;
  /** By server; by source where none is told. */
  readonly #scopes = new Map<string, Ids>();

  constructor(residents: Residents, servers: Servers) {
    this.#residents = residents;
    this.#servers = servers;
  }

  /** From a head: `*pid.N` is an event worker's, `^pid.N` a task worker's. Whether the role of an id is new. */
  learn(record: LogRecord): boolean {
    const { pid, workerId, format, lines } = record;
    if (pid === null || workerId === null || format !== "swoole") return false;
    const text = lines[0]?.text ?? "";
    const role = text.includes(`*${pid}.${workerId}]`)
      ? "worker"
      : text.includes(`^${pid}.${workerId}]`)
        ? "task-worker"
        : null;
    if (role === null) return false;
    return this.#of(record).reduce((is, ids) => ids.wrote(pid, workerId, role) || is, false);
  }

  /** `workerId`: what the log calls it, where it does. */
  of(pid: number | null, workerId: number | null, whose: Whose & When): Untrusted | null {
    const slot = pid === null ? null : this.#ofPid(pid, whose);
    if (slot !== null || workerId === null || !this.#areIdsOfOne(whose)) return slot;
    // Ids count event workers first: there is no server without one.
    const first = pid !== null && workerId === 0 ? workerSlot(0, "worker") : null;
    return this.#firstOf(whose, (ids) => ids.slotOfId(workerId)) ?? first;
  }

  /** Of whoever an event is about. */
  ofEvent(facts: {
    readonly pid: number | null;
    readonly at: LogRecord["at"];
    readonly seenAt: LogRecord["seenAt"];
    readonly server: string | null;
    readonly source: string;
  }): Untrusted | null {
    const { pid, server, source } = facts;
    return pid === null ? null : this.of(pid, null, { ...whenOf(facts), server, source });
  }

  roleOf(workerId: number | null, whose: Whose): WorkerRole | null {
    return workerId === null ? null : this.#firstOf(whose, (ids) => ids.roleOf(workerId));
  }

  started(workerId: number, role: WorkerRole, whose: Whose): Untrusted {
    for (const ids of this.#of(whose)) ids.started(workerId, role);
    return workerSlot(workerId, role);
  }

  /** The user process with that id fills that slot. */
  named(workerId: number, slot: Untrusted, whose: Whose): void {
    for (const ids of this.#of(whose)) ids.named(workerId, slot);
  }

  left(pid: number | null, whose: Whose & When): void {
    if (pid === null) return;
    for (const ids of this.#of(whose)) ids.left(pid, whose);
  }

  /** Another server may count its processes in another way. */
  serverEnded(whose: Whose): void {
    for (const ids of this.#of(whose)) ids.clear();
  }

  #ofPid(pid: number, whose: Whose & When): Untrusted | null {
    const { isWatching } = this.#residents;
    const who = isWatching ? this.#residents.at(pid, whose, whose.server) : null;
    return who?.slot ?? this.#firstOf(whose, (ids) => ids.slotOfPid(pid, whose));
  }

  #firstOf<T>(whose: Whose, said: (ids: Ids) => T | null): T | null {
    for (const ids of this.#of(whose)) {
      const found = said(ids);
      if (found !== null) return found;
    }
    return null;
  }

  #areIdsOfOne({ server }: Whose): boolean {
    return server !== null || !this.#servers.areSeveral;
  }

  #of({ server, source }: Whose): readonly Ids[] {
    if (server !== null) return [this.#scope(`server ${server}`)];
    const own = this.#scope(`source ${source}`);
    const only = this.#servers.only;
    return only === null ? [own] : [own, this.#scope(`server ${only}`)];
  }

  #scope(key: string): Ids {
    const known = this.#scopes.get(key);
    if (known !== undefined) return known;
    const [oldest] = this.#scopes.keys();
    if (this.#scopes.size >= MOST_SCOPES && oldest !== undefined) this.#scopes.delete(oldest);
    const fresh = new Ids();
    this.#scopes.set(key, fresh);
    return fresh;
  }
}
