// Without titles; the masks are those of captures/plain-*.
import { expect, test } from "vitest";
import { emptyCensus, takeCensus } from "../../../src/analysis/roles/census.ts";
import { bytes } from "../../../src/domain/units.ts";
import { MASKS, processOf, readingOf, sampleOf, samplesOf, told, type Spec } from "./readings.ts";
import { UNKNOWN_MEMORY } from "../../fixtures/unknown.ts";

const LINE = ["php", "vendor/bin/easyswoole", "start"];
const LOOP = { eventpolls: 1, signalfds: 1 };
const NO_LOOP = { eventpolls: 0, signalfds: 0 };

const below = (
  count: number,
  from: number,
  signals: Spec["signals"],
  descriptors: Spec["descriptors"],
): readonly Spec[] =>
  Array.from({ length: count }, (_, index) => ({
    pid: from + index,
    ppid: 11,
    line: LINE,
    signals: signals ?? null,
    descriptors: descriptors ?? null,
  }));

const top: readonly Spec[] = [
  {
    pid: 10,
    ppid: 1,
    line: LINE,
    signals: MASKS.master,
    descriptors: { eventpolls: 3, signalfds: 1 },
  },
  { pid: 11, ppid: 10, line: LINE, signals: MASKS.manager, descriptors: NO_LOOP },
];

// easy-swoole/easyswoole#101: 19 times the same line in ps; worker_num 8, task_worker_num 8, one cache process.
test("nineteen equal lines: a master, a manager, 8 task workers, 8 workers, a user process", () => {
  const sample = sampleOf([
    ...top,
    ...below(8, 20, MASKS.taskWorker, NO_LOOP),
    ...below(8, 30, MASKS.worker, LOOP),
    ...below(1, 40, MASKS.plain, { eventpolls: 1, signalfds: 0 }),
  ]);
  expect(sample.servers).toHaveLength(1);
  expect(sample.servers[0]).toMatchObject({
    id: "swoole",
    app: null,
    framework: null,
    mode: "process",
  });
  expect(told(sample.servers[0])).toEqual([
    "10 master Master kernel",
    "11 manager Manager kernel",
    ...Array.from({ length: 8 }, (_, index) => `${20 + index} task-worker - kernel`),
    ...Array.from({ length: 8 }, (_, index) => `${30 + index} worker - kernel`),
    "40 user-process - kernel",
  ]);
});

test("workers and task workers with coroutines cannot be told apart, a single one can", () => {
  expect(told(sampleOf([...top, ...below(2, 20, MASKS.worker, LOOP)]).servers[0]).slice(2)).toEqual(
    ["20 ? - kernel", "21 ? - kernel"],
  );
  expect(told(sampleOf([...top, ...below(1, 20, MASKS.worker, LOOP)]).servers[0]).slice(2)).toEqual(
    ["20 worker - kernel"],
  );
});

test("a fresh fork still looks like its manager, and is nothing yet", () => {
  const sample = sampleOf([
    ...top,
    ...below(1, 20, MASKS.manager, NO_LOOP),
    ...below(1, 21, MASKS.plain, { eventpolls: 1, signalfds: 0 }).map((spec) => ({
      ...spec,
      born: -1,
    })),
  ]);
  expect(told(sample.servers[0]).slice(2)).toEqual(["20 ? - untold", "21 ? - untold"]);
});

test("what a worker forked is a child, what it executed is not", () => {
  const sample = sampleOf([
    ...top,
    ...below(1, 20, MASKS.worker, LOOP),
    { pid: 30, ppid: 20, line: LINE, signals: MASKS.plain },
    { pid: 31, ppid: 20, line: ["php", "-v"], signals: MASKS.plain },
  ]);
  expect(processOf(sample, 30)).toMatchObject({ role: "child", slot: null, parentSlot: null });
  expect(processOf(sample, 31)).toBeUndefined();
});

test("one process in BASE mode", () => {
  const [server] = sampleOf([
    { pid: 10, ppid: 1, line: LINE, signals: MASKS.worker, descriptors: LOOP },
  ]).servers;
  expect(server).toMatchObject({ mode: "single", rootPid: 10 });
  expect(told(server)).toEqual(["10 single - kernel"]);
});

test("Hyperf's coroutine server", () => {
  const spec: Spec = {
    pid: 10,
    ppid: 1,
    line: ["php", "/opt/www/bin/hyperf.php", "start"],
    signals: MASKS.plain,
  };
  const descriptors = { eventpolls: 1, signalfds: 0 };
  const [server] = sampleOf([{ ...spec, descriptors }]).servers;
  expect(server).toMatchObject({ mode: "coroutine", framework: "hyperf", id: "swoole", app: null });
  expect(told(server)).toEqual(["10 single - kernel"]);
  expect(sampleOf([spec]).servers).toEqual([]);
  expect(sampleOf([{ ...spec, descriptors, born: -1 }]).servers).toEqual([]);
  expect(
    sampleOf([{ ...spec, descriptors, line: ["php", "bin/hyperf.php", "crontab:run"] }]).servers,
  ).toEqual([]);
});

