import { expect, test } from "vitest";
import { verdictsOf } from "../../../src/store/select/audit.ts";
import type { State } from "../../../src/store/state.ts";
import { aProcess, aSample, aServer, beginning, seen } from "../build.ts";
import { aProject, aTask, declaring } from "../declared.ts";

/** A dispatcher that is not new, seen for a quarter of an hour. */
const watched = (mibPerMinute: number): State => {
  const project = aProject(
    [aTask("a", "*/5 * * * *", { singleton: true, onOneServer: true, runsIn: "user-process" })],
    { strategy: "coroutine" },
  );
  const samples = Array.from({ length: 16 }, (_, minute) =>
    aSample(minute * 60 + 1, [
      aServer([
        aProcess({
          pid: 9,
          slot: "crontab-dispatcher.0",
          role: "user-process",
          name: "crontab-dispatcher",
          mib: 40 + minute * mibPerMinute,
        }),
      ]),
    ]),
  );
  return seen(declaring(beginning(), project), ...samples);
};

const failing = (state: State): readonly string[] =>
  verdictsOf(state.known)
    .filter(({ kind }) => kind === "fail")
    .map(({ code, severity }) => `${code} ${severity}`);

test("what really grows moves a finding up", () => {
  expect(failing(watched(0))).toContain("CR-18 info");
  const growing = failing(watched(2));
  expect(growing).toContain("CR-18 warning");
  const first = growing.findIndex((each) => each.endsWith("info"));
  expect(growing.slice(first === -1 ? growing.length : first)).not.toContain("CR-18 warning");
});
