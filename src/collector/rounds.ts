// What is done in one second of a conversation: the survey when it is due, and the tick.
import type { SampleFault } from "../domain/fault.ts";
import type { Gathered } from "../domain/ports/source.ts";
import type { Reading } from "../domain/reading.ts";
import { corrected, priceOfFiles, priceOfSurvey, spent } from "./budget.ts";
import { ask, refill, type Connection } from "./exchange.ts";
import { refusal } from "./greeting.ts";
import type { Stat } from "./parse/process.ts";
import { planSurvey, planTick, type TickPlan } from "./plan.ts";
import { keepRequest, readRequest, type Answer } from "./protocol.ts";
import { processReadings, refreshed, surveyed, surveyWords, titled, untitled } from "./roster.ts";
import { groupPaths, momentOf, seldomWords, weatherWords } from "./surroundings.ts";
import { otherWatchers } from "./watchers.ts";
import { carriedFromSurvey, weather } from "./weather.ts";

const MOST_SURVEY_BYTES = 4096;
const MOST_TICK_BYTES = 16 * 1024;

/** @returns refused: it was due, and there was no money for it */
export async function* surveyWhenDue(
  connection: Connection,
): AsyncGenerator<Gathered, { readonly refused: boolean }> {
  const { ongoing, options, here } = connection;
  const nowMs = options.clock.monotonic();
  refill(ongoing, nowMs);
  const { surveyedAtMs } = connection;
  const plan = planSurvey(ongoing.budget, ongoing.roster.size, {
    sinceMs: surveyedAtMs === null ? null : nowMs - surveyedAtMs,
    soon: ongoing.demand.scan || connection.surveySoon,
    intervalMs: options.intervalMs,
  });
  if (!plan.wanted) return plan;
  const words = [
    ...seldomWords(here, groups(connection)),
    ...surveyWords(ongoing.roster, connection.seesKernel),
  ];
  const answer = yield* ask(connection, (prefix) => readRequest(prefix, MOST_SURVEY_BYTES, words));
  noteMoment(connection, answer);
  const watched = new Set(ongoing.demand.watch);
  const { roster, gone, seesKernel } = surveyed(
    ongoing.roster,
    answer,
    connection.moment,
    isOurs(connection),
  );
  connection.seesKernel ||= seesKernel;
  ongoing.roster = roster;
  ongoing.budget = spent(ongoing.budget, priceOfSurvey(roster.size));
  connection.gone = [...connection.gone, ...gone.filter((pid) => watched.has(pid))];
  connection.carried = carriedFromSurvey(connection.carried, answer);
  connection.surveyedAtMs = nowMs;
  connection.surveySoon = false;
  yield* readTitles(connection);
  yield { type: "survey", reading: reading(connection, { seq: ongoing.seq + 1, lateMs: 0 }, []) };
  return plan;
}

async function* readTitles(connection: Connection): AsyncGenerator<Gathered, void> {
  const { ongoing, moment } = connection;
  const pids = untitled(ongoing.roster, moment);
  if (pids.length === 0) return;
  const words = pids.map((pid) => `${pid}/cmdline`);
  const answer = yield* ask(connection, (prefix) => readRequest(prefix, MOST_SURVEY_BYTES, words));
  ongoing.roster = titled(ongoing.roster, answer, moment);
  ongoing.budget = spent(ongoing.budget, priceOfFiles(pids.length));
}

