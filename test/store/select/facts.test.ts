import { describe, expect, test } from "vitest";
import type { MachineFacts, RunningSlot } from "../../../src/domain/facts.ts";
import type { Declarations } from "../../../src/domain/declarations.ts";
import type { Container } from "../../../src/domain/container.ts";
import type { Workload } from "../../../src/domain/pod.ts";
import type { Process } from "../../../src/domain/sample.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { bytes, epochMs, MIB } from "../../../src/domain/units.ts";
import { decodeObservation } from "../../../src/recording/decode.ts";
import { encodeObservation } from "../../../src/recording/encode.ts";
import { factsOf, ONLY_RECORDED } from "../../../src/store/select/facts.ts";
import type { State } from "../../../src/store/state.ts";
import { observed } from "../../../src/store/transitions.ts";
import { declarationsOf } from "../../analysis/audit/build.ts";
import { aMemory, aProcess, aSample, aServer, beginning, seen, START } from "../build.ts";
import { aContainer } from "../../fixtures/containers.ts";
import { aPod, aWorkload } from "../../fixtures/pods.ts";
import { aProject } from "../declared.ts";

const AT = epochMs(START - 1);
const facts = ({ known }: State) => factsOf(known, AT);

const SERVER: readonly Process[] = [
  aProcess({ pid: 1, slot: "Master", mib: 20 }),
  aProcess({ pid: 2, slot: "Manager", mib: 10 }),
  aProcess({ pid: 3, slot: "Worker.0", mib: 30 }),
  aProcess({ pid: 4, slot: "Worker.1", mib: 30 }),
  aProcess({ pid: 5, slot: "TaskWorker.2", mib: 30 }),
  aProcess({ pid: 6, slot: "crontab-dispatcher.0", name: "crontab-dispatcher" }),
  aProcess({ pid: 7, slot: "queue.0", name: "queue" }),
  aProcess({ pid: 8, slot: "queue.1", name: "queue" }),
  aProcess({ pid: 9 }),
];

const declaring = (
  state: State,
  declarations: Declarations | null,
  machine: MachineFacts | null = null,
): State =>
  observed(
    state,
    { type: "project", at: epochMs(START), project: aProject([]), declarations, machine },
    START,
  );

test("nothing is known at the beginning, and each says what would settle it", () => {
  const { now, ...all } = facts(beginning());
  expect(now).toBe(AT);
  const nothing = "nothing running was looked at: audit the target, not only its files";
  expect(all).toEqual({
    project: { known: false, why: "no project was read" },
    declarations: { known: false, why: "no project was read" },
    processes: { known: false, why: nothing },
    cgroup: { known: false, why: nothing },
    cpu: { known: false, why: nothing },
    replicas: { known: false, why: "how many replicas run: --replicas N" },
    pod: {
      known: false,
      why: "no pod was looked at: audit the live target with swtop k8s, or a recording of it",
    },
    extensions: { known: false, why: nothing },
    oomGroup: { known: false, why: nothing },
    init: { known: false, why: nothing },
    logs: {
      known: false,
      why: "no log was read: audit the live target, or a recording of it",
    },
    redis: {
      known: false,
      why: "Redis is never asked: it would need the application's credentials",
    },
  });
});

test("a directory tells its project, and of what runs nothing", () => {
  const told = facts(declaring(beginning(), declarationsOf()));
  expect(told.project).toEqual({ known: true, value: aProject([]), from: "project files" });
  expect(told.declarations).toMatchObject({ known: true, from: "project files" });
  expect([told.processes.known, told.cgroup.known, told.extensions.known]).toEqual([
    false,
    false,
    false,
  ]);
});

test("a recording tells what the project is, but has not its files", () => {
  const told = facts(declaring(seen(beginning(), aSample(1, [])), null));
  expect(told.project.known).toBe(true);
  expect(told.declarations).toEqual({ known: false, why: ONLY_RECORDED });
});

test("a target without a project, cgroup and machine says so, in its own time", () => {
  const told = facts(seen(beginning(), aSample(3, [aServer(SERVER)])));
  expect(told.now).toBe(START + 3000);
  const closed = { known: false, why: "the target does not let it be read" };
  expect(told).toMatchObject({
    project: { known: false, why: "no project was found in the target" },
    declarations: { known: false, why: "no project was found in the target" },
    cgroup: { known: false, why: "no cgroup is readable" },
    cpu: { known: false, why: "no CPU limit is readable" },
    extensions: closed,
    oomGroup: closed,
    init: closed,
  });
});

