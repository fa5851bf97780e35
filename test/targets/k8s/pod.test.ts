import { NOTHING_AROUND } from "../../../src/targets/k8s/around.ts";
import { describe, expect, test } from "vitest";
import { formerLives } from "../../../src/domain/container.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { GIB, MIB } from "../../../src/domain/units.ts";
import { podEventsOf } from "../../../src/targets/k8s/events.ts";
import {
  containerOf,
  containersIn,
  isReady,
  isTerminating,
  lastEndOf,
  nameOf,
  ownerOf,
  podState,
  uidOf,
} from "../../../src/targets/k8s/pod.ts";
import { eventListOf, podOf, podsOf, statusOf } from "./captured.ts";

const at = (time: string) => Date.parse(`2026-11-26T${time}Z`);
/** With a container that ended so, and whatever else. */
const ended = (terminated: object, more: object = {}) => ({
  spec: { containers: [{ name: "app" }] },
  status: {
    phase: "Running",
    containerStatuses: [{ name: "app", state: {}, lastState: { terminated }, ...more }],
  },
});

/** With an init container and a native sidecar. */
const initial = (status: object, more: object = {}) => ({
  spec: {
    containers: [{ name: "app" }],
    initContainers: [{ name: "wait" }, { name: "agent", restartPolicy: "Always" }],
  },
  status: {
    phase: "Pending",
    initContainerStatuses: [
      { name: "wait", ...status },
      { name: "agent", state: {} },
    ],
    containerStatuses: [{ name: "app", state: { waiting: { reason: "PodInitializing" } } }],
    ...more,
  },
});

const done = { state: { terminated: { exitCode: 0, reason: "Completed" } } };

/** One container is done, one runs. */
const beside = (conditions: readonly object[]) => ({
  status: {
    phase: "Running",
    conditions,
    containerStatuses: [
      { name: "app", ready: true, state: { running: {} } },
      { name: "once", state: { terminated: { exitCode: 0, reason: "Completed" } } },
    ],
  },
});

const kinds = (pod: unknown) => containersIn(pod).map(({ name, kind }) => `${name} ${kind}`);

const limits = (memory: string) => ({ resources: { limits: { memory, cpu: "500m" } } });

const limited = (own: object, status: object, whole: object) => ({
  spec: { containers: [{ name: "app", ...own }], ...whole },
  status: { containerStatuses: [{ name: "app", ...status }] },
});

const limitOf = (told: unknown) => containerOf(told, "app")?.limitBytes;

const lives = (of: string, name = "") => containerOf(podOf(of, name), "app")?.lives;

/** The kubelet begins to stop it. */
const killing = (lastTimestamp: string) =>
  podEventsOf({
    items: [
      {
        reason: "Killing",
        message: "Container app failed liveness probe, will be restarted",
        lastTimestamp,
      },
    ],
  });

