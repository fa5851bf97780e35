import type { Container } from "../domain/container.ts";
import type { Observation } from "../domain/observation.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Inspector } from "../domain/ports/inspector.ts";
import { TransportError } from "../domain/ports/transport.ts";
import type { Target } from "../domain/target.ts";
import { epochMs, MINUTE_MS } from "../domain/units.ts";
import { remembered } from "./lives.ts";
import { merged } from "./logs/merged.ts";

/** Between two looks, where nothing calls for one. */
const EVERY_MS = MINUTE_MS;

export type ContainerLook = {
  readonly inspector: Pick<Inspector, "inspect" | "everyMs">;
  readonly target: Target;
  readonly clock: Clock;
};

/**
 * Adds to what is observed of a live target what its engine tells of it from outside: at the start, when the target was lost and when it is back, and each minute (or as often as its inspector says); told where it changed.
 * It delays nothing. What the engine does not tell is silence: the session says what is wrong.
 */
export async function* withContainer(
  observations: AsyncIterable<Observation>,
  { inspector, target, clock }: ContainerLook,
  signal: AbortSignal,
): AsyncGenerator<Observation> {
  const { inspect } = inspector;
  if (inspect === null) {
    yield* observations;
    return;
  }
  const look = (during: AbortSignal) => inspect(target, during);
  const { everyMs = EVERY_MS } = inspector;
  const looks = { look, note: noteSession, clock, startsAtOnce: true, everyMs };
  yield* withLooks(observations, looks, signal);
}

function noteSession(looking: Looking, observation: Observation, isLiveAgain: boolean): void {
  if (observation.type !== "session") return;
  const { state } = observation.session;
  if (state === "retrying" || state === "over" || isLiveAgain) looking.again();
}

type Looks = {
  /** Null: nothing to tell. @throws TransportError */
  readonly look: (signal: AbortSignal) => Promise<Container | null>;
  readonly note: (looking: Looking, observation: Observation, isLiveAgain: boolean) => void;
  readonly clock: Clock;
  readonly startsAtOnce: boolean;
  readonly everyMs?: number;
};

/** Merges what looks of any kind tell into the observations. All ends with them, with who takes them, or with `signal`. */
export async function* withLooks(
  observations: AsyncIterable<Observation>,
  { look, note, clock, startsAtOnce, everyMs = EVERY_MS }: Looks,
  signal: AbortSignal,
): AsyncGenerator<Observation> {
  const own = new AbortController();
  const looking = new Looking({ look, clock, everyMs }, AbortSignal.any([signal, own.signal]));
  if (startsAtOnce) looking.again();
  let wasLive = false;
  try {
    yield* merged(observations, looking, (observation) => {
      const isLive = observation.type === "session" && observation.session.state === "live";
      note(looking, observation, isLive && wasLive);
      wasLive ||= isLive;
    });
  } finally {
    own.abort();
  }
}

/** Looks one after another, and what of them is not handed on yet. */
export class Looking {
  readonly #look: Looks["look"];
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #signal: AbortSignal;
  #waiting: Observation[] = [];
  #due: PromiseWithResolvers<void> | null = null;
  #pause: AbortController | null = null;
  #told: Container | null = null;
  #bug: { readonly error: unknown } | null = null;

  constructor(
    { look, clock, everyMs }: Pick<Looks, "look" | "clock"> & { readonly everyMs: number },
    signal: AbortSignal,
  ) {
    this.#look = look;
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#signal = signal;
  }

  /** Looks at once, or as soon as the look that is under way has ended. */
  again(): void {
    if (this.#pause !== null) this.#pause.abort();
    else void this.#run();
  }

  /** Resolves when there is something to take. */
  due(): Promise<void> {
    this.#due ??= Promise.withResolvers<void>();
    if (this.#bug !== null || this.#waiting.length > 0) this.#due.resolve();
    return this.#due.promise;
  }

  take(): readonly Observation[] {
    if (this.#bug !== null) throw this.#bug.error;
    this.#due = null;
    return this.#waiting.splice(0);
  }

  async #run(): Promise<void> {
    while (!this.#signal.aborted && this.#bug === null) {
      const pause = new AbortController();
      this.#pause = pause;
      await this.#tell();
      await this.#clock.sleep(this.#everyMs, AbortSignal.any([this.#signal, pause.signal]));
    }
  }

  async #tell(): Promise<void> {
    try {
      const seen = await this.#look(this.#signal);
      if (seen === null || this.#signal.aborted) return;
      const container = remembered(this.#told, seen);
      if (JSON.stringify(container) === JSON.stringify(this.#told)) return;
      this.#told = container;
      this.#waiting.push({ type: "container", at: epochMs(this.#clock.now()), container });
    } catch (error) {
      if (error instanceof TransportError || this.#signal.aborted) return;
      this.#bug = { error };
    }
    this.#due?.resolve();
  }
}
