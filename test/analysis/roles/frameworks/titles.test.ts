// What each framework calls its processes; sources stand at the frameworks.
import { expect, test } from "vitest";
import { FRAMEWORKS } from "../../../../src/analysis/roles/frameworks/index.ts";

type Row = readonly [title: string, app: string | null, read: string | null];

const TITLES: Readonly<Record<string, readonly Row[]>> = {
  hyperf: [
    ["skeleton.Master", "skeleton", "master"],
    ["skeleton.Manager", "skeleton", "manager"],
    ["skeleton.Worker.0", "skeleton", "worker 0"],
    ["skeleton.TaskWorker.2", "skeleton", "task-worker 2"],
    ["skeleton.crontab-dispatcher.0", "skeleton", "user-process 0 crontab-dispatcher"],
    ["my.shop.api.Worker.11", "my.shop.api", "worker 11"],
    ["skeleton.queue.default.3", "skeleton", "user-process 3 queue.default"],
    ["Worker.0", null, "worker 0"],
    ["Master", null, "master"],
    ["crontab-dispatcher.0", null, "user-process 0 crontab-dispatcher"],
    ["other.Worker.0", "skeleton", null],
    ["skeleton.Worker.", "skeleton", null],
    ["skeleton.", "skeleton", null],
    ["skeleton", "skeleton", null],
    ["skeleton.worker", "skeleton", null],
  ],
  octane: [
    ["swoole_http_server: master process for Shop", "Shop", "master"],
    ["swoole_http_server: manager process for Shop", "Shop", "manager"],
    ["swoole_http_server: worker process for Shop", "Shop", "worker"],
    ["swoole_http_server: task worker process for Shop", "Shop", "task-worker"],
    ["swoole_http_server: timer process for Shop", "Shop", null],
    ["swoole_http_server: worker process for Shop", "Other", null],
  ],
  "laravel-s": [
    ["api laravels: master process", "api", "master"],
    ["api laravels: manager process", "api", "manager"],
    ["api laravels: worker process 0", "api", "worker 0"],
    ["api laravels: task worker process 2", "api", "task-worker 2"],
    ["api laravels: timer process", "api", "user-process timer"],
    ["laravels: inotify process", null, "user-process inotify"],
    ["api laravels: ", "api", null],
  ],
  easyswoole: [
    ["Shop", "Shop", "master"],
    ["Shop.Manager", "Shop", "manager"],
    ["Shop.produce.Worker.0", "Shop", "worker 0"],
    ["Shop.Worker.7", "Shop", "worker 7"],
    ["Shop.TaskWorker", "Shop", "user-process TaskWorker"],
    ["Shop.produce.TaskWorker", "Shop", "user-process TaskWorker"],
    ["Shop.produce.CrontabScheduler", "Shop", "user-process CrontabScheduler"],
    ["Shop.", "Shop", null],
    ["Shops", "Shop", null],
    ["Shop", null, null],
  ],
  "think-swoole": [
    ["swoole: manager process for shop", "shop", "manager"],
    ["swoole: http server #1 process for shop", "shop", "worker 1"],
    ["swoole: rpc server #0 process for shop", "shop", "worker"],
    ["swoole: queue [mail] process for shop", "shop", "user-process queue [mail]"],
    ["swoole:  process for shop", "shop", null],
  ],
  imi: [
    ["imi:master:App", "App", "master"],
    ["imi:manager:App", "App", "manager"],
    ["imi:worker-0:App", "App", "worker 0"],
    ["imi:taskWorker-2:App", "App", "task-worker 2"],
    ["imi:process-CronProcess:App", "App", "user-process CronProcess"],
    ["imi:process-pool-queue-1:App", "App", "user-process 1 queue"],
    ["imi:worker-0:Other", "App", null],
  ],
  "mezzio-swoole": [
    ["mezzio-master", "mezzio", "master"],
    ["mezzio-worker-0", "mezzio", "worker 0"],
    ["mezzio-task-worker-2", "mezzio", "task-worker 2"],
    ["my-shop-worker-1", "my-shop", "worker 1"],
    ["mezzio-manager", "mezzio", null],
  ],
  swoft: [
    ["swoft-http master process (bin/swoft)", null, "master"],
    ["swoft-http manager process", null, "manager"],
    ["swoft-http worker process", null, "worker"],
    ["swoft task process", null, "task-worker"],
    ["swoft-http cron process", null, null],
  ],
};

const rows = Object.entries(TITLES).flatMap(([id, table]) =>
  table.map((row) => [id, ...row] as const),
);

test("every registered framework has its table", () => {
  expect(Object.keys(TITLES).toSorted()).toEqual(FRAMEWORKS.map(({ id }) => id).toSorted());
});

test.each(rows)("%s: %s of %s is %s", (id, title, app, wanted) => {
  const read = FRAMEWORKS.find((each) => each.id === id)?.read(title, app) ?? null;
  const words = read === null ? [] : [read.role, read.number, read.name];
  expect(read === null ? null : words.filter((word) => word !== null).join(" ")).toBe(wanted);
});

test.each(
  rows.filter(([, , , wanted]) => /^(?:master|manager|(?:task-)?worker)/.test(wanted ?? "")),
)("%s: the app can be learned from %s", (id, title, app) => {
  const apps = FRAMEWORKS.find((each) => each.id === id)?.apps(title);
  // EasySwoole's master is called like its app, which any process could be.
  if (id === "easyswoole" && title === app) expect(apps).toEqual([]);
  else expect(apps).toContain(app);
});

test("a long hostile title costs no time", () => {
  const titles = [
    "a.".repeat(50_000),
    `${"Worker.1".repeat(20_000)}x`,
    `${"-worker-1".repeat(20_000)}x`,
  ];
  for (const { apps, read } of FRAMEWORKS)
    for (const title of titles) {
      expect(apps(title)).toEqual([]);
      expect(read(title, "skeleton")).toBeNull();
    }
});
