import { expect, test } from "vitest";
import { rankedOf, verdictsOf } from "../../../src/store/select/audit.ts";
import type { State } from "../../../src/store/state.ts";
import { aProcess, aSample, aServer, beginning, seen } from "../build.ts";
import { aProject, aTask, declaring } from "../declared.ts";

const dispatcher = (minute: number) =>
  aProcess({
    pid: 9,
    slot: "crontab-dispatcher.0",
    role: "user-process",
    name: "crontab-dispatcher",
    mib: 40 + minute * 0.15,
  });

/** Halfway through the incident: the dispatcher runs a task that no lock holds, and grows a little. */
const halfway = (...minutes: readonly number[]): State => {
  const task = aTask("a", "*/5 * * * *", { runsIn: "user-process" });
  const project = aProject([task], { strategy: "coroutine" });
  return seen(
    declaring(beginning(), project),
    ...minutes.map((minute) => aSample(minute * 60 + 1, [aServer([dispatcher(minute)])])),
  );
};

const failing = (verdicts: ReturnType<typeof rankedOf>): readonly string[] =>
  verdicts.filter(({ kind }) => kind === "fail").map(({ code, severity }) => `${severity} ${code}`);

const infos = (verdicts: ReturnType<typeof rankedOf>) =>
  failing(verdicts).filter((each) => each.startsWith("info"));

test("of one severity what is really happening stands first", () => {
  const { known } = halfway(...Array.from({ length: 16 }, (_, minute) => minute));
  expect(infos(verdictsOf(known))).toEqual(["info CR-02", "info CR-18"]);
  expect(infos(rankedOf(known))).toEqual(["info CR-18", "info CR-02"]);
});

test("the severity goes before what is happening, and nothing is lost or said twice", () => {
  const { known } = halfway(...Array.from({ length: 16 }, (_, minute) => minute));
  const severities = failing(rankedOf(known)).map((each) => each.split(" ")[0]);
  expect(severities).toEqual(
    ["error", "warning", "info"].flatMap((severity) =>
      severities.filter((each) => each === severity),
    ),
  );
  expect(new Set(rankedOf(known))).toEqual(new Set(verdictsOf(known)));
  expect(rankedOf(known)).toHaveLength(verdictsOf(known).length);
});

test("with nothing running the order is that of the report", () => {
  const { known } = halfway();
  expect(rankedOf(known)).toEqual(verdictsOf(known));
  expect(failing(rankedOf(known)).length).toBeGreaterThan(0);
});
