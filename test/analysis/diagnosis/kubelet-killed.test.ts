import { expect, test } from "vitest";
import { noChurn } from "../../../src/analysis/churn/churn.ts";
import { diagnose } from "../../../src/analysis/diagnosis/index.ts";
import type { Container, ContainerLife } from "../../../src/domain/container.ts";
import type { Pod, PodEvent } from "../../../src/domain/pod.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { bytes, epochMs, MIB, SECOND_MS } from "../../../src/domain/units.ts";
import { aContainer } from "../../fixtures/containers.ts";
import { aPod, podEvent } from "../../fixtures/pods.ts";

/** Times of the captures of a 1.34 cluster. */
const at = (time: string): number => Date.parse(`2026-11-26T${time}Z`);

const life = (
  from: string,
  to: string | null,
  [exitCode, reason]: readonly [number, string] | readonly [null, null] = [null, null],
): ContainerLife => ({
  startedAt: epochMs(at(from)),
  endedAt: to === null ? null : epochMs(at(to)),
  exitCode,
  oomKilled:
    exitCode === 137 ? (reason === "OOMKilled" ? true : null) : exitCode === null ? null : false,
  ...(reason === null ? {} : { reason: untrustedText(reason) }),
});

const inPod = (
  lives: readonly ContainerLife[],
  events: readonly PodEvent[] | null,
  { pod = {}, ...facts }: Partial<Omit<Container, "pod">> & { readonly pod?: Partial<Pod> } = {},
): Container =>
  aContainer({
    engine: "kubernetes",
    name: untrustedText("app"),
    limitBytes: bytes(48 * MIB),
    lives,
    pod: aPod({ events, graceSeconds: 5, ...pod }),
    ...facts,
  });

const concluded = (container: Container) =>
  diagnose({ churn: noChurn, sample: null, at: epochMs(at("16:25:00")), container });

const UNHEALTHY = "Liveness probe failed: ";
const PROBED = "Container app failed liveness probe, will be restarted";
const STOPPING = "Stopping container app";

test("a probe kill of an application that ends on SIGTERM is `Completed` 0, and told by its events", () => {
  const liveness = {
    kind: "exec",
    initialDelaySeconds: 2,
    periodSeconds: 1,
    timeoutSeconds: 1,
    failureThreshold: 2,
  };
  // exec-liveness.ndjson
  const container = inPod(
    [life("16:20:20", "16:20:25", [0, "Completed"]), life("16:20:26", null)],
    [
      podEvent(at("16:20:25"), "Unhealthy", UNHEALTHY, 2),
      podEvent(at("16:20:25"), "Killing", PROBED),
    ],
    { pod: { liveness } },
  );
  expect(concluded(container)).toEqual([
    {
      kind: "kubelet-killed",
      cause: "liveness",
      confidence: "high",
      container: "app",
      kills: 1,
      at: at("16:20:25"),
      exitCode: 0,
      probe: liveness,
      answer: "Liveness probe failed",
    },
  ]);
});

test("of many alike a cluster stops telling: the last end is then nobody's, and the kills are counted", () => {
  // events.ndjson, shop-sick: eight ends, six told
  const container = inPod(
    [life("16:22:18", "16:22:41", [0, "Completed"])],
    [
      podEvent(at("16:17:50"), "Killing", PROBED, 6),
      podEvent(
        at("16:19:35"),
        "Unhealthy",
        `${UNHEALTHY}HTTP probe failed with statuscode: 503`,
        14,
      ),
      podEvent(at("16:20:04"), "BackOff", "Back-off restarting failed container app in pod", 15),
    ],
    { state: "restarting" },
  );
  expect(concluded(container)).toMatchObject([
    {
      cause: "liveness",
      kills: 6,
      at: at("16:17:50"),
      exitCode: null,
      answer: "Liveness probe failed: HTTP probe failed with statuscode: 503",
    },
  ]);
});

test("a startup probe is another, and both may be told", () => {
  const startup = "Container app failed startup probe, will be restarted";
  const container = inPod(
    [life("16:20:20", "16:20:25", [143, "Error"]), life("16:20:26", null)],
    [podEvent(at("16:10:00"), "Killing", PROBED), podEvent(at("16:20:25"), "Killing", startup)],
  );
  expect(concluded(container)).toMatchObject([
    { cause: "liveness", exitCode: null },
    { cause: "startup", exitCode: 143, answer: null },
  ]);
});

test("an eviction says why, though its pod `Succeeded` without a reason", () => {
  // evicted-by-kubelet.ndjson
  const why = 'Usage of EmptyDir volume "scratch" exceeds the limit "1Mi". ';
  const container = inPod(
    [life("16:20:42", "16:20:54", [0, "Completed"])],
    [podEvent(at("16:20:54"), "Evicted", why), podEvent(at("16:20:54"), "Killing", STOPPING)],
    { state: "exited", pod: { requestBytes: bytes(16 * MIB) } },
  );
  expect(concluded(container)).toEqual([
    {
      kind: "kubelet-killed",
      cause: "evicted",
      confidence: "high",
      pod: "shop-leak-7b4c5b5db9-kbhhj",
      at: at("16:20:54"),
      why,
      requestBytes: 16 * MIB,
    },
  ]);
});

