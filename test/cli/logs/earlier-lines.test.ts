import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { systemClock } from "../../../src/cli/clock.ts";
import { EarlierAsked, type EarlierLines } from "../../../src/cli/logs/earlier-asked.ts";
import { readEarlierLines } from "../../../src/cli/logs/earlier-lines.ts";
import { withLogs } from "../../../src/cli/logs/follow.ts";
import type { Observation } from "../../../src/domain/observation.ts";
import type { TailedFiles } from "../../../src/domain/ports/source.ts";
import { LogBook, NO_ACCOUNT_OPTIONS } from "../../../src/store/logs/book.ts";
import type { State } from "../../../src/store/state.ts";
import { createMonitorStore, monitorActions } from "../../../src/store/store.ts";
import { answerText } from "../../../src/words/answers.ts";
import { SHELLS } from "../../collector/shells.ts";
import { until } from "../../fixtures/until.ts";
import { beginning } from "../../store/build.ts";
import { aLine } from "../../store/logs/build.ts";
import { folder, shellFiles, type Endings } from "./tailing.ts";

const endings: Endings = [];
afterEach(() => {
  for (const end of endings.splice(0).toReversed()) end();
});

describe.each(SHELLS.slice(0, 1))("logs that are followed through $name", ({ command }) => {
  test("tell what stands before to who asks, once, between two rounds", async () => {
    const path = join(folder(endings), "a.log");
    const texts = Array.from({ length: 200 }, (_, index) => `line ${index} ${"x".repeat(80)}`);
    writeFileSync(path, `${texts.join("\n")}\n`);
    const files = await shellFiles(command, endings);
    const { told, earlier } = following(files, path);
    await until(() => told.length > 0, "a line");
    const { lines, ...figures } = (await earlier.ask()) ?? missing();
    expect([...lines.map(({ text }) => text), ...told]).toEqual(texts);
    expect(lines[0]).toMatchObject({ clock: "backlog", source: `file:${path}`, writer: null });
    expect(figures).toEqual({ sources: 1, leftBytes: 0 });
    expect(await earlier.ask()).toEqual({ lines: [], sources: 0, leftBytes: 0 });
  });

  test("answer nothing where there are no files, and once the look is over", async () => {
    const { earlier } = following(null, "/x.log");
    expect(await earlier.ask()).toBeNull();
    const path = join(folder(endings), "a.log");
    writeFileSync(path, "one\n");
    const { told, earlier: ofFile, end } = following(await shellFiles(command, endings), path);
    await until(() => told.length > 0, "a line");
    end();
    await until(async () => (await ofFile.ask()) === null, "an end");
  });
});

const missing = (): never => {
  throw new Error("nobody answered");
};

/** No observation, until the signal. */
async function* endless(signal: AbortSignal): AsyncGenerator<Observation> {
  const end = Promise.withResolvers<readonly Observation[]>();
  signal.addEventListener("abort", () => end.resolve([]), { once: true });
  yield* await end.promise;
}

/** Follows one file, without samples. */
function following(files: TailedFiles | null, path: string) {
  const life = new AbortController();
  endings.push(() => life.abort());
  const earlier = new EarlierAsked();
  const told: string[] = [];
  const nothing = endless(life.signal);
  const target = { scheme: "local", uri: "local:", address: [] };
  const options = { files: [path], commands: [], backlogBytes: 1024, since: null };
  const all = withLogs(
    nothing,
    { files, target, options, clock: systemClock, container: null, earlier },
    life.signal,
  );
  void (async () => {
    for await (const observation of all)
      if (observation.type === "log") told.push(...observation.lines.map(({ text }) => text));
  })();
  return { told, earlier, end: () => life.abort() };
}

const small = (lines: number): State => {
  const state = beginning();
  const book = new LogBook(NO_ACCOUNT_OPTIONS, { mostLines: lines, mostBytes: 1e6 });
  return { ...state, known: { ...state.known, logs: { ...state.known.logs, book } } };
};

async function asked(
  answer: EarlierLines | null,
  { state = beginning(), isLive = true }: { state?: State; isLive?: boolean } = {},
) {
  const store = createMonitorStore(state);
  const said: string[] = [];
  store.subscribe(({ program }) => {
    if (program.answer !== null) said.push(answerText(program.answer));
  });
  const earlierLogs = () => Promise.resolve(answer);
  await readEarlierLines({
    store,
    actions: monitorActions(store),
    opened: { isLive, earlierLogs },
  });
  return { said, records: store.getState().known.logs.book.ring.attributed.of };
}

describe("the key that asks for them", () => {
  const line = aLine("[2025-11-24 12:00:00] app.INFO: older [] []", 0, { clock: "backlog" });

  test("is answered at once, and then with what was read", async () => {
    const read = { lines: [line, line], sources: 1, leftBytes: 3 * 1024 * 1024 };
    const { said, records } = await asked(read);
    expect(new Set(said)).toEqual(
      new Set([
        "reading what stands before in the log files",
        "2 older lines of 1 log; 3.0M before them: [ again",
      ]),
    );
    expect(records).toBe(2);
    expect((await asked({ ...read, leftBytes: 0 })).said.at(-1)).toBe("2 older lines of 1 log");
  });

  test("says where there is nothing before", async () => {
    const none = { lines: [], sources: 0, leftBytes: 0 };
    expect((await asked(none)).said.at(-1)).toBe("no log file has lines before these");
    expect((await asked({ ...none, leftBytes: 9 })).said.at(-1)).toBe(
      "the log files cannot be read further back now",
    );
    expect((await asked(null)).said.at(-1)).toBe("no log file of this target can be read now");
    expect((await asked(null, { isLive: false })).said).toEqual([
      "a recording has no more lines before these",
    ]);
  });

  test("says that what a container printed is not read back", async () => {
    const state = beginning();
    const stdout = {
      source: "stdout",
      why: "container",
      pid: null,
      server: null,
      state: "followed",
      bytes: null,
      detail: null,
    } as const;
    const known = { ...state.known, logs: { ...state.known.logs, sources: [stdout] } };
    const { said } = await asked(
      { lines: [], sources: 0, leftBytes: 0 },
      { state: { ...state, known } },
    );
    expect(said.at(-1)).toBe(
      "no log file has lines before these; stdout and the journal are read from here on only",
    );
  });

  test("reads nothing where the pane is full, and says when it became full", async () => {
    const read = { lines: [line, line, line], sources: 1, leftBytes: 1 };
    const state = small(2);
    const first = await asked(read, { state });
    expect(first.said.at(-1)).toBe("older lines of 1 log, as far as the log pane has room");
    expect(first.records).toBe(2);
    expect((await asked(read, { state })).said).toEqual([
      "the log pane is full: nothing older has room in it",
    ]);
  });
});