test("what is read of the machine and the container is known, what is closed in it is not", () => {
  const memory = aMemory({ oomKills: 2 });
  const cpu = { usagePercent: 5, limitCores: null, throttledPercent: null };
  const machine = { extensions: ["swoole"], oomGroup: false, init: null };
  const told = facts(
    declaring(seen(beginning(), aSample(1, [], { memory, cpu })), declarationsOf(), machine),
  );
  expect(told).toMatchObject({
    cgroup: { known: true, value: memory, from: "cgroup" },
    cpu: { known: true, value: cpu },
    extensions: { known: true, value: ["swoole"], from: "maps of a process" },
    oomGroup: { known: true, value: false },
    init: { known: false },
  });
});

test("memory that a cluster tells is no cgroup: the pod answers for it", () => {
  const memory = aMemory({ source: null });
  expect(facts(seen(beginning(), aSample(1, [], { memory }))).cgroup).toMatchObject({
    known: false,
  });
});

const runningOf = (state: State) => {
  const { processes } = facts(state);
  if (!processes.known) throw new Error(processes.why);
  return processes.value;
};

test("how many run of each role, of each user process, in each server", () => {
  const plain = aServer([aProcess({ pid: 20, slot: "Worker.0" })], {
    id: "swoole",
    framework: null,
    mode: "base",
  });
  const { servers, windowMs } = runningOf(
    seen(beginning(), aSample(0, []), aSample(60, [aServer(SERVER), plain])),
  );
  expect(windowMs).toBe(60_000);
  expect(servers.map((each) => ({ ...each, slots: [] }))).toEqual([
    {
      id: "shop",
      framework: "hyperf",
      mode: "process",
      counts: { master: 1, manager: 1, worker: 2, "task-worker": 1, "user-process": 3 },
      userProcesses: { "crontab-dispatcher": 1, queue: 2 },
      slots: [],
    },
    {
      id: "swoole",
      framework: null,
      mode: "base",
      counts: { worker: 1 },
      userProcesses: {},
      slots: [],
    },
  ]);
  expect(servers.map(({ slots }) => slots.map(({ pid }) => pid))).toEqual([
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
    [20],
  ]);
});

/** The first life began before the window, others with their first sample. */
const bornAt = (sample: number) => epochMs(START + (sample === 0 ? -60_000 : sample * 10_000));

/** Samples each ten seconds; `mib` of `Worker.0` in each, and which life of it that is. */
const watched = (...lives: readonly (readonly [mib: number | undefined, pid: number])[]): State =>
  seen(
    beginning(),
    ...lives.map(([mib, pid], index) =>
      aSample(index * 10, [
        aServer([
          aProcess({
            pid,
            slot: "Worker.0",
            startedAt: bornAt(lives.findIndex(([, each]) => each === pid)),
            ...(mib === undefined ? {} : { mib }),
          }),
        ]),
      ]),
    ),
  );
const slotOf = (state: State): RunningSlot => {
  const [slot, ...more] = runningOf(state).servers.flatMap(({ slots }) => slots);
  if (slot === undefined || more.length > 0) throw new Error("one slot was meant");
  return slot;
};

describe("a slot", () => {
  test("is what it is now, with its growth over the window", () => {
    expect(slotOf(watched([10, 1], [12, 1], [14, 1], [16, 1]))).toEqual({
      slot: "Worker.0",
      role: "worker",
      name: null,
      pid: 1,
      ageMs: 90_000,
      starts: 0,
      bytes: 16 * MIB,
      growthBytes: 6 * MIB,
      bytesPerMinute: 12 * MIB,
      sockets: null,
      orphan: false,
    });
  });

  test("that gives memory back grows by less than nothing", () => {
    expect(slotOf(watched([16, 1], [10, 1]))).toMatchObject({
      growthBytes: -6 * MIB,
      bytes: 10 * MIB,
    });
  });

  test("seen once, or without a size, does not grow: that is not known", () => {
    expect(slotOf(watched([10, 1]))).toMatchObject({
      bytes: 10 * MIB,
      growthBytes: null,
      bytesPerMinute: null,
    });
    expect(slotOf(watched([undefined, 1], [undefined, 1]))).toMatchObject({
      bytes: null,
      growthBytes: null,
    });
  });

  test("counts its starts within the window, and grows within its own life only", () => {
    expect(slotOf(watched([10, 1], [40, 2], [5, 3], [6, 3]))).toMatchObject({
      pid: 3,
      starts: 2,
      growthBytes: MIB,
      ageMs: 10_000,
    });
  });

  test("without a start time has no age, and started within the window only when it was not there at first", () => {
    const server = aServer([aProcess({ pid: 1, slot: "Worker.0", startedAt: null })]);
    const first = slotOf(seen(beginning(), aSample(1, [server]), aSample(2, [server])));
    expect(first).toMatchObject({ ageMs: null, starts: 0 });
    const later = slotOf(seen(beginning(), aSample(1, []), aSample(2, [server])));
    expect(later).toMatchObject({ ageMs: null, starts: 1 });
  });

  test("that ended is none", () => {
    const state = seen(
      beginning(),
      aSample(0, [aServer([aProcess({ pid: 1, slot: "Worker.0" })])]),
      aSample(1, [aServer([])]),
    );
    expect(runningOf(state).servers[0]).toMatchObject({ counts: {}, slots: [] });
  });

  test("an orphan says so", () => {
    const process = aProcess({ pid: 1, slot: "Worker.0", orphan: true });
    expect(slotOf(seen(beginning(), aSample(1, [aServer([process])]))).orphan).toBe(true);
  });
});

