import { processImmortalLeak } from "../../../../src/analysis/audit/rules/process.immortal-leak.ts";
import { known, unknown, type Facts, type RunningSlot } from "../../../../src/domain/facts.ts";
import { MIB } from "../../../../src/domain/units.ts";
import { declarationsOf, factsOf, ruleTable, runningOf } from "../build.ts";

const grown = (
  growthBytes: number | null,
  change: Partial<RunningSlot> = {},
  windowMs = 1_800_000,
): Facts =>
  factsOf({
    processes: known(
      {
        ...runningOf({
          slots: [
            {
              slot: "poller.0",
              role: "user-process",
              name: "poller",
              pid: 81,
              ageMs: 7_200_000,
              starts: 0,
              bytes: 90 * MIB,
              growthBytes,
              bytesPerMinute: 1,
              sockets: null,
              orphan: false,
              ...change,
            },
          ],
        }),
        windowMs,
      },
      "processes",
    ),
  });

ruleTable(processImmortalLeak, [
  {
    title: "a user process that grew by 32 MiB in half an hour fails",
    facts: grown(32 * MIB),
    says: [["fail", "poller.0", "warning"]],
    words: ["pid 81", "32 MiB in 30 min", "memory_get_usage(true)"],
  },
  { title: "growth of 2 MiB is no growth", facts: grown(2 * MIB), says: [["pass", "poller.0"]] },
  {
    title: "growth of a hundredth of what it holds is no growth",
    facts: grown(32 * MIB, { bytes: 4000 * MIB }),
    says: [["pass", "poller.0"]],
  },
  {
    title: "a short look is unknown",
    facts: grown(32 * MIB, {}, 60_000),
    says: [["unknown", "poller.0"]],
    words: ["10 minutes"],
  },
  { title: "unmeasured memory is unknown", facts: grown(null), says: [["unknown", "poller.0"]] },
  {
    title: "the crontab dispatcher is another rule's",
    facts: grown(32 * MIB, { name: "crontab-dispatcher" }),
    says: [],
  },
  { title: "workers are replaced", facts: grown(32 * MIB, { role: "worker" }), says: [] },
  {
    title: "of the files of a project with processes of its own nothing is told",
    facts: factsOf({
      processes: unknown("nothing running was looked at"),
      declarations: known(
        declarationsOf({
          processes: [
            {
              by: "attribute",
              place: { file: "app/Process/Poller.php", line: 9 },
              className: "App\\Process\\Poller",
              parent: null,
              name: "poller",
              nums: 1,
            },
          ],
        }),
        "project files",
      ),
    }),
    says: [["unknown", null]],
    words: ["nothing running was looked at"],
  },
  {
    title: "of files with the dispatcher alone nobody asks",
    facts: factsOf({ processes: unknown("nothing running was looked at") }),
    says: [],
  },
]);