test("where the system shows no signals, two levels of forks of Hyperf's command are a server without roles", () => {
  const line = ["php", "bin/hyperf.php", "start"];
  const specs: readonly Spec[] = [
    { pid: 10, ppid: 1, line },
    { pid: 11, ppid: 10, line },
    { pid: 12, ppid: 11, line },
    { pid: 13, ppid: 11, line },
  ];
  expect(told(sampleOf(specs).servers[0])).toEqual([
    "10 master Master kernel",
    "11 manager Manager kernel",
    "12 ? - untold",
    "13 ? - untold",
  ]);
  expect(sampleOf(specs.slice(0, 2)).servers).toEqual([]);
});

test("nothing changes from one reading to the next", () => {
  const all = [
    ...top,
    ...below(2, 20, MASKS.taskWorker, NO_LOOP),
    ...below(2, 30, MASKS.worker, LOOP),
  ];
  const single: Spec = {
    pid: 50,
    ppid: 1,
    line: ["php", "one.php"],
    signals: MASKS.worker,
    descriptors: LOOP,
  };
  const base = [...top.slice(1), ...below(2, 30, MASKS.worker, LOOP)].map((spec): Spec => ({
    ...spec,
    pid: spec.pid + 100,
    ppid: spec.ppid === 11 ? 111 : 1,
  }));
  const specs = [...all, single, ...base];
  const [first, second, third] = samplesOf(specs, specs, specs);
  expect(first?.servers.map(({ id, mode }) => [id, mode])).toEqual([
    ["swoole", "process"],
    ["swoole-2", "single"],
    ["swoole-3", "base"],
  ]);
  expect(second?.servers).toEqual(first?.servers);
  expect(third?.servers).toEqual(first?.servers);
});

test("a server without titles that is started anew is the same, another command is another", () => {
  const all = [...top, ...below(1, 30, MASKS.worker, LOOP)];
  const young = all.map((spec): Spec => ({
    ...spec,
    pid: spec.pid + 100,
    ppid: spec.ppid === 1 ? 1 : spec.ppid + 100,
    born: -5,
  }));
  const other = young.map((spec): Spec => ({ ...spec, line: ["php", "other.php"] }));
  expect(samplesOf(all, [], young).at(-1)?.servers[0]).toMatchObject({
    id: "swoole",
    rootPid: 110,
  });
  expect(samplesOf(all, [], other).at(-1)?.servers[0]).toMatchObject({
    id: "swoole-2",
    rootPid: 110,
  });
});

const WITH_LOOP = { signals: MASKS.plain, descriptors: { eventpolls: 1, signalfds: 0 } };
const STRANGERS: readonly (readonly [string, readonly Spec[]])[] = [
  [
    "php -S with workers",
    [1, 2, 3].map((index) => ({
      pid: 9 + index,
      ppid: index === 1 ? 1 : 10,
      line: ["php", "-S", "0.0.0.0:80"],
      signals: MASKS.plain,
    })),
  ],
  [
    "a queue worker",
    [
      {
        pid: 10,
        ppid: 1,
        line: ["php", "artisan", "queue:work"],
        signals: MASKS.plain,
        descriptors: NO_LOOP,
      },
    ],
  ],
  [
    "composer",
    [
      {
        pid: 10,
        ppid: 1,
        line: ["php", "/usr/bin/composer", "install"],
        signals: MASKS.plain,
        descriptors: NO_LOOP,
      },
    ],
  ],
  ["ReactPHP", [{ pid: 10, ppid: 1, line: ["php", "server.php"], ...WITH_LOOP }]],
  [
    "Workerman: forks with loops and titles of their own",
    [
      {
        pid: 10,
        ppid: 1,
        line: "WorkerMan: master process  start_file=/srv/start.php",
        signals: MASKS.plain,
        descriptors: NO_LOOP,
      },
      { pid: 11, ppid: 10, line: "WorkerMan: worker process  web http://0.0.0.0:80", ...WITH_LOOP },
      { pid: 12, ppid: 10, line: "WorkerMan: worker process  web http://0.0.0.0:80", ...WITH_LOOP },
    ],
  ],
  [
    "php-fpm with the masks of a worker",
    [{ pid: 10, ppid: 1, comm: "php-fpm", line: LINE, signals: MASKS.worker, descriptors: LOOP }],
  ],
  [
    "no PHP",
    [
      {
        pid: 10,
        ppid: 1,
        comm: "node",
        line: ["node", "server.js"],
        signals: MASKS.worker,
        descriptors: LOOP,
      },
    ],
  ],
  [
    "a manager's masks without a worker",
    [
      { pid: 10, ppid: 1, line: LINE, signals: MASKS.manager },
      { pid: 11, ppid: 10, line: LINE, signals: MASKS.plain },
    ],
  ],
  [
    "a worker's masks without a signalfd",
    [
      {
        pid: 10,
        ppid: 1,
        line: LINE,
        signals: MASKS.worker,
        descriptors: { eventpolls: 1, signalfds: 0 },
      },
    ],
  ],
];