describe("the state of a pod, as kubectl tells it", () => {
  // STATUS of `kubectl get pods` in the same capture
  test.each([
    ["last-states", "shop-crash", "CrashLoopBackOff"],
    ["last-states", "shop-fork", "Running"],
    ["last-states", "shop-import", "Error"],
    ["last-states", "shop-leak", "CrashLoopBackOff"],
    ["last-states", "shop-noimage", "ErrImageNeverPull"],
    ["last-states", "shop-sick", "CrashLoopBackOff"],
    ["last-states", "shop-toobig", "Pending"],
    ["watch-basics", "shop-session-0", "Running"],
    ["list-pods", "shop-api", "Running"],
    ["evicted-by-kubelet", "shop-evi-b", "Completed"],
  ])("the column STATUS of the same moment: %s %s: %s", (of, name, state) => {
    expect(podState(podOf(of, name))).toBe(state);
  });

  test("a pod that comes and goes", () => {
    const states = podsOf("watch-client-node").map(podState);
    expect([...new Set(states)]).toEqual([
      "Pending",
      "ContainerCreating",
      "Running",
      "Terminating",
      "Completed",
    ]);
  });

  test.each([
    ["Init:0/2", initial({ state: { running: {} } })],
    ["Init:1/2", initial(done)],
    ["Init:Error", initial({ state: { terminated: { exitCode: 1, reason: "Error" } } })],
    ["Init:ExitCode:3", initial({ state: { terminated: { exitCode: 3 } } })],
    ["Init:Signal:9", initial({ state: { terminated: { exitCode: 137, signal: 9 } } })],
    ["Init:CrashLoopBackOff", initial({ state: { waiting: { reason: "CrashLoopBackOff" } } })],
    ["Init:0/2", initial({ state: { waiting: { reason: "PodInitializing" } } })],
    [
      "PodInitializing",
      initial(done, {
        initContainerStatuses: [
          { name: "wait", ...done },
          { name: "agent", started: true, state: { running: {} } },
        ],
      }),
    ],
    [
      "SchedulingGated",
      {
        status: {
          phase: "Pending",
          conditions: [{ type: "PodScheduled", status: "False", reason: "SchedulingGated" }],
        },
      },
    ],
    [
      "Unknown",
      { metadata: { deletionTimestamp: "2026-11-26T16:00:00Z" }, status: { reason: "NodeLost" } },
    ],
    ["Unknown", null],
  ])("what no capture shows, by kubectl's source: %s", (state, pod) => {
    expect(podState(pod)).toBe(state);
  });

  test("beside a container that is done another one runs", () => {
    expect(podState(beside([{ type: "Ready", status: "True" }]))).toBe("Running");
    expect(podState(beside([{ type: "Ready", status: "False" }]))).toBe("NotReady");
  });
});

// kubectl says `Error` in the same capture
test("of a pod that was evicted its own reason counts, not that of a container", () => {
  expect(podState(podOf("last-states", "shop-evict"))).toBe("Evicted");
  const waits = { status: { phase: "Failed", reason: "Evicted", initContainerStatuses: [{}] } };
  expect(podState(waits)).toBe("Evicted");
});

describe("a pod", () => {
  test("a node that is away makes it not ready, although its containers are told to be", () => {
    const pods = podsOf("node-not-ready");
    const [away] = pods;
    expect(pods.map(isReady)).toEqual([false, true]);
    expect(statusOf(away).ready).toBe(true);
  });

  test("it is told which one it is, what made it, and whether it goes", () => {
    const pod = podOf("list-pods", "shop-api");
    expect(nameOf(pod)).toBe("shop-api-796855cf6c-br56l");
    expect(uidOf(pod)).toBe(pod.metadata.uid);
    expect(ownerOf(pod)).toEqual({ kind: "ReplicaSet", name: "shop-api-796855cf6c" });
    expect(ownerOf(podOf("last-states", "shop-crash"))).toBeNull();
    expect(isTerminating(pod)).toBe(false);
    expect(isTerminating(podOf("evicted-by-api"))).toBe(true);
    expect([nameOf(null), uidOf(null), ownerOf(null)]).toEqual(["", "", null]);
  });

  test("its containers are told apart", () => {
    expect(kinds(podOf("list-pods", "shop-api"))).toEqual(["proxy app", "app app"]);
    expect(kinds(podOf("watch-basics"))).toEqual(["app app", "wait-db init", "log-agent sidecar"]);
    expect(kinds(podOf("ephemeral"))).toEqual(["app app", "dbg ephemeral", "dbg3 ephemeral"]);
    expect(kinds(null)).toEqual([]);
  });
});

