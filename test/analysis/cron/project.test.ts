import { describe, expect, test } from "vitest";
import { describeProject } from "../../../src/analysis/cron/project.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { declarationsOf } from "../audit/build.ts";
import { described, STRATEGY, withVersion } from "./described.ts";

test("a clean project is told as it is declared", () => {
  expect(described()).toEqual({
    root: "/srv/app",
    framework: "hyperf",
    versions: { php: null, swoole: null, hyperf: "3.1.71", "hyperf/crontab": "3.1.71" },
    server: {
      type: "async",
      mode: "process",
      workerNum: 4,
      taskWorkerNum: 2,
      maxRequest: 20_000,
      taskEnableCoroutine: true,
    },
    crontab: {
      enable: true,
      dispatchers: 1,
      strategy: "task-worker",
      strategyClass: `${STRATEGY}TaskWorkerStrategy`,
      timezone: "UTC",
      tasks: [
        {
          name: "hourly-digest",
          rule: "17 5 * * * *",
          valid: true,
          oddities: [],
          type: "callback",
          callback: "App\\Crontab\\Tasks::report",
          singleton: true,
          onOneServer: true,
          mutexPool: "default",
          mutexExpires: 120,
          enable: true,
          timezone: null,
          environments: [],
          runsIn: "task-worker",
          declared: { file: "config/autoload/crontab.php", line: 14, by: "config" },
          overriddenBy: null,
          next: [
            Date.UTC(2026, 10, 25, 23, 5, 17),
            Date.UTC(2026, 10, 26, 0, 5, 17),
            Date.UTC(2026, 10, 26, 1, 5, 17),
          ],
        },
      ],
    },
    unresolved: [],
    unreadable: [],
    parseErrors: [],
  });
});

test("of a project without Hyperf nothing is said of crontab", () => {
  const project = described({ framework: null });
  expect(project.crontab).toEqual({
    enable: null,
    dispatchers: null,
    strategy: null,
    strategyClass: null,
    timezone: null,
    tasks: [],
  });
  expect(project.server).toMatchObject({ type: null, mode: null });
});

describe("versions", () => {
  test("without a lock file none is known", () => {
    expect(described({ packages: null }).versions).toEqual({
      php: null,
      swoole: null,
      hyperf: null,
      "hyperf/crontab": null,
    });
  });
  test("what a target says of PHP and Swoole stands beside the lock file's", () => {
    const versions = { php: "8.2.36", swoole: "5.1.8" };
    const view = { at: epochMs(0), next: 1, defaultZone: "UTC", versions };
    expect(describeProject(declarationsOf(withVersion("3.1.71")), view).versions).toEqual({
      ...versions,
      hyperf: "3.1.71",
      "hyperf/crontab": "3.1.71",
    });
  });
  test("all components in one package have its version", () => {
    expect(
      described({ packages: { "hyperf/hyperf": { version: "2.2.33", isDev: false } } }).versions,
    ).toMatchObject({ hyperf: "2.2.33", "hyperf/crontab": "2.2.33" });
  });
});
