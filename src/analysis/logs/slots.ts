import type { LogRecord } from "../../domain/log.ts";
import { untrustedText, type Untrusted } from "../../domain/text.ts";
import type { Span } from "./events/span.ts";
import type { Residents } from "./residents.ts";

const MOST_PIDS = 1024;
const MOST_IDS = 4096;

export type WorkerRole = "worker" | "task-worker";

/** Whose slot a PID or a worker id is: by the samples where there are any, else by what the log itself says. */
export class Slots {
  readonly #residents: Residents;
  /** Of heads: `*pid.N` is an event worker's, `^pid.N` a task worker's. */
  readonly #byPid = new Map<number, Untrusted>();
  readonly #roles = new Map<number, WorkerRole>();
  /** Ids above the workers' belong to user processes, in an order that only their starts show. */
  readonly #users = new Map<number, Untrusted>();

  constructor(residents: Residents) {
    this.#residents = residents;
  }

  /** Learns from the head of a record, and says whose it is. */
  ofWriter(record: LogRecord, span: () => Span): Untrusted | null {
    const { pid, workerId, format } = record;
    if (pid === null) return null;
    if (format === "swoole" && workerId !== null) this.#learn(pid, workerId, record);
    return this.of(pid, null, span);
  }

  of(pid: number | null, workerId: number | null, span: () => Span): Untrusted | null {
    if (pid !== null) {
      const resident = this.#residents.isWatching ? this.#residents.at(pid, span()) : null;
      const slot = resident?.slot ?? this.#byPid.get(pid);
      if (slot !== undefined) return slot;
    }
    if (workerId === null || this.#residents.areSeveral) return null;
    const role = this.#roles.get(workerId);
    return role === undefined ? (this.#users.get(workerId) ?? null) : workerSlot(workerId, role);
  }

  roleOf(workerId: number | null): WorkerRole | null {
    return workerId === null ? null : (this.#roles.get(workerId) ?? null);
  }

  started(workerId: number, role: WorkerRole): Untrusted {
    if (this.#roles.size < MOST_IDS) this.#roles.set(workerId, role);
    return workerSlot(workerId, role);
  }

  /** The user process with that id fills that slot. */
  named(workerId: number, slot: Untrusted): void {
    if (this.#users.size < MOST_IDS && !this.#roles.has(workerId)) this.#users.set(workerId, slot);
  }

  left(pid: number | null): void {
    if (pid !== null) this.#byPid.delete(pid);
  }

  /** Another server may count its processes in another way. */
  serverEnded(): void {
    this.#byPid.clear();
    this.#roles.clear();
    this.#users.clear();
  }

  #learn(pid: number, workerId: number, { lines }: LogRecord): void {
    const text = lines[0]?.text ?? "";
    const role = text.includes(`*${pid}.${workerId}]`)
      ? "worker"
      : text.includes(`^${pid}.${workerId}]`)
        ? "task-worker"
        : null;
    if (role === null) return;
    const slot = this.started(workerId, role);
    if (this.#byPid.get(pid) === slot) return;
    this.#byPid.delete(pid);
    this.#byPid.set(pid, slot);
    if (this.#byPid.size <= MOST_PIDS) return;
    const [oldest] = this.#byPid.keys();
    if (oldest !== undefined) this.#byPid.delete(oldest);
  }
}

const workerSlot = (workerId: number, role: WorkerRole): Untrusted =>
  untrustedText(`${role === "worker" ? "Worker" : "TaskWorker"}.${workerId}`);