describe("a container", () => {
  test("spec (limits, requests, probes, termination grace, hostNetwork, image digest)", () => {
    const pod = podOf("list-pods", "shop-api");
    expect(containerOf(pod, "app")).toEqual({
      engine: "kubernetes",
      id: statusOf(pod).containerID?.replace("containerd://", ""),
      name: "app",
      state: "running",
      image: "registry.example.com/shop/app:1.4.0",
      imageDigest: "sha256:67a3c4744c3155b96cf6bc54e1f10e6d7f65be7c255c6e7f904b84bfa2a74a2d",
      imageAt: null,
      limitBytes: 128 * MIB,
      restartCount: 0,
      logDriver: null,
      lives: [{ startedAt: at("16:14:42"), endedAt: null, exitCode: null, oomKilled: null }],
      pod: {
        namespace: "shop",
        name: "shop-api-796855cf6c-br56l",
        uid: pod.metadata.uid,
        startedAt: at("16:14:41"),
        node: "node-1",
        hostNetwork: true,
        qosClass: "Burstable",
        graceSeconds: 5,
        hasPreStop: false,
        requestBytes: 64 * MIB,
        requestCores: 0.02,
        limitCores: null,
        liveness: {
          kind: "exec",
          initialDelaySeconds: 0,
          periodSeconds: 2,
          timeoutSeconds: 5,
          failureThreshold: 2,
        },
        readiness: {
          kind: "exec",
          initialDelaySeconds: 0,
          periodSeconds: 5,
          timeoutSeconds: 5,
          failureThreshold: 3,
        },
        startup: null,
        workload: null,
        containers: expect.any(Array),
        siblings: null,
        events: null,
      },
    });
    expect(containerOf(pod, "another")).toBeNull();
    expect(containerOf(null, "app")).toBeNull();
  });

  test("what is left out of a probe is its default; a stop may be prepared", () => {
    const spec = {
      containers: [
        {
          name: "app",
          startupProbe: { httpGet: { path: "/" } },
          lifecycle: { preStop: { exec: { command: ["sleep", "5"] } } },
        },
      ],
    };
    expect(containerOf({ spec }, "app")?.pod).toMatchObject({
      hasPreStop: true,
      startup: {
        kind: "httpGet",
        initialDelaySeconds: 0,
        periodSeconds: 10,
        timeoutSeconds: 1,
        failureThreshold: 3,
      },
      graceSeconds: null,
    });
  });

  test("a limit that was changed in place counts more than the one asked for, and the pod's own holds for who has none", () => {
    expect(limitOf(limited(limits("1Gi"), limits("2Gi"), limits("8Gi")))).toBe(2 * GIB);
    expect(limitOf(limited(limits("1Gi"), { resources: {} }, limits("8Gi")))).toBe(GIB);
    expect(limitOf(limited({}, {}, limits("8Gi")))).toBe(8 * GIB);
    expect(limitOf(limited({ resources: {} }, {}, {}))).toBeNull();
    expect(containerOf(limited(limits("1Gi"), {}, {}), "app")?.pod?.limitCores).toBe(0.5);
  });

  test.each([
    ["last-states", "shop-leak", "restarting"],
    ["last-states", "shop-fork", "running"],
    ["last-states", "shop-evict", "exited"],
    ["last-states", "shop-noimage", "created"],
    ["last-states", "shop-toobig", "created"],
    ["evicted-by-kubelet", "", "exited"],
  ])("%s %s stands: %s", (of, name, state) => {
    expect(containerOf(podOf(of, name), "app")?.state).toBe(state);
  });

  test.each([
    ["Always", 0, "restarting"],
    ["OnFailure", 1, "restarting"],
    ["OnFailure", 0, "exited"],
    ["Never", 1, "exited"],
  ])("whether it comes again says its restart policy: %s, exit %d: %s", (policy, code, state) => {
    const pod = (own: object, of: object) => ({
      spec: { ...of, containers: [{ name: "app", ...own }] },
      status: {
        phase: "Running",
        containerStatuses: [{ name: "app", state: { terminated: { exitCode: code } } }],
      },
    });
    expect(containerOf(pod({}, { restartPolicy: policy }), "app")?.state).toBe(state);
    const own = pod({ restartPolicy: policy }, { restartPolicy: "Never" });
    expect(containerOf(own, "app")?.state).toBe(state);
  });
});

