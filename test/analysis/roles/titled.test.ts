import { expect, test } from "vitest";
import { masks, MASKS, processOf, sampleOf, serverOf, told, type Spec } from "./readings.ts";

const BOOT = ["php", "bin/hyperf.php", "start"];

/** A Hyperf server in PROCESS mode, PIDs 10 to 14. */
const hyperf = (app: string, pid = 10, ppid = 1): readonly Spec[] => [
  { pid, ppid, line: `${app}Master` },
  { pid: pid + 1, ppid: pid, line: `${app}Manager` },
  { pid: pid + 2, ppid: pid + 1, line: `${app}Worker.0` },
  { pid: pid + 3, ppid: pid + 1, line: `${app}Worker.1` },
  { pid: pid + 4, ppid: pid + 1, line: `${app}crontab-dispatcher.0` },
];

test("PROCESS mode", () => {
  const server = serverOf(sampleOf(hyperf("shop.")), 10);
  expect(server).toMatchObject({
    id: "shop",
    app: "shop",
    framework: "hyperf",
    mode: "process",
    rootPid: 10,
  });
  expect(told(server)).toEqual([
    "10 master Master",
    "11 manager Manager",
    "12 worker Worker.0",
    "13 worker Worker.1",
    "14 user-process crontab-dispatcher.0",
  ]);
  expect(server?.processes.map(({ name }) => name)).toEqual([
    null,
    null,
    null,
    null,
    "crontab-dispatcher",
  ]);
});

test("BASE mode has no master, and misses none", () => {
  const server = serverOf(
    sampleOf(
      hyperf("shop.")
        .slice(1)
        .map((spec) => ({ ...spec, ppid: spec.pid === 11 ? 1 : 11 })),
    ),
    11,
  );
  expect(server).toMatchObject({ id: "shop", mode: "base", rootPid: 11 });
  expect(told(server)).toEqual([
    "11 manager Manager",
    "12 worker Worker.0",
    "13 worker Worker.1",
    "14 user-process crontab-dispatcher.0",
  ]);
});

test("names and apps with dots, and no app at all", () => {
  const dotted = sampleOf([
    ...hyperf("my.shop.v2."),
    { pid: 15, ppid: 11, line: "my.shop.v2.queue.mail.0" },
    { pid: 16, ppid: 11, line: "my.shop.v2.Consumer-a.b.Worker.1" },
  ]);
  expect(processOf(dotted, 15)).toMatchObject({
    role: "user-process",
    name: "queue.mail",
    slot: "queue.mail.0",
  });
  expect(processOf(dotted, 16)).toMatchObject({
    role: "user-process",
    name: "Consumer-a.b.Worker",
    slot: "Consumer-a.b.Worker.1",
  });
  expect(serverOf(dotted, 15)?.app).toBe("my.shop.v2");
  const bare = serverOf(sampleOf(hyperf("")), 10);
  expect(bare).toMatchObject({ id: "swoole", app: null, framework: "hyperf", mode: "process" });
  expect(told(bare)).toContain("14 user-process crontab-dispatcher.0");
});

test("two apps, one of whose names begins like the other", () => {
  const sample = sampleOf([...hyperf("shop."), ...hyperf("shop.api.", 20)]);
  expect(sample.servers.map(({ id, processes }) => [id, processes.length])).toEqual([
    ["shop", 5],
    ["shop.api", 5],
  ]);
});

test("two servers of one app are two", () => {
  const sample = sampleOf([...hyperf("shop."), ...hyperf("shop.", 20)]);
  expect(sample.servers.map(({ id, rootPid }) => [id, rootPid])).toEqual([
    ["shop", 10],
    ["shop-2", 20],
  ]);
});

test("a fork of the manager with its title is no second manager", () => {
  const sample = sampleOf([
    ...hyperf("shop."),
    { pid: 15, ppid: 11, line: "shop.Manager" },
    { pid: 16, ppid: 11, line: BOOT },
  ]);
  expect(told(serverOf(sample, 10)).slice(-2)).toEqual(["15 ? - untold", "16 ? - untold"]);
});

test("what a worker or a user process forks is a child, whatever its title", () => {
  const sample = sampleOf([
    ...hyperf("shop."),
    { pid: 15, ppid: 14, line: "shop.crontab-dispatcher.0" },
    { pid: 16, ppid: 15, line: "import of everything" },
    { pid: 17, ppid: 12, line: "shop.Worker.0" },
  ]);
  expect(told(serverOf(sample, 10)).filter((line) => line.includes("child"))).toEqual([
    "17 child - kernel of Worker.0",
    "15 child - kernel of crontab-dispatcher.0",
    "16 child - kernel of crontab-dispatcher.0",
  ]);
  expect(processOf(sample, 16)?.name).toBe("crontab-dispatcher");
  expect(processOf(sample, 17)?.name).toBeNull();
});

test("what a worker executes is none of the server's", () => {
  const sample = sampleOf([
    ...hyperf("shop."),
    { pid: 15, ppid: 12, line: ["php", "artisan", "import"] },
    { pid: 16, ppid: 12, comm: "ffmpeg", line: ["ffmpeg", "-i", "a"] },
  ]);
  expect(sample.servers[0]?.processes).toHaveLength(5);
  expect(sample.others.count).toBe(2);
});

test("a server below a worker or a supervisor is one of its own", () => {
  const sample = sampleOf([
    { pid: 5, ppid: 1, line: ["php", "supervisor.php"] },
    ...hyperf("shop.", 10, 5),
    ...hyperf("admin.", 20, 12),
  ]);
  expect(sample.servers.map(({ id, processes }) => [id, processes.length])).toEqual([
    ["shop", 5],
    ["admin", 5],
  ]);
  expect(sample.others.count).toBe(1);
});

