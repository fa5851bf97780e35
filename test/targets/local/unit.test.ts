// systemctl and journalctl are stand-ins that print what those of systemd 252 do: a test machine has no systemd.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { livesOfJournal } from "../../../src/targets/local/unit-journal.ts";
import { unitContainer } from "../../../src/targets/local/unit.ts";

const endings: (() => void)[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const end of endings.splice(0)) end();
});

/** Programs of these names that write down their words and print this; null: exit 1. */
function standIns(outputs: Readonly<Record<string, string | null>>): (name: string) => string {
  const where = mkdtempSync(join(tmpdir(), "swtop-unit-"));
  endings.push(() => rmSync(where, { recursive: true, force: true }));
  for (const [name, output] of Object.entries(outputs)) {
    const file = join(where, name);
    const print = output === null ? "exit 1" : `cat <<'END'\n${output}\nEND`;
    writeFileSync(file, `#!/bin/sh\necho "$TZ $*" >"${file}.words"\n${print}\n`);
    chmodSync(file, 0o755);
  }
  vi.stubEnv("PATH", `${where}${delimiter}${process.env["PATH"] ?? ""}`);
  return (name) => readFileSync(join(where, `${name}.words`), "utf8").trim();
}

const SHOWN = `MemoryMax=1610612736
NRestarts=2
ExecMainStartTimestamp=Wed 2026-11-25 09:12:08 UTC
ExecMainExitTimestamp=
ExecMainCode=0
ExecMainStatus=0
Result=success`;

/** @source message ids: systemd's catalog/systemd.catalog.in; fields: src/core/unit.c */
const entry = (time: string, id: string, more: object): string =>
  JSON.stringify({
    __REALTIME_TIMESTAMP: String(Date.parse(time) * 1000),
    MESSAGE_ID: id,
    ...more,
  });
const started = (time: string) =>
  entry(time, "39f53479d3a045ac8e11786248231fbf", { MESSAGE: "Started api.service - Shop." });
const exited = (time: string, EXIT_CODE: string, EXIT_STATUS: string, process = "Main") =>
  entry(time, "98e322203f7a4ed290d09fe03c09fe15", {
    MESSAGE: `api.service: ${process} process exited, code=${EXIT_CODE}, status=${EXIT_STATUS}`,
    EXIT_CODE,
    EXIT_STATUS,
  });
const failed = (time: string, UNIT_RESULT: string) =>
  entry(time, "d9b373ed55a64feb8242e02dbe79a49c", {
    MESSAGE: `api.service: Failed with result '${UNIT_RESULT}'.`,
    UNIT_RESULT,
  });
const succeeded = (time: string) =>
  entry(time, "7ad2d189f7e94e70a38c781354912448", {
    MESSAGE: "api.service: Deactivated successfully.",
  });

const JOURNAL = [
  started("2026-11-21T09:40:00Z"),
  exited("2026-11-23T03:40:00.100Z", "killed", "9"),
  failed("2026-11-23T03:40:00.200Z", "oom-kill"),
  started("2026-11-23T16:12:00Z"),
  exited("2026-11-24T10:00:00Z", "exited", "1", "Control"),
  failed("2026-11-25T09:12:07Z", "oom-kill"),
  started("2026-11-25T09:12:08Z"),
].join("\n");

const at = (time: string) => Date.parse(time);
const UNIT = { unit: "api.service", isUser: false };
const signal = new AbortController().signal;

