import type { OomChild, OomDeath, OomPast } from "../../domain/conclusion.ts";
import {
  currentLife,
  formerLives,
  type Container,
  type ContainerLife,
} from "../../domain/container.ts";
import type { MemoryReading } from "../../domain/reading.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS, type EpochMs } from "../../domain/units.ts";
import type { Sample } from "../../domain/sample.ts";
import { isPerhapsKubelets } from "./kubelet-ends.ts";
import type { Churn, Counter, FormerGroup, SeenKill } from "./life.ts";

/** By SIGKILL: 128 and its number. */
const KILLED = 137;
/** What Kubernetes calls a life in which the kernel killed for want of memory. */
const OOM_KILLED = "OOMKilled";
/** Who dies within a minute died of its start: that is no growth. */
const SHORTEST_LIFE_MS = MINUTE_MS;
/** A death and the rise of the counter that tells of it are noted by two who look at different times. */
const SAME_DEATH_MS = 5 * SECOND_MS;

/** Of the limit, what the kernel cannot drop: the reading may be some seconds from the kill. */
const FULL = 0.9;

type Counted = {
  readonly counter: Counter | null;
  /** Of the same source. */
  readonly kills: readonly SeenKill[];
};

/** The machine counts for all that run on it: of one container among them its counter proves nothing. */
export const isMachines = ({ memory: { source } }: Pick<Counter, "memory">): boolean =>
  source === "host";

/** Whether the watched processes are one container of a machine's; units are told of a machine. */
export const isOneOfMany = (container: Container): boolean => container.engine !== "systemd";

/** What is counted in this container. */
const ownOf = (container: Container, counter: Counter | null): Counter | null =>
  counter !== null && isOneOfMany(container) && isMachines(counter) ? null : counter;

/** What former lives of a container tell of ends for want of memory; null: nothing. */
export function oomPast(container: Container | null, told: Counted): OomPast | null {
  if (container === null) return null;
  const counter = ownOf(container, told.counter);
  const counted = { counter, kills: counter === told.counter ? told.kills : [] };
  const deaths = formerLives(container).flatMap((life) => deathOf(container, life, counted) ?? []);
  if (deaths.length === 0) return null;
  const { limitBytes, engine, name } = container;
  const unit = engine === "systemd" ? name : null;
  const restarts = restartsOf(container);
  return { unit, deaths, limitBytes, bytesPerHour: rateOf(deaths, limitBytes), restarts };
}

/** Lives of which a cluster says that the kernel killed in them, though their main process ended in another way; without those whose kills were counted. */
export const oomChildren = (
  container: Container | null,
  counter: Counter | null,
): readonly OomChild[] => {
  if (container === null) return [];
  const former = ownOf(container, counter)?.former ?? [];
  return formerLives(container)
    .filter((life) => isOfChild(life) && !former.some(isCountedIn(life)))
    .map(({ endedAt, exitCode }) => ({ endedAt, exitCode }));
};

const isOfChild = ({ reason, oomKilled }: ContainerLife): boolean =>
  reason === OOM_KILLED && oomKilled !== true;

const isCountedIn =
  ({ startedAt, endedAt }: ContainerLife) =>
  ({ kills, readAt }: FormerGroup): boolean =>
    kills > 0 && readAt >= (startedAt ?? 0) && readAt <= (endedAt ?? 0) + SAME_DEATH_MS;

/** An exit 137 is also what a stop sends that was not heeded: the engine's word decides, else the kernel's counter; of a pod its events, too. */
function deathOf(container: Container, life: ContainerLife, counted: Counted): OomDeath | null {
  const { endedAt, exitCode, oomKilled } = life;
  if (oomKilled === false || (oomKilled === null && exitCode !== KILLED)) return null;
  const isSeen = isSeenAtEnd(life, counted);
  const isAnothers = isOfChild(life) || isPerhapsKubelets(container, life);
  if (oomKilled === null && !isSeen && isAnothers) return null;
  return {
    endedAt,
    lifeMs: lengthOf(life),
    isSure: oomKilled === true || isSeen || isCounted(life, counted),
  };
}