test("a master without a worker, when the kernel shows Swoole's masks", () => {
  expect(
    sampleOf([{ pid: 10, ppid: 1, line: "shop.Master", signals: MASKS.master }]).servers[0],
  ).toMatchObject({ id: "shop", mode: "process" });
  expect(
    sampleOf([{ pid: 10, ppid: 1, line: "shop.Master", signals: MASKS.plain }]).servers,
  ).toEqual([]);
});

test("a manager that has no title yet is found by its place, and PID 1 only by its masks", () => {
  const workers: readonly Spec[] = [
    { pid: 12, ppid: 11, line: "shop.Worker.0" },
    { pid: 13, ppid: 11, line: "shop.Worker.1" },
  ];
  const booting = sampleOf([{ pid: 11, ppid: 1, line: BOOT }, ...workers]);
  expect(told(serverOf(booting, 11))[0]).toBe("11 manager Manager kernel");
  const adopted = workers.map((spec) => ({ ...spec, ppid: 1 }));
  const init = (signals: typeof MASKS.plain) =>
    sampleOf([{ pid: 1, ppid: 0, line: BOOT, signals }, ...adopted]);
  expect(told(init(MASKS.manager).servers[0])[0]).toBe("1 manager Manager kernel");
  const foreign = init(MASKS.plain);
  expect(serverOf(foreign, 1)).toBeUndefined();
});

const STRANGERS: readonly (readonly [string, readonly Spec[]])[] = [
  ["a lone worker's title", [{ pid: 10, ppid: 1, line: "foo.Worker.0" }]],
  [
    "a lone title below a shell",
    [
      { pid: 9, ppid: 1, comm: "bash", line: ["bash"] },
      { pid: 10, ppid: 9, line: "foo.Worker.0" },
    ],
  ],
  [
    "an editor with such a file",
    [
      { pid: 10, ppid: 1, comm: "vim", line: ["vim", "x.Worker.0"] },
      { pid: 11, ppid: 10, comm: "vim", line: ["vim", "x.Worker.0"] },
    ],
  ],
  [
    "titles of two apps",
    [
      { pid: 10, ppid: 1, line: "a.Worker.0" },
      { pid: 11, ppid: 1, line: "b.Worker.0" },
    ],
  ],
  [
    "numbered names without a worker",
    [
      { pid: 10, ppid: 1, line: "a.foo.0" },
      { pid: 11, ppid: 1, line: "a.bar.0" },
    ],
  ],
  [
    "another executable below a master's title",
    [
      { pid: 10, ppid: 1, line: "a.Master" },
      { pid: 11, ppid: 10, comm: "python3", line: "a.Manager" },
    ],
  ],
  [
    "php-fpm",
    [
      { pid: 10, ppid: 1, comm: "php-fpm8.2", line: "php-fpm: master process (/etc/php-fpm.conf)" },
      { pid: 11, ppid: 10, comm: "php-fpm8.2", line: "php-fpm: pool www" },
    ],
  ],
  [
    "PostgreSQL and its like",
    [
      { pid: 10, ppid: 1, comm: "postgres", line: "pg-master" },
      { pid: 11, ppid: 10, comm: "postgres", line: "postgres: checkpointer" },
    ],
  ],
  [
    "zombies",
    [
      { pid: 10, ppid: 1, line: [], state: "Z" },
      { pid: 11, ppid: 10, line: [], state: "Z" },
    ],
  ],
  [
    "a title beyond all measure",
    [
      { pid: 10, ppid: 1, line: `${"a".repeat(600)}.Master` },
      { pid: 11, ppid: 10, line: `${"a".repeat(600)}.Manager` },
    ],
  ],
];

test.each(STRANGERS)("no server: %s", (_, specs) => {
  expect(sampleOf(specs).servers).toEqual([]);
});

test("a circle of parents ends", () => {
  const sample = sampleOf([
    { pid: 10, ppid: 11, line: "a.Manager" },
    { pid: 11, ppid: 10, line: "a.Worker.0" },
    { pid: 12, ppid: 12, line: "a.Worker.1" },
  ]);
  expect(sample.servers.length + (sample.others.count ?? 0)).toBeGreaterThan(0);
});

test("an app that is hostile text gives an id that can be printed", () => {
  const sample = sampleOf(hyperf("\u001b[31mevil\u0007."));
  expect(sample.servers[0]?.id).toBe("evil");
  expect(sample.servers[0]?.app).toBe("\u001b[31mevil\u0007");
});

test("others are counted in one sum, zombies and kernel threads are not", () => {
  const sample = sampleOf([
    ...hyperf("shop."),
    { pid: 30, ppid: 1, comm: "redis", line: ["redis-server"] },
    { pid: 31, ppid: 1, comm: "nginx", line: ["nginx"] },
    { pid: 32, ppid: 2, comm: "kworker", line: [], rssBytes: null },
    { pid: 33, ppid: 11, line: [], state: "Z" },
  ]);
  expect(sample.others).toEqual({ count: 2, rssBytes: 40_000_000 });
});

test("one title of a worker with a worker's masks is an orphan", () => {
  const server = sampleOf([{ pid: 10, ppid: 1, line: "foo.Worker.0", signals: MASKS.worker }])
    .servers[0];
  expect(server).toMatchObject({ id: "foo", rootPid: null, mode: null, framework: "hyperf" });
  expect(told(server)).toEqual(["10 worker Worker.0 orphan"]);
});

test("masks of musl, whose SIGRTMIN is 35, are a worker's, too", () => {
  const signals = masks("0000000408005a01", "0000000000001000", "0000000004004a07");
  expect(told(sampleOf([{ pid: 10, ppid: 1, line: "foo.Worker.0", signals }]).servers[0])).toEqual([
    "10 worker Worker.0 orphan",
  ]);
});
