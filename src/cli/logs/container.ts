import type { Fault } from "../../domain/fault.ts";
import type { LogSource } from "../../domain/log-source.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { ContainerLine, Inspector, LogsFrom } from "../../domain/ports/inspector.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import type { Target } from "../../domain/target.ts";
import { epochMs, MINUTE_MS, SECOND_MS } from "../../domain/units.ts";
import { firstFrom } from "./container-first.ts";
import { formerLines } from "./container-former.ts";
import { inOrder, logLines, runsOf, streamsOf } from "./container-lines.ts";
import { partsOf } from "./container-parts.ts";
import { ContainerResume } from "./container-resume.ts";
import { FOLLOWED, isLasting, stateAfter, type OutputState } from "./container-state.ts";
import type { Outbox } from "./outbox.ts";

export type ContainerLook = { readonly inspector: Inspector; readonly target: Target };

type ContainerPorts = {
  readonly outbox: Pick<Outbox, "lines" | "room">;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What is wanted of what is there already. */
  readonly first: LogsFrom;
  /** Its sources are told anew. */
  readonly changed: () => void;
};

/** After an end: a container that is started again is there soon, or not for long. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15 * SECOND_MS;
const LASTING_PAUSE_MS = 10 * MINUTE_MS;
/** An engine that refuses has said so by then. */
const REFUSED_MS = 2 * SECOND_MS;
/** The two streams come through two pipes. */
const HOLD_MS = 100;
const MOST_HELD = 5000;
/** So far an engine's clock may be ahead of ours. */
const AHEAD_MS = MINUTE_MS;

/** stdout and stderr of a container as its engine keeps them, over its restarts: each line once. */
export class ContainerOutput {
  readonly #look: ContainerLook;
  readonly #ports: ContainerPorts;
  readonly #resume = new ContainerResume();
  #state = FOLLOWED;
  #server: string | null = null;
  #pauseMs = FIRST_PAUSE_MS;
  #nap: AbortController | null = null;
  /** New lines, until those of the other stream had time to come. */
  #held: ContainerLine[] = [];

  constructor(look: ContainerLook, ports: ContainerPorts) {
    this.#look = look;
    this.#ports = ports;
  }

  sources(): readonly LogSource[] {
    return streamsOf(this.#look.inspector).map((source) => ({
      source,
      why: "container",
      pid: null,
      server: this.#server,
      ...this.#state,
      bytes: null,
    }));
  }

  /** Whose output it is; null: several run in it, or none. */
  isOf(server: string | null): void {
    if (server === this.#server) return;
    this.#server = server;
    this.#ports.changed();
  }

  /** The container is there again: it is asked at once. */
  wake(): void {
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#nap?.abort();
  }

  /** Ends with the signal alone. */
  async run(): Promise<void> {
    const { signal } = this.#ports;
    while (!signal.aborted) {
      const fault = await this.#follow();
      if (fault !== null) this.#put(stateAfter(fault));
      await this.#pause(fault);
    }
  }

  /** Until the engine ends it. @returns why it could not be read */
  async #follow(): Promise<Fault | null> {
    const { signal, outbox } = this.#ports;
    const own = new AbortController();
    const both = AbortSignal.any([signal, own.signal]);
    void this.#noteFollowed(both);
    this.#resume.begin();
    try {
      const from = this.#resume.from() ?? (await firstFrom(this.#look, this.#ports.first, both));
      const former = this.#takeFormer(from, both);
      try {
        for await (const lines of this.#logs(from, both)) {
          await former;
          this.#put(FOLLOWED);
          this.#take(lines);
          // it waits with us: a pipe holds what nobody takes
          await outbox.room();
        }
      } finally {
        await former;
      }
      return null;
    } catch (error) {
      if (error instanceof TransportError) return error.fault;
      throw error;
    } finally {
      own.abort();
      this.#tell();
    }
  }

  #logs(from: LogsFrom, signal: AbortSignal): AsyncIterable<readonly ContainerLine[]> {
    const { inspector, target } = this.#look;
    if (inspector.logs === null) throw new TypeError(`no output of ${inspector.scheme}`);
    return inspector.logs(target, from, signal);
  }

  /** Each time: a life may have passed while nobody looked. */
  async #takeFormer(from: LogsFrom, signal: AbortSignal): Promise<void> {
    const lines = await formerLines(this.#look, from, { clock: this.#ports.clock, signal });
    if (lines.length === 0) return;
    this.#take(lines);
    // without a current life an engine tells the same again
    this.#resume.begin();
  }

  async #noteFollowed(signal: AbortSignal): Promise<void> {
    await this.#ports.clock.sleep(REFUSED_MS, signal);
    if (!signal.aborted) this.#put(FOLLOWED);
  }

  async #pause(fault: Fault | null): Promise<void> {
    const { clock, signal } = this.#ports;
    this.#nap = new AbortController();
    const both = AbortSignal.any([signal, this.#nap.signal]);
    const lasts = fault !== null && isLasting(fault);
    const ms = lasts ? LASTING_PAUSE_MS : this.#pauseMs * (0.9 + clock.random() * 0.2);
    this.#pauseMs = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2);
    await clock.sleep(ms, both);
    this.#nap = null;
  }

  #take(lines: readonly ContainerLine[]): void {
    const readAt = epochMs(this.#ports.clock.now());
    const fresh: ContainerLine[] = [];
    for (const line of lines)
      for (const part of this.#partsOf(line)) {
        if (this.#resume.isAgain(part)) continue;
        this.#resume.note(part, line.at, readAt);
        fresh.push(part);
      }
    if (fresh.length === 0) return;
    this.#pauseMs = FIRST_PAUSE_MS;
    if (this.#held.length === 0) void this.#tellSoon();
    this.#held = this.#held.length === 0 ? fresh : [...this.#held, ...fresh];
    if (this.#held.length > MOST_HELD) this.#tell();
  }

  async #tellSoon(): Promise<void> {
    await this.#ports.clock.sleep(HOLD_MS, this.#ports.signal);
    this.#tell();
  }

  #tell(): void {
    const held = this.#held;
    this.#held = [];
    const readAt = epochMs(this.#ports.clock.now());
    for (const run of runsOf(inOrder(held))) this.#ports.outbox.lines(logLines(run, readAt));
  }

  #partsOf(line: ContainerLine): readonly ContainerLine[] {
    const { at } = line;
    if (at === null) return [line];
    const look = {
      engine: this.#look.inspector.scheme,
      latestMs: Math.max(this.#ports.clock.now(), at) + AHEAD_MS,
      isTold: (part: ContainerLine) => this.#resume.isExpected(part),
    };
    return partsOf({ ...line, at }, look);
  }

  #put(state: OutputState): void {
    const { state: known, detail } = this.#state;
    if (state.state === known && state.detail === detail) return;
    this.#state = state;
    this.#ports.changed();
  }
}
