// A real engine, a real limit, real kills: what happened before anyone watched is told before the first sample.
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { systemClock } from "../../src/cli/clock.ts";
import { withContainer } from "../../src/cli/containers.ts";
import type { Observation } from "../../src/domain/observation.ts";
import { epochMs } from "../../src/domain/units.ts";
import { inspectors } from "../../src/targets/index.ts";
import { conclusionText } from "../../src/words/conclusions.ts";
import { initialState, type State } from "../../src/store/state.ts";
import { observed } from "../../src/store/transitions.ts";
import { startDocker, podmanThatRuns, type Engine } from "../fixtures/engine.ts";
import { lacks } from "../fixtures/needs.ts";
import { hyperf } from "../fixtures/tree.ts";
import { until } from "../fixtures/until.ts";

const LIMIT = ["-m", "48m", "--memory-swap", "48m"];
/** Its main process is at the limit within some seconds. */
const LEAKING = hyperf("shop", {
  workers: 1,
  taskWorkers: 0,
  userProcesses: [],
  extra: { Master: { leakKibPerS: 20_000 } },
});

afterEach(() => vi.unstubAllEnvs());

/** What is known of a container by its engine alone: a target from which nothing ever comes. */
async function told({ scheme, env }: Engine, name: string): Promise<State> {
  for (const [key, value] of Object.entries(env)) vi.stubEnv(key, value);
  const inspector = inspectors.find((each) => each.scheme === scheme);
  if (inspector === undefined) throw new Error(`no ${scheme}`);
  const life = new AbortController();
  const waits = (async function* (): AsyncGenerator<Observation> {
    const at = epochMs(systemClock.now());
    yield { type: "session", session: { state: "connecting", at, fault: null } };
    await systemClock.sleep(60_000, life.signal);
  })();
  const target = { scheme, uri: `${scheme}://${name}`, address: [name] };
  const look = { inspector, target, clock: systemClock };
  let state = initialState({
    uri: target.uri,
    intervalMs: 1000,
    zoneMinutes: 0,
    playback: null,
    notice: null,
  });
  for await (const observation of withContainer(waits, look, life.signal)) {
    state = observed(state, observation, systemClock.now());
    if (observation.type === "container") life.abort();
  }
  return state;
}

const ended = (engine: Engine, name: string, restarts: number) => () =>
  engine.client("inspect", "-f", "{{.RestartCount}} {{.State.Status}}", name) ===
  `${restarts} exited`;

describe.skipIf(lacks("dockerd"))("docker", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startDocker();
    engine.image("php");
  }, 60_000);
  afterAll(() => engine.end(), 60_000);

  test(
    "two kills at the limit are concluded with zero minutes of watching",
    { timeout: 90_000 },
    async () => {
      engine.tree("api-1", LEAKING, [...LIMIT, "--restart", "on-failure:1"]);
      await until(ended(engine, "api-1", 1), "two deaths", 60_000);
      const { known } = await told(engine, "api-1");
      expect(known.sample).toBeNull();
      expect(known.container?.container).toMatchObject({
        engine: "docker",
        name: "api-1",
        state: "exited",
        restartCount: 1,
        limitBytes: 48 * 1024 * 1024,
        image: "php",
        imageDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/u),
        imageAt: expect.any(Number),
        logDriver: "json-file",
        lives: [
          { exitCode: 137, oomKilled: true, endedAt: expect.any(Number) },
          { exitCode: 137, oomKilled: true, endedAt: expect.any(Number) },
        ],
      });
      const [conclusion] = known.conclusions;
      expect(conclusion).toMatchObject({ kind: "oom-killed", confidence: "high", by: "own-limit" });
      expect(conclusion && conclusionText(conclusion, () => "then")).toEqual({
        headline: expect.stringMatching(
          /^OOM: killed then and then, after lives of \d+ s and \d+ s$/u,
        ),
        evidence: "at the limit of 48 MiB, within a minute of its start",
      });
    },
  );

  test(
    "a container that was stopped the hard way was not killed for want of memory",
    { timeout: 60_000 },
    async () => {
      engine.tree("api-2", hyperf("shop", { workers: 1 }));
      engine.client("kill", "api-2");
      await until(ended(engine, "api-2", 0), "its end", 30_000);
      const { known } = await told(engine, "api-2");
      expect(known.container?.container.lives).toMatchObject([{ exitCode: 137, oomKilled: false }]);
      expect(known.conclusions).toEqual([]);
    },
  );
});

const podman = await podmanThatRuns();

describe.skipIf(podman === null)("podman", () => {
  const engine = podman!;
  beforeAll(() => void Object.assign(process.env, engine.env));
  afterAll(() => engine.end(), 60_000);

  test(
    "its flag says no where the kernel killed: that is not believed, and not more is said than is known",
    { timeout: 90_000 },
    async () => {
      engine.tree("api-1", LEAKING, LIMIT);
      await until(ended(engine, "api-1", 0), "its death", 60_000);
      expect(engine.client("inspect", "-f", "{{.State.OOMKilled}}", "api-1")).toBe("false");
      const { known } = await told(engine, "api-1");
      expect(known.container?.container.lives).toMatchObject([{ exitCode: 137, oomKilled: null }]);
      const [conclusion] = known.conclusions;
      expect(conclusion).toMatchObject({ kind: "oom-killed", confidence: "medium" });
      expect(conclusion && conclusionText(conclusion, () => "then").headline).toMatch(
        /^Killed then \(exit 137\), perhaps for want of memory/u,
      );
    },
  );
});
