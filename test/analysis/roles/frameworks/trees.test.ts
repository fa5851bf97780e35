// Whole servers with the titles of each framework.
import { expect, test } from "vitest";
import { sampleOf, serverOf, told, type Spec } from "../readings.ts";

const PHP = ["php", "bin/start.php"];

/** Master 1, manager 2, the rest below it. */
const tree = (...lines: readonly (string | readonly string[])[]): readonly Spec[] =>
  lines.map((line, index) => ({
    pid: 11 + index,
    ppid: index === 0 ? 1 : index === 1 ? 11 : 12,
    line,
  }));

test("Laravel Octane numbers nothing", () => {
  const server = serverOf(
    sampleOf(
      tree(
        "swoole_http_server: master process for Shop",
        "swoole_http_server: manager process for Shop",
        "swoole_http_server: task worker process for Shop",
        "swoole_http_server: worker process for Shop",
        "swoole_http_server: worker process for Shop",
      ),
    ),
    11,
  );
  expect(server).toMatchObject({ id: "Shop", framework: "octane", mode: "process" });
  expect(told(server)).toEqual([
    "11 master Master",
    "12 manager Manager",
    "13 task-worker -",
    "14 worker -",
    "15 worker -",
  ]);
});

test("laravel-s", () => {
  const server = serverOf(
    sampleOf(
      tree(
        "api laravels: master process",
        "api laravels: manager process",
        "api laravels: task worker process 2",
        "api laravels: worker process 0",
        "api laravels: timer process",
      ),
    ),
    11,
  );
  expect(server).toMatchObject({ app: "api", framework: "laravel-s", mode: "process" });
  expect(told(server).slice(2)).toEqual([
    "13 task-worker TaskWorker.2",
    "14 worker Worker.0",
    "15 user-process timer",
  ]);
});

test("EasySwoole: the run mode is no part of the app", () => {
  const server = serverOf(
    sampleOf(
      tree(
        "Shop",
        "Shop.Manager",
        "Shop.produce.Worker.0",
        "Shop.produce.Worker.1",
        "Shop.produce.CrontabScheduler",
      ),
    ),
    11,
  );
  expect(server).toMatchObject({
    app: "Shop",
    framework: "easyswoole",
    mode: "process",
    rootPid: 11,
  });
  expect(told(server)).toEqual([
    "11 master Master",
    "12 manager Manager",
    "13 worker Worker.0",
    "14 worker Worker.1",
    "15 user-process CrontabScheduler",
  ]);
});

// easy-swoole/easyswoole#353: EasySwoole 3.3 on Swoole 4.4. Its TaskWorkers are user processes of its task component.
test("EasySwoole 3.3: a manager without a title, task workers that are none", () => {
  const specs: readonly Spec[] = [
    { pid: 187, ppid: 1, line: "EasySwoole" },
    { pid: 192, ppid: 187, line: ["php", "easyswoole", "start"] },
    ...Array.from({ length: 8 }, (_, id): Spec => ({
      pid: 193 + id,
      ppid: 192,
      line: `EasySwoole.Worker.${id}`,
    })),
    ...Array.from({ length: 4 }, (_, id): Spec => ({
      pid: 201 + id,
      ppid: 192,
      line: "EasySwoole.TaskWorker",
    })),
  ];
  const server = serverOf(sampleOf(specs), 187);
  expect(server).toMatchObject({ app: "EasySwoole", framework: "easyswoole", mode: "process" });
  expect(told(server)).toEqual([
    "187 master Master",
    "192 manager Manager kernel",
    ...Array.from({ length: 8 }, (_, id) => `${193 + id} worker Worker.${id}`),
    ...Array.from({ length: 4 }, (_, id) => `${201 + id} user-process -`),
  ]);
  expect(server?.processes.at(-1)?.name).toBe("TaskWorker");
});

test("imi", () => {
  const server = serverOf(
    sampleOf(
      tree(
        "imi:master:App",
        "imi:manager:App",
        "imi:taskWorker-2:App",
        "imi:worker-0:App",
        "imi:process-CronProcess:App",
      ),
    ),
    11,
  );
  expect(server).toMatchObject({ app: "App", framework: "imi", mode: "process" });
  expect(told(server).slice(2)).toEqual([
    "13 task-worker TaskWorker.2",
    "14 worker Worker.0",
    "15 user-process CronProcess",
  ]);
});

test.each([["mezzio"], ["my-task"]])("mezzio-swoole gives its manager no title (%s)", (app) => {
  const server = serverOf(
    sampleOf(tree(`${app}-master`, PHP, `${app}-task-worker-2`, `${app}-worker-0`)),
    11,
  );
  expect(server).toMatchObject({ app, framework: "mezzio-swoole", mode: "process" });
  expect(told(server)).toEqual([
    "11 master Master",
    "12 manager Manager kernel",
    "13 task-worker TaskWorker.2",
    "14 worker Worker.0",
  ]);
});

test("mezzio-swoole in BASE mode", () => {
  const [, ...below] = tree("", PHP, "mezzio-worker-0", "mezzio-worker-1");
  const server = serverOf(sampleOf(below), 12);
  expect(server).toMatchObject({ app: "mezzio", mode: "base", rootPid: 12 });
});

test("think-swoole has no master", () => {
  const [, ...below] = tree(
    "",
    "swoole: manager process for tp",
    "swoole: http server #0 process for tp",
    "swoole: queue [mail] process for tp",
  );
  const server = serverOf(sampleOf(below), 12);
  expect(server).toMatchObject({ app: "tp", framework: "think-swoole", mode: "base" });
  expect(told(server)).toEqual([
    "12 manager Manager",
    "13 worker Worker.0",
    "14 user-process queue [mail]",
  ]);
});

test("swoft", () => {
  const server = serverOf(
    sampleOf(
      tree(
        "swoft-http master process (bin/swoft)",
        "swoft-http manager process (bin/swoft)",
        "swoft-http worker process (bin/swoft)",
      ),
    ),
    11,
  );
  expect(server).toMatchObject({ id: "swoole", app: null, framework: "swoft", mode: "process" });
  expect(told(server)).toEqual(["11 master Master", "12 manager Manager", "13 worker -"]);
});
