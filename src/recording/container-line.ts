import { CONTAINER_STATES, type Container } from "../domain/container.ts";
import type { Observation } from "../domain/observation.ts";
import { untrustedText } from "../domain/text.ts";
import { fields, list, natural, one, size, text, time, words, type Fields } from "./fields.ts";
import { decodeLife, lifeJson } from "./container-life.ts";
import { decodePod, podJson } from "./container-pod.ts";
import { timeText } from "./time.ts";

type Told = Extract<Observation, { readonly type: "container" }>;

/** More lives than any engine remembers: a foreign writer's list is no bound. */
const MOST_LIVES = 1000;

/** As one line of JSON, without the line end. */
export const containerLine = ({ at, container }: Told): string =>
  JSON.stringify({
    type: "container",
    at: timeText(at),
    engine: container.engine,
    id: container.id,
    name: container.name,
    state: container.state,
    image: container.image,
    imageDigest: container.imageDigest,
    imageAt: timeText(container.imageAt),
    limitBytes: container.limitBytes,
    restartCount: container.restartCount,
    logDriver: container.logDriver,
    lives: container.lives.map(lifeJson),
    pod: container.pod === null ? null : podJson(container.pod),
  });

/** Null: without its time, its engine, its id or a state that is known here it is none. */
export function decodeContainer(from: Fields): Told | null {
  const at = time(from, "at");
  const engine = text(from, "engine");
  const id = text(from, "id");
  const state = one(from, "state", CONTAINER_STATES);
  if (at === null || engine === null || id === null || state === null) return null;
  const container: Container = {
    engine,
    id,
    name: words(from, "name") ?? untrustedText(id),
    state,
    image: words(from, "image"),
    imageDigest: words(from, "imageDigest"),
    imageAt: time(from, "imageAt"),
    limitBytes: size(from, "limitBytes"),
    restartCount: natural(from, "restartCount"),
    logDriver: words(from, "logDriver"),
    lives: list(from, "lives").slice(-MOST_LIVES).map(decodeLife),
    pod: decodePod(fields(from, "pod")),
  };
  return { type: "container", at, container };
}
