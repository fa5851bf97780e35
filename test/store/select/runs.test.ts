import { describe, expect, test } from "vitest";
import type { LogLine } from "../../../src/domain/log.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { bytes, epochMs } from "../../../src/domain/units.ts";
import { factsOf } from "../../../src/store/select/facts.ts";
import { allRows } from "../../../src/store/select/list.ts";
import type { ListScreen, State } from "../../../src/store/state.ts";
import { observed } from "../../../src/store/transitions.ts";
import { aSample, aServer, beginning, seen, START } from "../build.ts";
import { aProject, aTask, declaring } from "../declared.ts";

const clock = (second: number): string =>
  new Date(START + second * 1000).toISOString().replace("T", " ").replace("Z", "");

const line = (second: number, text: string, facts: Partial<LogLine> = {}): LogLine => ({
  at: epochMs(START + second * 1000),
  clock: "reading",
  source: "file:/srv/app/runtime/hyperf.log",
  text: untrustedText(`[${clock(second)}] ${text}`),
  cutBytes: 0,
  cut: null,
  writer: null,
  ...facts,
});

const ran = (second: number, facts: Partial<LogLine> = {}): LogLine =>
  line(
    second,
    `[INFO] Crontab task [sync] executed successfully at ${clock(second).slice(0, 19)}.`,
    facts,
  );

/** A second after each line a sample that makes it whole. */
const telling = (project: ReturnType<typeof aProject>, ...lines: readonly LogLine[]): State =>
  lines.reduce(
    (state, each) =>
      seen(
        observed(state, { type: "log", lines: [each] }, each.at),
        aSample((each.at - START) / 1000 + 1, [aServer([])]),
      ),
    declaring(seen(beginning(), aSample(0, [aServer([])])), project),
  );

const project = aProject([aTask("sync", "* * * * *"), aTask("mail", "*/5 * * * *")]);
const LIST: ListScreen = {
  view: "crontab",
  selected: null,
  filter: null,
  isOpened: false,
  showsAll: false,
};
const rowsOf = ({ known }: State) =>
  allRows(known, LIST).flatMap((row) => (row.type === "task" ? [row.task.runs] : []));

describe("the rows of the crontab", () => {
  test("have no runs as long as no line of crontab came", () => {
    expect(rowsOf(telling(project))).toEqual([null, null]);
    expect(rowsOf(telling(project, line(1, "[ERROR] redis is gone")))).toEqual([null, null]);
  });

  test("have the last run, with the error records beside it, and what was missed", () => {
    const minutes = [0, 60, 180, 240, 300].map((second) => ran(second + 0.2));
    const error = line(300.1, "[ERROR] upstream said 503");
    const [sync, mail] = rowsOf(
      telling(project, ...minutes.slice(0, 4), error, ...minutes.slice(4)),
    );
    expect(sync).toMatchObject({
      ok: 5,
      last: { result: { kind: "ok", errors: 1 } },
      ticks: { answered: 4, missed: 1, open: 0 },
    });
    expect(mail).toMatchObject({ ok: 0, last: null, ticks: { answered: 0, missed: 0 } });
  });

  test("say nothing of the time before lines were lost", () => {
    const minutes = [0, 60, 180, 240, 300, 360].map((second) => ran(second + 0.2));
    const [first, second, ...rest] = minutes;
    if (first === undefined || second === undefined) throw new Error("lines are missing");
    const lost = ran(150, { lostBytes: bytes(4096) });
    const [sync] = rowsOf(telling(project, first, second, lost, ...rest));
    expect(sync?.ticks).toMatchObject({ missed: 0, open: 0 });
  });
});

const factOf = (state: State) => factsOf(state.known, epochMs(START)).logs;

describe("what rules may know of logs", () => {
  test("is nothing as long as no line came", () => {
    expect(factOf(beginning())).toMatchObject({ known: false });
    expect(factOf(telling(project))).toEqual({
      known: false,
      why: "no log of the target was read",
    });
  });

  test("is how many records name their process, the runs, and locks that failed", () => {
    const fact = factOf(telling(project, ran(0.2), ran(60.2)));
    if (!fact.known) throw new Error(fact.why);
    expect(fact.value.attributed).toEqual({ named: 0, of: 2 });
    expect(fact.value.blocked).toEqual([]);
    expect(fact.value.runs?.byTask.get("sync")).toMatchObject({ ok: 2 });
  });
});