test.each(STRANGERS)("no server: %s", (_, specs) => {
  expect(sampleOf(specs).servers).toEqual([]);
});

test("the manager is killed: who is left keeps role and server by memory", () => {
  const all = [
    ...top,
    ...below(2, 20, MASKS.taskWorker, NO_LOOP),
    ...below(2, 30, MASKS.worker, LOOP),
  ];
  const left = all
    .filter(({ pid }) => pid !== 11)
    .map((spec) => (spec.ppid === 11 ? { ...spec, ppid: 1 } : spec));
  const [, second] = samplesOf(all, left);
  expect(second?.servers.map(({ id }) => id)).toEqual(["swoole"]);
  expect(told(second?.servers[0])).toEqual([
    "10 master Master kernel",
    "20 task-worker - kernel orphan",
    "21 task-worker - kernel orphan",
    "30 worker - kernel orphan",
    "31 worker - kernel orphan",
  ]);
  const [fresh] = samplesOf(left);
  expect(told(fresh?.servers[0])).toEqual(told(second?.servers[0]));
  const inContainer = left.map((spec) =>
    spec.ppid === 1 && spec.pid !== 10 ? { ...spec, ppid: 10 } : spec,
  );
  expect(told(samplesOf(all, inContainer)[1]?.servers[0]).toSorted()).toEqual(
    told(second?.servers[0]).toSorted(),
  );
});

const orphan = (
  pid: number,
  line: string,
  signals: Spec["signals"],
  descriptors: Spec["descriptors"],
): Spec => ({ pid, ppid: 1, line, signals: signals ?? null, descriptors: descriptors ?? null });

// captures/orphans/ps.txt: the titles are the application's own.
test("orphans of a server whose titles say nothing are one server, not many", () => {
  const [server, ...more] = sampleOf([
    orphan(10505, "plainsrv task 2", MASKS.taskWorker, NO_LOOP),
    orphan(10506, "plainsrv task 3", MASKS.taskWorker, NO_LOOP),
    orphan(10507, "plainsrv worker 0", MASKS.worker, LOOP),
    orphan(10508, "plainsrv worker 1", MASKS.worker, LOOP),
    orphan(10509, "plainsrv custom", MASKS.plain, { eventpolls: 1, signalfds: 0 }),
  ]).servers;
  expect(more).toEqual([]);
  expect(server).toMatchObject({ rootPid: null, mode: null });
  expect(told(server)).toEqual([
    "10505 task-worker - kernel orphan",
    "10506 task-worker - kernel orphan",
    "10507 worker - kernel orphan",
    "10508 worker - kernel orphan",
    "10509 user-process - kernel orphan",
  ]);
});

test("wanted: members and who could be one; descriptors where they would settle it; each server's cgroup once", () => {
  const specs: readonly Spec[] = [
    ...top.map((spec) => ({ ...spec, descriptors: null })),
    ...below(1, 20, MASKS.worker, null),
    ...below(1, 21, MASKS.plain, null),
    { pid: 30, ppid: 1, line: ["php", "artisan", "queue:work"] },
    { pid: 31, ppid: 1, line: ["php", "artisan", "queue:work"], signals: MASKS.plain },
    { pid: 32, ppid: 1, line: ["php", "new.php"], signals: MASKS.plain, born: -5 },
    { pid: 33, ppid: 1, line: ["php", "single.php"], signals: MASKS.worker },
    { pid: 34, ppid: 1, line: ["php", "bin/hyperf.php", "start"], signals: MASKS.plain },
    { pid: 35, ppid: 1, comm: "nginx", line: ["nginx"] },
    { pid: 36, ppid: 1, comm: "php-fpm", line: "php-fpm: pool www" },
    { pid: 37, ppid: 1, comm: "sh", line: "foo.Worker.0" },
  ];
  const first = takeCensus(emptyCensus, readingOf(specs));
  expect(first.wanted).toEqual({
    watch: [10, 11, 20, 21, 30, 32, 33, 34, 37],
    descriptors: [21, 33, 34],
    cgroup: [10],
  });
  const known = specs.map((spec) => (spec.pid === 10 ? { ...spec, cgroup: "/docker/a" } : spec));
  const second = takeCensus(first.census, readingOf(known, 1));
  expect(second.wanted.cgroup).toEqual([]);
  expect(takeCensus(second.census, readingOf(specs, 2)).wanted.cgroup).toEqual([]);
});

test("a server's memory is that of its own cgroup, once that is known", () => {
  const own = { ...UNKNOWN_MEMORY, limitBytes: bytes(1000) };
  const specs = [...top, ...below(1, 20, MASKS.worker, LOOP)].map((spec) => ({
    ...spec,
    cgroup: "/docker/a",
  }));
  const groups = new Map([["/docker/a", own]]);
  expect(takeCensus(emptyCensus, readingOf(specs, 0, groups)).sample.servers[0]?.memory).toBe(own);
  expect(takeCensus(emptyCensus, readingOf(specs, 0)).sample.servers[0]?.memory).toBeNull();
});
