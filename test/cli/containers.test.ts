import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withContainer } from "../../src/cli/containers.ts";
import type { Container } from "../../src/domain/container.ts";
import type { Observation, SessionState } from "../../src/domain/observation.ts";
import { TransportError } from "../../src/domain/ports/transport.ts";
import { epochMs } from "../../src/domain/units.ts";
import { fakeClock } from "../collector/fake-clock.ts";
import { aContainer } from "../fixtures/containers.ts";
import { aSample } from "../store/build.ts";

let life: AbortController;
beforeEach(() => {
  life = new AbortController();
});
afterEach(() => life.abort());

const session = (state: SessionState): Observation => ({
  type: "session",
  session: { state, at: epochMs(0), fault: null },
});
const sample = (seq: number): Observation => ({ type: "sample", sample: aSample(seq, []) });

/** Everybody had his turn, and no time passes. */
async function settle(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await turn();
}

/** Observations that are handed in one by one, an engine that answers as it is told, and what came of both. */
function watched(inspect: (signal: AbortSignal) => Promise<Container>) {
  const clock = fakeClock();
  const arrived: (Observation | null)[] = [];
  let arrival = Promise.withResolvers<void>();
  const hand = (observation: Observation | null): void => {
    arrived.push(observation);
    arrival.resolve();
  };
  const source = (async function* (): AsyncGenerator<Observation> {
    for (;;) {
      const next = arrived.shift();
      if (next === null) return;
      if (next !== undefined) yield next;
      else {
        arrival = Promise.withResolvers();
        await arrival.promise;
      }
    }
  })();
  let looks = 0;
  const inspector = {
    inspect: (_: unknown, signal: AbortSignal) => {
      looks += 1;
      return inspect(signal);
    },
  };
  const target = { scheme: "docker", uri: "docker://api-1", address: ["api-1"] };
  const came: Observation[] = [];
  const ended = (async () => {
    for await (const each of withContainer(source, { inspector, target, clock }, life.signal))
      came.push(each);
  })();
  ended.catch(() => undefined);
  return { clock, hand, came, ended, looks: () => looks };
}

const typesOf = (came: readonly Observation[]) => came.map(({ type }) => type);
const restartsOf = (came: readonly Observation[]) =>
  came.flatMap((each) => (each.type === "container" ? [each.container.restartCount] : []));

test("a container is told at the start, beside what comes meanwhile", async () => {
  const answer = Promise.withResolvers<Container>();
  const { came, hand } = watched(() => answer.promise);
  hand(session("live"));
  hand(sample(0));
  await settle();
  expect(typesOf(came)).toEqual(["session", "sample"]);
  answer.resolve(aContainer());
  await settle();
  expect(came.at(-1)).toEqual({
    type: "container",
    at: 1_800_000_000_000,
    container: aContainer(),
  });
});

test("again where it changed: each minute, when the target was lost, and when it is back", async () => {
  let restartCount = 0;
  const { came, hand, clock, looks } = watched(() => Promise.resolve(aContainer({ restartCount })));
  hand(session("connecting"));
  hand(session("live"));
  await settle();
  expect(looks()).toBe(1);
  const wake = clock.run(clock.sleep(61_000, life.signal));
  await wake;
  expect(looks()).toBe(2);
  expect(restartsOf(came)).toEqual([0]);
  restartCount = 1;
  hand(session("stale"));
  await settle();
  expect(looks()).toBe(2);
  hand(session("retrying"));
  await settle();
  expect(looks()).toBe(3);
  restartCount = 2;
  hand(session("live"));
  await settle();
  expect(restartsOf(came)).toEqual([0, 1, 2]);
  hand(session("over"));
  await settle();
  expect(looks()).toBe(5);
});

test("what calls for a look while one is under way gets one after it", async () => {
  const answers = [Promise.withResolvers<Container>(), Promise.withResolvers<Container>()];
  let next = 0;
  const { came, hand, looks } = watched(() => {
    next += 1;
    return answers[Math.min(next, 2) - 1]?.promise ?? Promise.reject(new Error("none"));
  });
  hand(session("retrying"));
  hand(session("retrying"));
  await settle();
  expect(looks()).toBe(1);
  answers[0]?.resolve(aContainer({ restartCount: 0 }));
  await settle();
  expect(looks()).toBe(2);
  answers[1]?.resolve(aContainer({ restartCount: 1 }));
  await settle();
  expect(restartsOf(came)).toEqual([0, 1]);
});

test("an engine that does not answer is silence, and asked again", async () => {
  let isUp = false;
  const fault = { kind: "engine-unreachable", detail: null } as const;
  const { came, hand } = watched(() =>
    isUp ? Promise.resolve(aContainer()) : Promise.reject(new TransportError(fault)),
  );
  hand(sample(0));
  await settle();
  expect(typesOf(came)).toEqual(["sample"]);
  isUp = true;
  hand(session("retrying"));
  await settle();
  expect(typesOf(came)).toEqual(["sample", "session", "container"]);
});

test("a bug in it comes to light", async () => {
  const { ended } = watched(() => Promise.reject(new TypeError("a bug")));
  await expect(ended).rejects.toThrow("a bug");
});

test("the look ends with the observations", async () => {
  let seen: AbortSignal | null = null;
  const { hand, ended } = watched((signal) => {
    seen = signal;
    return new Promise(() => undefined);
  });
  hand(sample(0));
  hand(null);
  await ended;
  expect(seen).toHaveProperty("aborted", true);
});
