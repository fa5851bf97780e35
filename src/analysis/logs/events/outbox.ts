import type { LogEvent, LogRecord, Told } from "../../../domain/log.ts";
import type { EpochMs } from "../../../domain/units.ts";
import type { Residents } from "../residents.ts";
import type { Slots } from "../slots.ts";
import { whenOf } from "./span.ts";

type Waiting = { readonly told: Told; samples: number };

const MOST_WAITING = 2000;
const MOST_STRANGERS = 1024;
/** A new process is in the next sample. */
const MOST_SAMPLES = 2;
const MOST_QUIET = 3;
const WAIT_MS = 1500;

/** What is told, in its order. A line whose PID no sample knows yet waits for the next one, and all that follows with it. */
export class Outbox {
  #ready: Told[] = [];
  #waiting: Waiting[] = [];
  #quiets = 0;
  /** PIDs that were in no sample after they wrote. */
  readonly #strangers = new Set<string>();
  readonly #residents: Residents;
  readonly #slots: Slots;

  constructor(residents: Residents, slots: Slots) {
    this.#residents = residents;
    this.#slots = slots;
  }

  add(told: Told): void {
    this.#leaveOld(wordOf(told).seenAt);
    if (this.#waiting.length === 0) {
      const placed = this.#placed(told);
      if (!this.#mayBeNew(placed)) {
        this.#ready.push(placed);
        return;
      }
    }
    this.#quiets = 0;
    this.#waiting.push({ told, samples: 0 });
    if (this.#waiting.length > MOST_WAITING) this.all();
  }

  sampled(at: EpochMs): void {
    let left = 0;
    for (const one of this.#waiting) {
      const placed = this.#placed(one.told);
      const { seenAt, pid, server } = wordOf(placed);
      if (this.#mayBeNew(placed)) {
        const isAfter = seenAt !== null && seenAt < at;
        one.samples += 1;
        if (!isAfter && one.samples < MOST_SAMPLES) break;
        if (this.#strangers.size >= MOST_STRANGERS) this.#strangers.clear();
        if (isAfter) this.#strangers.add(keyOf(server, pid));
      }
      this.#ready.push(placed);
      left += 1;
    }
    this.#waiting.splice(0, left);
  }

  /** No sample comes. */
  quiet(): void {
    this.#quiets += 1;
    if (this.#quiets >= MOST_QUIET) this.all();
  }

  all(): void {
    for (const { told } of this.#waiting) this.#ready.push(this.#placed(told));
    this.#waiting = [];
  }

  take(): readonly Told[] {
    const told = this.#ready;
    this.#ready = [];
    return told;
  }

  #leaveOld(now: EpochMs | null): void {
    const [first] = this.#waiting;
    if (first === undefined || now === null) return;
    const { seenAt } = wordOf(first.told);
    if (seenAt !== null && now - seenAt > WAIT_MS) this.all();
  }

  /** With the slot of whom it is about. */
  #placed(told: Told): Told {
    const word = wordOf(told);
    if (word.slot !== null || word.pid === null) return told;
    const slot = this.#slots.ofEvent(word);
    if (slot === null) return told;
    return told.type === "record"
      ? { type: "record", record: { ...told.record, slot } }
      : { type: "event", event: { ...told.event, slot } };
  }

  #mayBeNew(told: Told): boolean {
    const word = wordOf(told);
    const { pid, slot, seenAt, server } = word;
    if (!this.#residents.isWatching || pid === null || slot !== null || seenAt === null)
      return false;
    if (this.#residents.at(pid, whenOf(word), server) !== null) return false;
    return !this.#strangers.has(keyOf(server, pid));
  }
}

const wordOf = (told: Told): LogRecord | LogEvent =>
  told.type === "record" ? told.record : told.event;

const keyOf = (server: string | null, pid: number | null): string => `${pid} ${server ?? ""}`;
