import { expect, test } from "vitest";
import { tickedAgain } from "../../../src/analysis/cron/again.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { NOW, projectOf, taskOf } from "../audit/build.ts";

test("a recorded project has the ticks of a later time; what has none stays without", () => {
  const off = taskOf({ name: "off", enable: false, next: [] });
  const project = projectOf({ crontab: { tasks: [taskOf(), off] } });
  const day = epochMs(NOW + 86_400_000);
  const [task, none] = tickedAgain(project, day, 2).crontab.tasks;
  expect(task?.next).toEqual([NOW + 310_000 + 86_400_000, NOW + 3_910_000 + 86_400_000]);
  expect(none?.next).toEqual([]);
});

test("a zone of its own moves no tick before hyperf/crontab 3.1.5, and an unknown default gives none", () => {
  const nightly = taskOf({ rule: "0 3 * * *", timezone: "Asia/Shanghai" });
  const next = (version: string, timezone: string | null, task = nightly) =>
    tickedAgain(
      projectOf({ versions: { "hyperf/crontab": version }, crontab: { timezone, tasks: [task] } }),
      NOW,
      1,
    ).crontab.tasks[0]?.next.map((tick) => new Date(tick).toISOString());
  expect(next("3.1.71", "UTC")).toEqual(["2026-11-26T19:00:00.000Z"]);
  expect(next("3.1.4", "UTC")).toEqual(["2026-11-27T03:00:00.000Z"]);
  expect(next("3.1.71", null, taskOf({ rule: "0 3 * * *" }))).toEqual([]);
});
