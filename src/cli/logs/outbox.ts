import type { LogLine } from "../../domain/log.ts";
import type { Observation } from "../../domain/observation.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import { MIB } from "../../domain/units.ts";

type LogObservation = Extract<Observation, { readonly type: "log" | "log-sources" }>;

/** Lines come in batches, so that a flood is no flood of observations. */
const FLUSH_MS = 250;
/** Who reads more waits until these are taken. */
const MOST_WAITING = 20_000;
const MOST_WAITING_BYTES = 32 * MIB;

/** What was read of logs and is not handed on yet, in its order. */
export class Outbox {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  #waiting: LogObservation[] = [];
  #lines = 0;
  #bytes = 0;
  #takenMs = -Infinity;
  #due: PromiseWithResolvers<void> | null = null;
  #isTimed = false;
  /** Somebody, or several, wait for room. */
  #room: PromiseWithResolvers<void> | null = null;
  #bug: { readonly error: unknown } | null = null;

  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
  }

  lines(lines: readonly LogLine[]): void {
    const [first, ...rest] = lines;
    if (first === undefined) return;
    this.#lines += lines.length;
    for (const { text, cut } of lines) this.#bytes += text.length + (cut?.length ?? 0);
    this.#put({ type: "log", lines: [first, ...rest] });
  }

  sources(observation: Extract<LogObservation, { readonly type: "log-sources" }>): void {
    this.#put(observation);
  }

  /** A bug in what reads: it is thrown where the observations are taken. */
  fail(error: unknown): void {
    this.#bug ??= { error };
    this.#due?.resolve();
  }

  /** Resolves when there is something to take, at most every 250 ms. */
  due(): Promise<void> {
    if (this.#bug !== null) return Promise.resolve();
    this.#due ??= Promise.withResolvers<void>();
    this.#time();
    return this.#due.promise;
  }

  take(): readonly Observation[] {
    if (this.#bug !== null) throw this.#bug.error;
    const taken = this.#waiting;
    this.#waiting = [];
    this.#lines = 0;
    this.#bytes = 0;
    this.#due = null;
    this.#takenMs = this.#clock.monotonic();
    this.#room?.resolve();
    this.#room = null;
    return taken;
  }

  /** Resolves when not too much is waiting, or at the end. */
  room(): Promise<void> {
    const hasRoom = this.#lines < MOST_WAITING && this.#bytes < MOST_WAITING_BYTES;
    if (hasRoom || this.#signal.aborted) return Promise.resolve();
    if (this.#room !== null) return this.#room.promise;
    const room = Promise.withResolvers<void>();
    this.#room = room;
    this.#signal.addEventListener("abort", () => room.resolve(), { once: true });
    return room.promise;
  }

  #put(observation: LogObservation): void {
    this.#waiting.push(observation);
    this.#time();
  }

  #time(): void {
    if (this.#isTimed || this.#due === null || this.#waiting.length === 0) return;
    this.#isTimed = true;
    const restMs = this.#takenMs + FLUSH_MS - this.#clock.monotonic();
    void this.#dueIn(Math.max(0, restMs));
  }

  async #dueIn(ms: number): Promise<void> {
    await this.#clock.sleep(ms, this.#signal);
    this.#isTimed = false;
    this.#due?.resolve();
  }
}
