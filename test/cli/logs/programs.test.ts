// Programs that print logs, as real processes; journalctl is a stand-in, as a test machine has no journal.
import { chmodSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { systemClock } from "../../../src/cli/clock.ts";
import { Outbox } from "../../../src/cli/logs/outbox.ts";
import { LogPrograms } from "../../../src/cli/logs/programs.ts";
import type { Observation } from "../../../src/domain/observation.ts";
import { stateOf } from "../../collector/shells.ts";
import { until } from "../../fixtures/until.ts";
import { folder, type Endings } from "./tailing.ts";

const endings: Endings = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const end of endings.splice(0).toReversed()) end();
});

function programs() {
  const life = new AbortController();
  endings.push(() => life.abort());
  const outbox = new Outbox(systemClock, life.signal);
  return { outbox, life, programs: new LogPrograms(outbox, systemClock, life.signal) };
}

const linesOf = (observations: readonly Observation[]) =>
  observations.flatMap((each) => (each.type === "log" ? each.lines : []));

const UNIT = { unit: "api.service", isUser: false };

test("lines of a journal have its time and its writer, and one that is cut off is no entry", async () => {
  const where = folder(endings);
  const entries = [
    '{"MESSAGE":"[INFO] up","_PID":"12","__REALTIME_TIMESTAMP":"1795756200123456"}',
    '{"MESSAGE":"two\\nlines","_PID":"13","__REALTIME_TIMESTAMP":"1795756201000000"}',
  ];
  const script = `#!/bin/sh\necho "$@" >"${where}/words"\ncat <<'END'\n${entries.join("\n")}\nEND\nprintf '{"MESSAGE":'`;
  writeFileSync(join(where, "journalctl"), script);
  chmodSync(join(where, "journalctl"), 0o755);
  vi.stubEnv("PATH", `${where}${delimiter}${process.env["PATH"] ?? ""}`);
  const { outbox, programs: running } = programs();
  await running.journal(UNIT, 12, "shop");
  await running.journal(UNIT, 12, "shop");
  expect(linesOf(outbox.take())).toMatchObject([
    { text: "[INFO] up", source: "journal", clock: "source", at: 1_795_756_200_123, writer: 12 },
    { text: "two", writer: 13, at: 1_795_756_201_000 },
    { text: "lines", writer: 13, at: 1_795_756_201_000 },
  ]);
  expect(running.sources()).toEqual([
    {
      source: "journal",
      why: "unit",
      pid: 12,
      server: "shop",
      state: "ended",
      bytes: null,
      detail: "exit 0",
    },
  ]);
});

test("where there is no journalctl that is said", async () => {
  vi.stubEnv("PATH", "/nowhere");
  const { programs: running } = programs();
  await running.journal(UNIT, 12, "shop");
  expect(running.sources()).toMatchObject([{ state: "unreadable", detail: "journalctl" }]);
});

test("a command that floods waits for whoever takes its lines, and ends with the signal", async () => {
  const { outbox, life, programs: running } = programs();
  const done = running.command(`echo $$; exec yes line`);
  await outbox.due();
  const [first] = linesOf(outbox.take());
  const pid = Number(first?.text);
  const most = 100_000;
  for (let taken = 0; taken < most;) {
    await outbox.due();
    const { length } = linesOf(outbox.take());
    expect(length).toBeLessThan(most);
    taken += length;
  }
  expect(stateOf(pid)).not.toBeNull();
  life.abort();
  await done;
  await until(() => stateOf(pid) === null, "its end");
});
