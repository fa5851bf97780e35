import { untrustedText, type Untrusted } from "../../domain/text.ts";
import type { When } from "./events/span.ts";

const MOST_PIDS = 1024;
const MOST_IDS = 4096;
/** What a process wrote may stand behind the line that tells its end. */
const LATE_MS = 1000;

export type WorkerRole = "worker" | "task-worker";

type Writer = {
  readonly slot: Untrusted;
  /** When its end was told; null: it lives. */
  readonly leftBy: number | null;
};

/** What the log of one server says of its worker ids: event workers come first, then task workers, then user processes. */
export class Ids {
  readonly #byPid = new Map<number, Writer>();
  readonly #roles = new Map<number, WorkerRole>();
  /** Ids above the workers' belong to user processes, in an order that only their starts show. */
  readonly #users = new Map<number, Untrusted>();
  #lastWorker = -1;

  /** Whether the role of that id is new. */
  wrote(pid: number, workerId: number, role: WorkerRole): boolean {
    const isNew = this.roleOf(workerId) !== role;
    this.started(workerId, role);
    const slot = workerSlot(workerId, role);
    const before = this.#byPid.get(pid);
    if (before?.slot === slot && before.leftBy === null) return isNew;
    this.#byPid.delete(pid);
    this.#byPid.set(pid, { slot, leftBy: null });
    const [oldest] = this.#byPid.keys();
    if (this.#byPid.size > MOST_PIDS && oldest !== undefined) this.#byPid.delete(oldest);
    return isNew;
  }

  started(workerId: number, role: WorkerRole): void {
    if (this.#roles.size < MOST_IDS) this.#roles.set(workerId, role);
    if (role === "worker") this.#lastWorker = Math.max(this.#lastWorker, workerId);
  }

  named(workerId: number, slot: Untrusted): void {
    if (this.#users.size < MOST_IDS && this.roleOf(workerId) === null)
      this.#users.set(workerId, slot);
  }

  roleOf(workerId: number): WorkerRole | null {
    return this.#roles.get(workerId) ?? (workerId <= this.#lastWorker ? "worker" : null);
  }

  slotOfId(workerId: number): Untrusted | null {
    const role = this.roleOf(workerId);
    return role === null ? (this.#users.get(workerId) ?? null) : workerSlot(workerId, role);
  }

  /** Of who wrote under that PID then: another may have it by now. */
  slotOfPid(pid: number, { from, written }: When): Untrusted | null {
    const writer = this.#byPid.get(pid);
    if (writer === undefined) return null;
    const since = written === null ? from : written.from;
    const isHis = writer.leftBy === null || (since !== null && since <= writer.leftBy + LATE_MS);
    return isHis ? writer.slot : null;
  }

  left(pid: number, { to, written }: When): void {
    const writer = this.#byPid.get(pid);
    if (writer === undefined) return;
    const leftBy = written === null ? to : written.to;
    if (leftBy === null) this.#byPid.delete(pid);
    else this.#byPid.set(pid, { slot: writer.slot, leftBy });
  }

  clear(): void {
    this.#byPid.clear();
    this.#roles.clear();
    this.#users.clear();
    this.#lastWorker = -1;
  }
}

export const workerSlot = (workerId: number, role: WorkerRole): Untrusted =>
  untrustedText(`${role === "worker" ? "Worker" : "TaskWorker"}.${workerId}`);
