// One connection, led second by second: greeting, rounds, and beats between them.
import type { Gathered } from "../domain/ports/source.ts";
import type { Stream } from "../domain/ports/transport.ts";
import {
  canAfford,
  debtMs,
  PRICE_OF_BEAT,
  spent,
  spentOnTails,
  untilTurnOfTailsMs,
} from "./budget.ts";
import type { Means } from "./errands.ts";
import { ask, endIfAborted, refill, type Connection, type Talk } from "./exchange.ts";
import { greet, refusal, requireHeadroom } from "./greeting.ts";
import { nextInstant, readInstant } from "./heap/instants.ts";
import { readHeaps } from "./heap/rounds.ts";
import { openLink } from "./link.ts";
import { change, type Ongoing, type SessionOptions } from "./ongoing.ts";
import { CGROUP_ROOT } from "./parse/cgroup.ts";
import { beatRequest, readRequest } from "./protocol.ts";
import { surveyWhenDue, tick } from "./rounds.ts";
import { NO_SOCKETS_BEFORE } from "./sockets/plan.ts";
import { readSockets } from "./sockets/rounds.ts";
import { momentOf, setupWords, surroundings } from "./surroundings.ts";
import { nextInterval, within } from "./waiting.ts";
import { NOTHING_CARRIED, targetMemory } from "./weather.ts";

const BEAT_MS = 1000;
/** What is due so soon is a beat itself. */
const SOON_MS = 250;
/** /proc/stat of a machine with many CPUs and interrupts. */
const MOST_SETUP_BYTES = 1024 * 1024;
/** Later than planned by more than this share of the interval, for want of budget: that is said. */
const SLOWED_SHARE = 0.2;

/** Leads one connection until it breaks. @throws TransportError: there is no other end, save `signal` */
export async function* converse(
  { options, signal, ongoing }: Omit<Talk, "link">,
  stream: Stream,
): AsyncGenerator<Gathered, never> {
  const { clock, intervalMs } = options;
  const connection = yield* begin({ options, signal, ongoing }, stream);
  ongoing.wasLive = true;
  ongoing.attachedAt = clock.now();
  yield change(ongoing, clock, "live", null);
  let plannedMs = clock.monotonic();
  let isSlowed = false;
  for (;;) {
    const survey = yield* surveyWhenDue(connection);
    const takenMs = yield* tick(connection, plannedMs, survey.refused || isSlowed);
    const nowMs = clock.monotonic();
    refill(ongoing, nowMs);
    // What was missed is missed: a gap is a gap.
    if (takenMs - plannedMs > intervalMs) plannedMs = takenMs;
    plannedMs += nextInterval(intervalMs, clock.random);
    const debt = debtMs(ongoing.budget);
    const startMs = debt > 0 ? Math.max(plannedMs, nowMs + debt) : plannedMs;
    isSlowed = startMs > plannedMs + intervalMs * SLOWED_SHARE;
    yield* pause(connection, startMs);
  }
}

async function* begin(
  { options, signal, ongoing }: Omit<Talk, "link">,
  stream: Stream,
): AsyncGenerator<Gathered, Connection> {
  const { clock, script } = options;
  const link = openLink(stream);
  const pids = await greet({ stream, link, script }, clock, signal);
  ongoing.shell = { pid: pids.mainPid, tools: pids.offers };
  const talk = { options, signal, ongoing, link };
  const cgroupRoot = options.cgroupRoot ?? CGROUP_ROOT;
  const answer = yield* ask(talk, (prefix) =>
    readRequest(prefix, MOST_SETUP_BYTES, setupWords(cgroupRoot, pids)),
  );
  const here = surroundings(answer, cgroupRoot, pids, ongoing.bootMs);
  const moment = here === null ? null : momentOf(answer, here);
  if (here === null || moment === null) throw refusal("no-proc", "/proc/stat, /proc/uptime");
  const memory = targetMemory(answer, here, NOTHING_CARRIED);
  if (!options.force) requireHeadroom(memory);
  noteClock(ongoing, options, here.bootMs, moment.at);
  return {
    ...talk,
    here,
    carried: NOTHING_CARRIED,
    weather: {
      memory,
      groups: new Map(),
      cpu: NOTHING_CARRIED.cpuReading,
      lastPid: null,
      cost: { cpuPercent: null, rssBytes: null },
    },
    moment,
    momentAtMs: clock.monotonic(),
    kept: "",
    surveyedAtMs: null,
    surveySoon: false,
    seesKernel: false,
    gone: [],
    mourned: new Set(),
    hasDd: pids.offers.includes("dd"),
    heapRefused: false,
    hasLs: pids.offers.includes("ls") && pids.offers.includes("head"),
    sockets: NO_SOCKETS_BEFORE,
    socketsRefused: false,
    heapInstant: 0,
  };
}