describe("the life before", () => {
  test("lastState (reason, exit code, times), restart counts", () => {
    const container = containerOf(podOf("exec-oom"), "app");
    expect(container).toMatchObject({ state: "running", restartCount: 1 });
    expect(container?.lives).toEqual([
      {
        startedAt: at("16:20:20"),
        endedAt: at("16:20:31"),
        exitCode: 137,
        oomKilled: true,
        reason: "OOMKilled",
      },
      { startedAt: at("16:20:31"), endedAt: null, exitCode: null, oomKilled: null },
    ]);
  });

  test("of a container that is started over and over the last life is over", () => {
    const container = containerOf(podOf("last-states", "shop-leak"), "app");
    expect(container?.restartCount).toBe(5);
    expect(container === null ? [] : formerLives(container)).toMatchObject([
      { startedAt: at("16:21:04"), endedAt: at("16:21:45"), oomKilled: true },
    ]);
  });

  test("`OOMKilled` beside exit 1: a worker was killed, not the main process", () => {
    expect(lives("exec-oom-child")?.[0]).toMatchObject({
      exitCode: 1,
      reason: "OOMKilled",
      oomKilled: false,
    });
    expect(lives("last-states", "shop-fork")?.[0]).toMatchObject({
      exitCode: 1,
      reason: "Error",
      oomKilled: false,
    });
  });

  test("a probe kill of an application that ends on SIGTERM is `Completed` 0", () => {
    expect(lives("exec-liveness")?.[0]).toMatchObject({
      exitCode: 0,
      reason: "Completed",
      oomKilled: false,
    });
  });

  test("a SIGKILL that nobody explains may have been one for want of memory", () => {
    const life = { exitCode: 137, reason: "Error", finishedAt: "2026-11-26T16:16:30Z" };
    expect(containerOf(ended(life), "app")?.lives[0]?.oomKilled).toBeNull();
  });

  test("a SIGKILL at the end of the grace was the kubelet's", () => {
    const pod = podOf("last-states", "shop-evict");
    const events = podEventsOf(eventListOf("events", "shop-evict"));
    const oomOf = (told: unknown) =>
      containerOf(told, "app", { ...NOTHING_AROUND, events })?.lives[0];
    expect(oomOf(pod)).toMatchObject({ exitCode: 137, oomKilled: false });
    // before its end it was somebody else's
    const patient = { ...pod, spec: { ...pod.spec, terminationGracePeriodSeconds: 30 } };
    expect(oomOf(patient)?.oomKilled).toBeNull();
    // of another container
    const other = events.map((event) => ({
      ...event,
      message: untrustedText("Stopping container proxy"),
    }));
    expect(
      containerOf(pod, "app", { ...NOTHING_AROUND, events: other })?.lives[0]?.oomKilled,
    ).toBeNull();
  });

  test("`OOMKilled` beside a stop of the kubelet's decides nothing", () => {
    const pod = ended({
      exitCode: 137,
      reason: "OOMKilled",
      startedAt: "2026-11-26T16:20:05Z",
      finishedAt: "2026-11-26T16:20:30Z",
    });
    const oomOf = (time: string) =>
      containerOf(pod, "app", { ...NOTHING_AROUND, events: killing(`2026-11-26T${time}Z`) })
        ?.lives[0]?.oomKilled;
    expect(oomOf("16:20:10")).toBeNull();
    // long before, in the life before, and after
    expect(oomOf("16:10:00")).toBe(true);
    expect(oomOf("16:20:04")).toBe(true);
    expect(oomOf("16:20:40")).toBe(true);
  });

  test("an end that the kubelet did not see has no exit code: its 137 is made up", () => {
    const life = { exitCode: 137, reason: "ContainerStatusUnknown", startedAt: null };
    expect(containerOf(ended(life), "app")?.lives).toEqual([
      {
        startedAt: null,
        endedAt: null,
        exitCode: null,
        oomKilled: null,
        reason: "ContainerStatusUnknown",
      },
    ]);
  });

  test("a start that failed has no time", () => {
    const life = { exitCode: 128, reason: "StartError", startedAt: "1970-01-01T00:00:00Z" };
    expect(containerOf(ended(life), "app")?.lives[0]).toMatchObject({
      startedAt: null,
      exitCode: 128,
    });
  });

  test("the last death of a container, for its row", () => {
    expect(lastEndOf(podOf("last-states", "shop-leak"), "app")).toEqual({
      reason: "OOMKilled",
      exitCode: 137,
      at: at("16:21:45"),
      oomKilled: true,
    });
    expect(lastEndOf(podOf("last-states", "shop-import"), "import")).toMatchObject({
      reason: "Error",
      exitCode: 3,
      at: at("16:14:41"),
    });
    expect(lastEndOf(podOf("list-pods", "shop-api"), "app")).toBeNull();
    expect(lastEndOf(podOf("last-states", "shop-toobig"), "app")).toBeNull();
    expect(lastEndOf(null, "app")).toBeNull();
  });
});
