import { currentLife, type Container, type ContainerLife } from "../domain/container.ts";
import { SECOND_MS } from "../domain/units.ts";

/** An event and `inspect` tell the same end some milliseconds apart. */
const SAME_END_MS = 2 * SECOND_MS;
const MOST_LIVES = 64;

/** A container as it is told now, with the lives that were told of it before and that its engine has forgotten: docker keeps the last 256 events of all its containers, Kubernetes one former life. */
export function remembered(told: Container | null, now: Container): Container {
  if (told === null || !isSame(told, now)) return now;
  // Where only the end of a life is left, the rest is as it was told.
  const lives = now.lives.map((life) =>
    life.startedAt === null ? (told.lives.find((each) => isSameEnd(each, life)) ?? life) : life,
  );
  const begun = currentLife(now)?.startedAt ?? null;
  const forgotten = told.lives.filter(
    (life) =>
      life.endedAt !== null &&
      (begun === null || life.endedAt <= begun) &&
      !lives.some((each) => isSameEnd(life, each)),
  );
  const all = [...forgotten, ...lives].toSorted(
    (a, b) => (a.endedAt ?? Infinity) - (b.endedAt ?? Infinity),
  );
  return { ...now, lives: all.slice(-MOST_LIVES) };
}

/** In a pod each life has an id of its own. */
const isSame = (a: Container, b: Container): boolean =>
  a.engine === b.engine &&
  (b.pod === null ? a.id === b.id : a.pod?.uid === b.pod.uid && a.name === b.name);

const isSameEnd = (a: ContainerLife, b: ContainerLife): boolean =>
  a.endedAt !== null && b.endedAt !== null && Math.abs(a.endedAt - b.endedAt) <= SAME_END_MS;
