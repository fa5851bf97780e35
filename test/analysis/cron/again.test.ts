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