/** After another boot no process is the same. */
function noteClock(ongoing: Ongoing, { clock }: SessionOptions, bootMs: number, at: number): void {
  if (ongoing.bootMs !== bootMs) ongoing.roster = new Map();
  ongoing.bootMs = bootMs;
  ongoing.skewMs = at - clock.now();
}

/** What somebody waits for, at once: a person looks at the screen. It is paid for by the readings after it, which come later if need be. */
async function* runErrands(connection: Connection): AsyncGenerator<Gathered, void> {
  const { ongoing } = connection;
  for (;;) {
    const errand = ongoing.errands.next(means(connection));
    if (errand === null) return;
    const answer = yield* ask(connection, errand.request);
    const pay = errand.isOfTails === true ? spentOnTails : spent;
    ongoing.budget = pay(ongoing.budget, errand.priceMs);
    ongoing.errands.done(errand, answer, connection.options.clock.monotonic());
  }
}

function means({ ongoing, options: { clock } }: Connection): Means {
  const nowMs = clock.monotonic();
  refill(ongoing, nowMs);
  return {
    nowMs,
    canAfford: (priceMs) => canAfford(ongoing.budget, priceMs),
    untilTurnMs: (isContinued) => untilTurnOfTailsMs(ongoing.budget, isContinued),
  };
}

async function sleepUnlessAsked(connection: Connection, ms: number): Promise<void> {
  const {
    options: { clock },
    signal,
    ongoing,
  } = connection;
  await within(ongoing.errands.arrival(means(connection)), ms, clock, signal);
}

/** Waits until it is time; just before an instant that matters the heaps are read. */
async function* pause(connection: Connection, untilMs: number): AsyncGenerator<Gathered, void> {
  for (;;) {
    const instant = nextInstant(connection, untilMs);
    yield* idle(connection, instant?.beginMs ?? untilMs);
    if (instant === null) return;
    yield* readInstant(connection, instant);
  }
}

/** Shows every second that somebody is there. */
async function* idle(connection: Connection, untilMs: number): AsyncGenerator<Gathered, void> {
  const { options, signal, ongoing } = connection;
  const { clock } = options;
  for (;;) {
    yield* runErrands(connection);
    yield* readHeaps(connection);
    yield* readSockets(connection);
    const beganMs = clock.monotonic();
    const turnMs = ongoing.errands.waitMs(means(connection)) ?? Infinity;
    const leftMs = untilMs - beganMs;
    const restMs = Math.min(turnMs, leftMs <= BEAT_MS + SOON_MS ? leftMs : BEAT_MS);
    if (restMs > 0) await sleepUnlessAsked(connection, restMs);
    endIfAborted(signal);
    const nowMs = clock.monotonic();
    const waitMs = ongoing.errands.waitMs(means(connection));
    // who was woken by one that has to wait needs no beat
    const isAsked = waitMs === 0 || (waitMs !== null && nowMs - beganMs < BEAT_MS / 2);
    // one errand after the other must not keep the next reading away
    if (nowMs < untilMs && isAsked) continue;
    if (untilMs - clock.monotonic() <= SOON_MS) {
      const last = untilMs - clock.monotonic();
      if (last > 0) await clock.sleep(last, signal);
      endIfAborted(signal);
      return;
    }
    yield* ask(connection, beatRequest);
    ongoing.budget = spent(ongoing.budget, PRICE_OF_BEAT);
  }
}