/** @returns when it was taken, by our clock */
export async function* tick(
  connection: Connection,
  plannedMs: number,
  isOverBudget: boolean,
): AsyncGenerator<Gathered, number> {
  const { ongoing, options, here } = connection;
  const { clock } = options;
  const { demand } = ongoing;
  const paths = groups(connection);
  const plan = planTick(ongoing.budget, ongoing.roster, demand, {
    nowMs: connection.moment.uptimeMs + clock.monotonic() - connection.momentAtMs,
    intervalMs: options.intervalMs,
    groups: paths.length,
  });
  yield* keep(connection, [...weatherWords(here, paths), ...plan.asked.watch.map(String)]);
  const words = ["@", ...plan.extraWords];
  const answer = yield* ask(connection, (prefix) => readRequest(prefix, MOST_TICK_BYTES, words));
  noteMoment(connection, answer);
  const faults = noteProcesses(connection, answer, plan);
  const { carried, moment } = connection;
  const next = weather(answer, here, { carried, moment }, paths);
  connection.carried = next.carried;
  connection.weather = next.weather;
  const used = next.carried.used.at(-1)?.usedMs;
  ongoing.budget = spent(ongoing.budget, plan.priceMs);
  if (used !== undefined) ongoing.budget = corrected(ongoing.budget, used);
  ongoing.seq += 1;
  const takenMs = clock.monotonic();
  const lateMs = Math.max(0, Math.round(takenMs - plannedMs));
  const poor: SampleFault[] =
    isOverBudget || plan.refused || connection.heapRefused || connection.socketsRefused
      ? [{ kind: "over-budget", pid: null }]
      : [];
  connection.heapRefused = false;
  connection.socketsRefused = false;
  yield {
    type: "reading",
    reading: reading(connection, { seq: ongoing.seq, lateMs }, [
      ...faults,
      ...poor,
      ...otherWatchers(ongoing.roster).map((pid) => ({ kind: "also-watched" as const, pid })),
    ]),
  };
  return takenMs;
}

/** Tells the collector what `@` is from now on, when that changed. */
async function* keep(
  connection: Connection,
  words: readonly string[],
): AsyncGenerator<Gathered, void> {
  const wanted = words.join(" ");
  if (wanted === connection.kept) return;
  yield* ask(connection, (prefix) => keepRequest(prefix, words));
  connection.kept = wanted;
  connection.ongoing.budget = spent(connection.ongoing.budget, priceOfFiles(0));
}

function noteMoment(connection: Connection, answer: Answer): void {
  const { ongoing, options, here } = connection;
  const moment = momentOf(answer, here);
  if (moment === null) throw refusal("garbled", "an answer without the time");
  connection.moment = moment;
  connection.momentAtMs = options.clock.monotonic();
  ongoing.skewMs = moment.at - options.clock.now();
}

function noteProcesses(
  connection: Connection,
  answer: Answer,
  { asked }: TickPlan,
): readonly SampleFault[] {
  const { ongoing, moment, mourned } = connection;
  const { demand } = ongoing;
  const unknown = demand.watch.filter((pid) => !ongoing.roster.has(pid) && !mourned.has(pid));
  const { roster, gone, unreadable } = refreshed(ongoing.roster, answer, moment, asked);
  ongoing.roster = roster;
  const vanished = [...new Set([...connection.gone, ...unknown, ...gone])];
  connection.gone = [];
  if (gone.length > 0) connection.surveySoon = true;
  for (const pid of roster.keys()) mourned.delete(pid);
  for (const pid of vanished) if (!roster.has(pid)) mourned.add(pid);
  return [
    ...vanished.map((pid) => ({ kind: "vanished" as const, pid })),
    ...unreadable.map((pid) => ({ kind: "unreadable" as const, pid })),
  ];
}

function isOurs({ here, options }: Connection): (stat: Stat) => boolean {
  const collector = [here.pids.mainPid, here.pids.watcherPid];
  const ours = new Set([...collector, ...options.ownPids]);
  return ({ pid, ppid }) => ours.has(pid) || collector.includes(ppid);
}

const groups = ({ ongoing, here }: Connection): readonly string[] =>
  here.version === null ? [] : groupPaths([...ongoing.roster.values()].map(({ cgroup }) => cgroup));

function reading(
  { ongoing, here, moment, weather: { memory, groups: memories, cpu, lastPid, cost } }: Connection,
  { seq, lateMs }: Pick<Reading, "seq" | "lateMs">,
  faults: readonly SampleFault[],
): Reading {
  return {
    at: moment.at,
    seq,
    lateMs,
    processes: processReadings(ongoing.roster, { ...here, ...moment }),
    memory,
    groups: memories,
    cpu,
    lastPid,
    thp: here.thp,
    cost,
    faults,
  };
}
