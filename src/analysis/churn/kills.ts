import type { Sample } from "../../domain/sample.ts";
import type { EpochMs } from "../../domain/units.ts";
import { followCounters } from "./counters.ts";
import type { Churn, Death, Life, SeenKill } from "./life.ts";

const KILLS_KEPT = 64;
/** Counter and death may be read some samples apart: a killed process frees its memory first, and its parent has to wait for it. */
const SAMPLES_APART = 2;

type Followed = Pick<Churn, "counters" | "kills" | "recentDeaths"> & {
  /** Deaths that now turn out to be kills. */
  readonly victims: readonly Life[];
};

/** Follows the counters, and says which deaths they explain. */
export function followKills(churn: Churn, sample: Sample, gone: readonly Life[]): Followed {
  const now = churn.samples;
  const isRecent = ({ sampleIndex }: Pick<Death, "sampleIndex">) =>
    now - sampleIndex <= SAMPLES_APART;
  const counters = followCounters(churn, sample, gone);
  let deaths = [
    ...churn.recentDeaths.filter(isRecent),
    ...gone.map((life): Death => ({ life, sampleIndex: now })),
  ];
  const victims: Life[] = [];
  const kills = [...churn.kills, ...risesOf(churn, counters, sample.at)].map((kill) => {
    if (!isRecent(kill)) return kill;
    const found = likeliest(deaths, kill, { counters, living: churn.living });
    if (found.length === 0) return kill;
    deaths = deaths.filter((death) => !found.includes(death));
    victims.push(...found.map(({ life }) => life));
    const named = found.map(({ life: { pid, slot } }) => ({ pid, slot }));
    return { ...kill, victims: [...kill.victims, ...named] };
  });
  return { counters, kills: kills.slice(-KILLS_KEPT), recentDeaths: deaths, victims };
}

/** The target's counter contains those of the groups inside it: their kills are not told twice. */
function risesOf(churn: Churn, counters: Churn["counters"], at: EpochMs): readonly SeenKill[] {
  const rises: SeenKill[] = [];
  let within = 0;
  for (const [source, { kills, memory, oomEvents, ownLimitHitIn, since }] of counters) {
    const former = churn.counters.get(source);
    // Whom another group lost before it was read first nobody saw.
    if (former === undefined || since === churn.samples) continue;
    const risen = Math.max(0, kills - former.kills);
    const count = source === "" ? risen - within : risen;
    within += risen;
    if (count <= 0) continue;
    const hitOwnLimit =
      oomEvents === null
        ? null
        : ownLimitHitIn !== null && churn.samples - ownLimitHitIn <= SAMPLES_APART;
    const sampleIndex = churn.samples;
    const before = former.memory;
    const isPerhapsInside = source === "" && isAnyGone(counters, at, sampleIndex);
    const told = { at, count, victims: [], source, sampleIndex, before, after: memory };
    rises.push({ ...told, hitOwnLimit, isPerhapsInside });
  }
  return rises;
}

/** A server's own group is not there, or another took its place just now: what was counted last in it nobody read. */
const isAnyGone = (counters: Churn["counters"], at: EpochMs, now: number): boolean =>
  [...counters].some(
    ([source, { readAt, since }]) =>
      source !== "" && (readAt !== at || (since > 0 && now - since <= SAMPLES_APART)),
  );

/** Of what the largest process of a group holds, so much has who the kernel kills: it takes the one that holds most, and the reading is up to a second old. */
const LARGE = 0.5;

/** Of the deaths near a kill those nearest to it, the largest first. Who is small beside another one was not the one, though it died in that second: it is nobody yet. */
function likeliest(
  deaths: readonly Death[],
  { source, sampleIndex, count, victims }: SeenKill,
  { counters, living }: Pick<Churn, "counters" | "living">,
): readonly Death[] {
  const isCountedBy = ({ serverId }: Life) =>
    source === "" ? !counters.has(serverId) : serverId === source;
  const distance = (death: Death) => Math.abs(death.sampleIndex - sampleIndex);
  const known = [...living.values(), ...deaths.map(({ life }) => life)].filter(isCountedBy);
  const largest = Math.max(0, ...known.map(({ lastBytes }) => lastBytes ?? 0));
  const isLarge = ({ lastBytes }: Life) => lastBytes === null || lastBytes >= largest * LARGE;
  return deaths
    .filter(({ life }) => isCountedBy(life) && isLarge(life))
    .toSorted(
      (a, b) => distance(a) - distance(b) || (b.life.lastBytes ?? 0) - (a.life.lastBytes ?? 0),
    )
    .slice(0, count - victims.length);
}
