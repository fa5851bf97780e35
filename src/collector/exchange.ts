// One request and its answer, with patience: what is late makes the session stale, what never comes breaks the connection.
import type { Fault } from "../domain/fault.ts";
import type { Gathered } from "../domain/ports/source.ts";
import { untrustedText } from "../domain/text.ts";
import { SECOND_MS } from "../domain/units.ts";
import { refilled } from "./budget.ts";
import { explained } from "./explained.ts";
import { refusal } from "./greeting.ts";
import type { Link } from "./link.ts";
import { change, type Ongoing, type SessionOptions } from "./ongoing.ts";
import { answerReader, newPrefix, type Answer, type Prefix } from "./protocol.ts";
import type { Moment } from "./known.ts";
import type { SocketsBefore } from "./sockets/plan.ts";
import type { Surroundings } from "./surroundings.ts";
import { within } from "./waiting.ts";
import type { Carried, Weather } from "./weather.ts";

const SILENT_MS = 3000;
/** A paused container comes back; a dead link never does. */
const GIVE_UP_MS = 20_000;
/** Our wall clock went on by so much more than the one that stands still while the machine sleeps. */
const SLEPT_MS = 10_000;

export type Talk = {
  readonly options: SessionOptions;
  readonly signal: AbortSignal;
  readonly ongoing: Ongoing;
  readonly link: Link;
};

/** A conversation under way: what is known on this connection. */
export type Connection = Talk & {
  readonly here: Surroundings;
  carried: Carried;
  weather: Weather;
  moment: Moment;
  /** When, by our clock, that moment was heard of. */
  momentAtMs: number;
  /** Words the collector keeps for `@`. */
  kept: string;
  surveyedAtMs: number | null;
  surveySoon: boolean;
  /** Threads of the kernel are visible: this is no container. */
  seesKernel: boolean;
  /** PIDs that ended and are not told yet; those whose end was told. */
  gone: readonly number[];
  readonly mourned: Set<number>;
  /** There is a `dd`: memory can be read. */
  readonly hasDd: boolean;
  /** A heap was due, and there was no money: told by the next reading. */
  heapRefused: boolean;
  /** There are `ls` and `head`: descriptors can be followed. */
  readonly hasLs: boolean;
  sockets: SocketsBefore;
  /** As `heapRefused`, of sockets. */
  socketsRefused: boolean;
  /** The last instant for which heaps were read. */
  heapInstant: number;
};

export async function* ask(
  talk: Talk,
  request: (prefix: Prefix) => Uint8Array,
): AsyncGenerator<Gathered, Answer> {
  noteSleep(talk);
  const prefix = newPrefix(talk.options.clock.random);
  const heard = talk.link.hear(answerReader(prefix));
  talk.link.say(request(prefix));
  const result = yield* patiently(talk, heard);
  if (result.kind === "too-long") throw refusal("garbled", "an answer without end");
  return result.answer;
}

/** A machine that slept finds connections that nobody holds any more: it waits for none of them. A clock that is set forward so far looks the same. */
function noteSleep({ ongoing, options: { clock } }: Talk): void {
  const offsetMs = clock.now() - clock.monotonic();
  const sleptMs = ongoing.clockOffsetMs === null ? 0 : offsetMs - ongoing.clockOffsetMs;
  ongoing.clockOffsetMs = offsetMs;
  if (sleptMs >= SLEPT_MS) throw refusal("slept", `${Math.round(sleptMs / SECOND_MS)} s`);
}

async function* patiently<Value>(
  { options, signal, ongoing }: Talk,
  promise: Promise<Value>,
): AsyncGenerator<Gathered, Value> {
  const { clock } = options;
  const soon = await within(promise, SILENT_MS, clock, signal);
  if (soon !== null) return soon.value;
  endIfAborted(signal);
  const silent: Fault = {
    kind: "silent",
    detail: untrustedText(`no answer for ${SILENT_MS / 1000} s`),
  };
  const why = await explained(options, silent, { ongoing, signal });
  yield change(ongoing, clock, "stale", why);
  const late = await lateOrNever({ options, signal, ongoing }, promise, why);
  endIfAborted(signal);
  yield change(ongoing, clock, "live", null);
  return late.value;
}

/** What is paused answers when it is not any more, however long that takes. */
async function lateOrNever<Value>(
  { options, signal, ongoing }: Omit<Talk, "link">,
  promise: Promise<Value>,
  why: Fault,
): Promise<{ readonly value: Value }> {
  let known = why;
  for (;;) {
    const late = await within(promise, GIVE_UP_MS, options.clock, signal);
    endIfAborted(signal);
    if (late !== null) return late;
    if (known.kind === "paused") known = await explained(options, known, { ongoing, signal });
    if (known.kind !== "paused")
      throw refusal("silent", `no answer for ${(SILENT_MS + GIVE_UP_MS) / 1000} s`);
  }
}

/** The way out of a conversation that is ended from our side; nobody sees this fault. */
export function endIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw refusal("stream-ended", "ended by us");
}

/** Lets the budget know what time it is. */
export function refill(ongoing: Ongoing, nowMs: number): void {
  ongoing.budget = refilled(ongoing.budget, nowMs - ongoing.budgetAtMs);
  ongoing.budgetAtMs = nowMs;
}
