import { describe, expect, test, vi } from "vitest";
import type { LogLine } from "../../../src/domain/log.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { bytes, epochMs } from "../../../src/domain/units.ts";
import { ofRing } from "../../../src/store/logs/of-runs.ts";
import { LogRing } from "../../../src/store/logs/ring.ts";
import { factsOf } from "../../../src/store/select/facts.ts";
import { allRows } from "../../../src/store/select/list.ts";
import type { ListScreen, State } from "../../../src/store/state.ts";
import { observed } from "../../../src/store/transitions.ts";
import { aSample, aServer, beginning, seen, START } from "../build.ts";
import { aProject, aTask, declaring } from "../declared.ts";
import { aLine, aRecord } from "../logs/build.ts";

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

test("each thing in the ring is looked at once, however often the runs are asked for", () => {
  const errors = Array.from({ length: 40 }, (_, index) =>
    line(1 + index / 100, "[ERROR] upstream said 503"),
  );
  let state = telling(project, ran(0.2), ...errors.slice(0, 20), ran(60.2));
  const { ring } = state.known.logs.book;
  const looks = vi.spyOn(ring, "record");
  expect(rowsOf(state)[0]).toMatchObject({ ok: 2 });
  expect(looks).toHaveBeenCalledTimes(20);
  looks.mockClear();
  for (const minute of [2, 3, 4]) {
    const next = [line(60 * minute - 1, "[ERROR] redis is gone"), ran(60 * minute + 0.2)];
    state = [...next, ...errors.slice(20 + minute, 21 + minute)].reduce(
      (now, each) =>
        seen(
          observed(now, { type: "log", lines: [each] }, each.at),
          aSample(60 * minute + 1, [aServer([])]),
        ),
      state,
    );
    state = seen(state, aSample(60 * minute + 2, [aServer([])]));
    expect(rowsOf(state)[0]).toMatchObject({ ok: minute + 1 });
    expect(looks).toHaveBeenCalledTimes(2 * (minute - 1));
  }
});

const anError = (second: number, message = "no", facts: Parameters<typeof aRecord>[1] = {}) =>
  aRecord(message, { level: "error", at: epochMs(START + second * 1000), ...facts });

const secondAt = (second: number) => epochMs(START + second * 1000);

const filled = (ring: LogRing, ...records: readonly ReturnType<typeof aRecord>[]): LogRing => {
  for (const record of records) ring.addRecord(record);
  ring.settle();
  return ring;
};

describe("what of a ring the runs are judged by", () => {
  test("are the application's errors between two times, both counted, in whatever order they came", () => {
    const ring = filled(new LogRing(), ...[3, 1, 2, 2, 9].map((second) => anError(second)));
    const { errors } = ofRing(ring);
    expect([
      errors(secondAt(1), secondAt(3)),
      errors(secondAt(2), secondAt(2)),
      errors(secondAt(4), secondAt(8)),
    ]).toEqual([4, 2, 0]);
    filled(ring, anError(5));
    ring.addEarlier([{ type: "record", record: anError(0) }]);
    expect([errors(secondAt(0), secondAt(3)), errors(secondAt(4), secondAt(8))]).toEqual([5, 1]);
  });

  test("are no warnings, nothing of Swoole or crontab itself, and nothing without a time", () => {
    const ring = filled(
      new LogRing(),
      anError(1, "no", { level: "warning" }),
      anError(1, "no", { format: "swoole" }),
      anError(1, "Crontab task [a] failed execution at 2026-11-23 05:56:00."),
      anError(1, "no", { at: null, seenAt: null }),
    );
    expect(ofRing(ring).errors(secondAt(-9e5), secondAt(9e5))).toBe(0);
  });

  test("are where lines were lost last", () => {
    const ring = filled(new LogRing(), anError(1));
    expect(ofRing(ring).lostAt()).toBeNull();
    const lost = (second: number) =>
      anError(second, "x", { lines: [aLine("x", second, { lostBytes: bytes(5) })] });
    filled(ring, lost(2), anError(3), lost(4));
    expect(ofRing(ring).lostAt()).toBe(secondAt(4));
  });
});