const manifest = (replicas: number | null) => ({
  file: "deploy.yaml",
  line: 1,
  kind: "Deployment",
  name: null,
  replicas,
  terminationGracePeriodSeconds: null,
  hostNetwork: null,
  memoryLimitBytes: null,
  scales: null,
});

const replicasOf = (option: number | null, ...said: readonly (number | null)[]) =>
  facts(
    declaring(
      beginning({ replicas: option }),
      declarationsOf({ manifests: said.map((each) => manifest(each)) }),
    ),
  ).replicas;

const told = (state: State, container: Container): State =>
  observed(state, { type: "container", at: AT, container }, START);
const inPod = (workload: Workload | null, more: Partial<Container> = {}) =>
  aContainer({ engine: "kubernetes", pod: aPod({ workload }), ...more });
const live = (workload: Workload | null, option: number | null = null) => {
  const declarations = declarationsOf({ manifests: [manifest(7)] });
  const state = declaring(beginning({ replicas: option }), declarations);
  return facts(told(state, inPod(workload))).replicas;
};

describe("a pod", () => {
  test("is what its cluster tells, live or recorded: limit, restarts, lives, spec, workload", () => {
    const container = inPod(aWorkload(), {
      limitBytes: bytes(48 * MIB),
      restartCount: 5,
      imageDigest: untrustedText("sha256:90ab"),
    });
    const line = encodeObservation({ type: "container", at: AT, container });
    const recorded = decodeObservation(line);
    expect(recorded).not.toBeNull();
    const state = recorded === null ? beginning() : observed(beginning(), recorded, START);
    for (const each of [told(beginning(), container), state])
      expect(facts(each).pod).toEqual({
        known: true,
        value: container,
        from: "cluster: Deployment/shop-leak",
      });
  });

  test("without a workload is one of itself", () => {
    expect(facts(told(beginning(), inPod(null))).pod).toMatchObject({
      from: "cluster: Pod/shop-leak-7b4c5b5db9-kbhhj",
    });
  });

  test("is none of a container of another engine, nor of a target without one", () => {
    const others = [told(beginning(), aContainer()), seen(beginning(), aSample(0, [aServer([])]))];
    for (const state of others)
      expect(facts(state).pod).toEqual({
        known: false,
        why: "what was looked at is in no pod of which a cluster tells: audit it with swtop k8s",
      });
  });
});

describe("replicas", () => {
  const from = "cluster: Deployment/shop-leak";

  test("are what the cluster wants, before what a manifest says and after what the user does", () => {
    expect(live(aWorkload({ replicas: 3 }))).toEqual({ known: true, value: 3, from });
    expect(live(aWorkload({ replicas: 3 }), 2)).toMatchObject({ value: 2, from: "--replicas" });
    // one is looked at
    expect(live(aWorkload({ replicas: 0 }))).toEqual({ known: true, value: 1, from });
  });

  test("are the most that an autoscaler may make of them", () => {
    const autoscaler = {
      name: untrustedText("shop"),
      minReplicas: 2,
      maxReplicas: 9,
      resources: ["cpu"],
    };
    expect(live(aWorkload({ replicas: 3, autoscaler }))).toEqual({
      known: true,
      value: 9,
      from: `${from}, 3 now, up to 9 by its autoscaler`,
    });
    expect(live(aWorkload({ replicas: null, autoscaler }))).toEqual({
      known: true,
      value: 9,
      from: `${from}, up to 9 by its autoscaler`,
    });
    const one = { ...autoscaler, maxReplicas: 1 };
    expect(live(aWorkload({ replicas: 1, autoscaler: one }))).toEqual({
      known: true,
      value: 1,
      from,
    });
  });

  test("are what a manifest says where the cluster does not tell", () => {
    for (const workload of [null, aWorkload({ replicas: null })])
      expect(live(workload)).toEqual({ known: true, value: 7, from: "manifest" });
  });

  test("are what the user says, before what a manifest says", () => {
    expect(replicasOf(2, 5)).toEqual({ known: true, value: 2, from: "--replicas" });
  });

  test("are the most that a manifest says", () => {
    expect(replicasOf(null, 1, null, 3)).toEqual({ known: true, value: 3, from: "manifest" });
  });

  test("are unknown when none says it: never one", () => {
    expect(replicasOf(null)).toMatchObject({ known: false });
    expect(replicasOf(null, null)).toMatchObject({ known: false });
  });
});