test("a unit is told as a container is: its limit, its restarts, the lives of its journal", async () => {
  const words = standIns({ systemctl: SHOWN, journalctl: JOURNAL });
  expect(await unitContainer(UNIT, signal)).toEqual({
    engine: "systemd",
    id: "api.service",
    name: "api.service",
    state: "running",
    image: null,
    imageDigest: null,
    imageAt: null,
    limitBytes: 1_610_612_736,
    restartCount: 2,
    logDriver: null,
    lives: [
      {
        startedAt: at("2026-11-21T09:40:00Z"),
        endedAt: at("2026-11-23T03:40:00.100Z"),
        exitCode: 137,
        oomKilled: true,
      },
      {
        startedAt: at("2026-11-23T16:12:00Z"),
        endedAt: at("2026-11-25T09:12:07Z"),
        exitCode: null,
        oomKilled: true,
      },
      { startedAt: at("2026-11-25T09:12:08Z"), endedAt: null, exitCode: null, oomKilled: null },
    ],
    pod: null,
  });
  expect(words("systemctl")).toMatch(
    /^UTC show --property=MemoryMax,NRestarts,\S+ -- api\.service$/,
  );
  expect(words("journalctl")).toContain(" UNIT=api.service _PID=1 MESSAGE_ID=");
});

test("a user's unit is asked of his own systemd", async () => {
  const words = standIns({ systemctl: SHOWN, journalctl: JOURNAL });
  await unitContainer({ unit: "api.service", isUser: true }, signal);
  expect(words("systemctl")).toMatch(/^UTC --user show /);
  expect(words("journalctl")).toContain(" USER_UNIT=api.service _COMM=systemd ");
});

test("without a journal only the life that runs is told", async () => {
  standIns({
    systemctl: SHOWN.replace("1610612736", "infinity").replace("=2", "=[not set]"),
    journalctl: null,
  });
  expect(await unitContainer(UNIT, signal)).toMatchObject({
    limitBytes: null,
    restartCount: null,
    lives: [{ startedAt: at("2026-11-25T09:12:08Z") }],
  });
});

test("a unit that has just ended says how", async () => {
  const ended = SHOWN.replace(
    "ExecMainExitTimestamp=",
    "ExecMainExitTimestamp=Wed 2026-11-25 10:00:00 UTC",
  )
    .replace("ExecMainCode=0", "ExecMainCode=2")
    .replace("ExecMainStatus=0", "ExecMainStatus=9")
    .replace("Result=success", "Result=oom-kill");
  standIns({ systemctl: ended, journalctl: "" });
  expect(await unitContainer(UNIT, signal)).toMatchObject({
    state: "exited",
    lives: [{ endedAt: at("2026-11-25T10:00:00Z"), exitCode: 137, oomKilled: true }],
  });
});

test.each([
  ["it is not there", null],
  ["it prints nothing", ""],
  ["it speaks another language", "ExecMainStartTimestamp=Mi 25.11.2026 09:12"],
  ["it was never started", "ExecMainStartTimestamp=n/a\nMemoryMax=1"],
])("systemd says nothing: %s", async (_, output) => {
  standIns({ systemctl: output, journalctl: JOURNAL });
  expect(await unitContainer(UNIT, signal)).toBeNull();
});

test("ends of other kinds, and entries that are none", () => {
  const journal = [
    "not JSON",
    "[]",
    "{}",
    entry("2026-11-20T00:00:00Z", "1".repeat(32), { UNIT_RESULT: "oom-kill" }),
    started("2026-11-20T01:00:00Z"),
    succeeded("2026-11-20T02:00:00Z"),
    started("2026-11-20T03:00:00Z"),
    exited("2026-11-20T04:00:00Z", "exited", "255"),
    failed("2026-11-20T04:00:01Z", "exit-code"),
    started("2026-11-20T05:00:00Z"),
    exited("2026-11-20T06:00:00Z", "dumped", "11"),
    started("2026-11-20T07:00:00Z"),
  ];
  expect(livesOfJournal(journal.join("\n"))).toMatchObject([
    { exitCode: null, oomKilled: false, endedAt: at("2026-11-20T02:00:00Z") },
    { exitCode: 255, oomKilled: false, endedAt: at("2026-11-20T04:00:00Z") },
    { exitCode: 139, oomKilled: null, endedAt: at("2026-11-20T06:00:00Z") },
  ]);
});