const evicted = (events: readonly PodEvent[] | null) =>
  // last-states.ndjson: evicted, and killed when its grace of 5 s was over
  concluded(inPod([life("16:14:42", "16:16:30", [137, "Error"])], events, { state: "exited" })).map(
    ({ kind, confidence }) => `${kind} ${confidence}`,
  );

test("an exit 137 that the kubelet's events explain is no kill for want of memory; without them it may be one", () => {
  const events = [
    podEvent(at("16:16:28"), "Evicted", "The node was low on resource: memory."),
    podEvent(at("16:16:28"), "Killing", STOPPING),
  ];
  expect(evicted(events)).toEqual(["kubelet-killed high"]);
  expect(evicted(null)).toEqual(["oom-killed medium"]);
  expect(evicted([podEvent(at("16:16:28"), "Killing", "Stopping container other")])).toEqual([
    "oom-killed medium",
  ]);
  // of a later end, or of a life before this one
  for (const killed of ["16:16:40", "16:14:35"])
    expect(evicted([podEvent(at(killed), "Killing", STOPPING)])).toEqual(["oom-killed medium"]);
  // alike for each of its lives: the time is that of the last
  expect(evicted([podEvent(at("16:16:40"), "Killing", STOPPING, 2)])).toEqual([]);
});

test("an OOM kill makes no event: the life tells it, with zero minutes of watching, and its length gives a rate", () => {
  // last-states.ndjson, shop-leak
  const killed = life("16:21:04", "16:22:34", [137, "OOMKilled"]);
  const back = podEvent(at("16:23:14"), "BackOff", "Back-off restarting failed container app", 21);
  const container = inPod([killed], [back], {
    state: "restarting",
    restartCount: 5,
    pod: { startedAt: epochMs(at("16:14:41")) },
  });
  expect(concluded(container)).toMatchObject([
    {
      kind: "oom-killed",
      confidence: "high",
      by: "own-limit",
      limitBytes: 48 * MIB,
      past: {
        deaths: [{ endedAt: at("16:22:34"), lifeMs: 90 * SECOND_MS, isSure: true }],
        bytesPerHour: 48 * MIB * 40,
        // one life is kept, the restarts are counted
        restarts: { count: 5, everyMs: 76.6 * SECOND_MS },
      },
      children: [],
    },
  ]);
});

test.each([
  ["a pod whose start is not told", {}, 7],
  ["one restart: its life is told", { startedAt: epochMs(at("16:00:00")) }, 1],
  ["restarts that are not counted", { startedAt: epochMs(at("16:00:00")) }, null],
  ["a pod that starts after its container", { startedAt: epochMs(at("17:00:00")) }, 7],
])("no mean is made up: %s", (_, pod, restartCount) => {
  const lives = [life("16:21:04", "16:21:45", [137, "OOMKilled"]), life("16:22:00", null)];
  expect(concluded(inPod(lives, [], { pod, restartCount }))).toMatchObject([
    { past: { restarts: null } },
  ]);
});

test("`OOMKilled` beside exit 1 is a kill in that life, and not of its main process", () => {
  // exec-oom-child.ndjson
  const child = life("16:19:54", "16:21:24", [1, "OOMKilled"]);
  const container = inPod([child, life("16:21:26", null)], []);
  expect(concluded(container)).toEqual([
    {
      kind: "oom-killed",
      confidence: "medium",
      by: "unknown",
      limitBytes: null,
      kills: 0,
      formerKills: 0,
      unseenKills: 0,
      seen: [],
      past: null,
      children: [{ endedAt: at("16:21:24"), exitCode: 1 }],
    },
  ]);
});

test("so it is beside the 137 of a stop that was not heeded", () => {
  const stopped = { ...life("16:19:54", "16:21:24", [137, "OOMKilled"]), oomKilled: null };
  const container = inPod(
    [stopped, life("16:21:26", null)],
    [podEvent(at("16:21:19"), "Killing", PROBED)],
  );
  expect(concluded(container)).toMatchObject([
    { kind: "oom-killed", past: null, children: [{ exitCode: 137 }] },
    { kind: "kubelet-killed", exitCode: 137 },
  ]);
});

test("it stands beside a main process that was killed in another life", () => {
  const lives = [
    life("16:10:00", "16:12:00", [1, "OOMKilled"]),
    life("16:12:10", "16:15:10", [137, "OOMKilled"]),
    life("16:15:20", null),
  ];
  expect(concluded(inPod(lives, []))).toMatchObject([
    { past: { deaths: [{ lifeMs: 180 * SECOND_MS }] }, children: [{ exitCode: 1 }] },
  ]);
});

test("without a pod, or where nobody may ask for its events, nothing is told of the kubelet", () => {
  const lives = [life("16:20:20", "16:20:25", [0, "Completed"]), life("16:20:26", null)];
  expect(concluded(inPod(lives, null))).toEqual([]);
  expect(concluded({ ...inPod(lives, null), pod: null })).toEqual([]);
});