const lengthOf = ({ startedAt, endedAt }: ContainerLife): number | null =>
  startedAt === null || endedAt === null || endedAt < startedAt ? null : endedAt - startedAt;

/** Start to start: pauses between two lives are in it. */
function restartsOf({ pod, lives, restartCount: count }: Container): OomPast["restarts"] {
  const from = pod?.startedAt ?? null;
  const to = currentLife({ lives })?.startedAt ?? null;
  return from === null || to === null || to <= from || count === null || count < 2
    ? null
    : { count, everyMs: (to - from) / count };
}

const isSeenAtEnd = ({ endedAt }: ContainerLife, { kills }: Counted): boolean =>
  endedAt !== null && kills.some(({ at }) => Math.abs(endedAt - at) <= SAME_DEATH_MS);

/**
 * Whether the kernel's counter explains an exit 137: it rose at that end; or nobody looked at the end, and it had counted in that life.
 * The last kill takes its group along, and so is counted where nobody can read it: a group that stood at its limit just before is as good. A child's kill long before a hard stop explains nothing.
 */
function isCounted({ startedAt, endedAt }: ContainerLife, { counter }: Counted): boolean {
  if (endedAt === null) return false;
  const isAtEnd = (at: EpochMs) => Math.abs(endedAt - at) <= SAME_DEATH_MS;
  const group = (counter === null ? [] : [...counter.former, counter]).find(
    ({ readAt }) =>
      isAtEnd(readAt) || (startedAt !== null && readAt >= startedAt && readAt <= endedAt),
  );
  if (group === undefined) return false;
  return isAtEnd(group.readAt) ? isFull(group.memory) : group.kills > 0;
}

const isFull = ({ unreclaimableBytes, limitBytes }: MemoryReading): boolean =>
  unreclaimableBytes !== null && limitBytes !== null && unreclaimableBytes >= limitBytes * FULL;

function rateOf(deaths: readonly OomDeath[], limitBytes: number | null): number | null {
  if (limitBytes === null || limitBytes <= 0) return null;
  const lives = deaths
    .filter(({ isSure }) => isSure)
    .flatMap(({ lifeMs }) => (lifeMs === null || lifeMs < SHORTEST_LIFE_MS ? [] : [lifeMs]));
  if (lives.length === 0) return null;
  const mean = lives.reduce((sum, each) => sum + each, 0) / lives.length;
  return (limitBytes / mean) * HOUR_MS;
}

/** Whether a kill that was seen is the end of one of those lives. */
export const isEndOf = ({ deaths }: OomPast, { at }: { readonly at: EpochMs }): boolean =>
  deaths.some(({ endedAt }) => endedAt !== null && Math.abs(endedAt - at) <= SAME_DEATH_MS);

type Known = {
  readonly churn: Churn;
  readonly sample: Sample | null;
  readonly container: Container | null;
};

/** The source of the counter that counts in the watched container: the target's own; of a unit the group of the only server that has one. Null: cannot be told. */
export function sourceOf({ container, sample }: Omit<Known, "churn">): string | null {
  if (container === null) return null;
  if (container.engine !== "systemd") return "";
  const [own, another] = sample?.servers.filter(({ memory }) => memory !== null) ?? [];
  return own === undefined || another !== undefined ? null : own.id;
}

/** How many kills a source is known to have counted, or its engine to have told, before the group that counts now: one at least for each. */
export function formerKillsOf(evidence: Known, source: string): number {
  const { churn, container } = evidence;
  const counter = churn.counters.get(source) ?? null;
  const counted = counter?.former.reduce((sum, { kills }) => sum + kills, 0) ?? 0;
  if (sourceOf(evidence) !== source) return counted;
  const kills = churn.kills.filter((kill) => kill.source === source);
  const sure = oomPast(container, { counter, kills })?.deaths.filter(({ isSure }) => isSure) ?? [];
  return Math.max(counted, sure.length);
}
