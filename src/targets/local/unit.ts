// The systemd unit that a server of this machine lives in, told as a container is: by programs of this machine alone.
import type { Container, ContainerLife } from "../../domain/container.ts";
import { untrustedText } from "../../domain/text.ts";
import { bytes, epochMs, type EpochMs } from "../../domain/units.ts";
import { runProgram } from "../program.ts";
import { livesOfJournal, UNIT_MESSAGES } from "./unit-journal.ts";

export type Unit = { readonly unit: string; readonly isUser: boolean };

const PROPERTIES = [
  "MemoryMax",
  "NRestarts",
  "ExecMainStartTimestamp",
  "ExecMainExitTimestamp",
  "ExecMainCode",
  "ExecMainStatus",
  "Result",
];
const FIELDS = ["MESSAGE", "MESSAGE_ID", "UNIT_RESULT", "EXIT_CODE", "EXIT_STATUS"];
/** Four to five of a life. */
const MOST_ENTRIES = 300;
const MOST_BYTES = 4 * 1024 * 1024;
const PATIENCE_MS = 10_000;
/** `si_code` of a child that a signal ended, and of one that dumped core. @source waitid(2) */
const BY_SIGNAL = new Set([2, 3]);

/** Null: systemd says nothing of it, or is not here. */
export async function unitContainer(unit: Unit, signal: AbortSignal): Promise<Container | null> {
  const scope = unit.isUser ? ["--user"] : [];
  const [shown, journal] = await Promise.all([
    // times are written in the zone of whoever asks
    printed(
      [
        "env",
        "LC_ALL=C",
        "TZ=UTC",
        "systemctl",
        ...scope,
        "show",
        `--property=${PROPERTIES.join(",")}`,
        "--",
        unit.unit,
      ],
      signal,
    ),
    printed(journalCommand(unit), signal),
  ]);
  if (shown === null) return null;
  const properties = new Map(
    shown.split("\n").map((line): readonly [string, string] => {
      const [name = "", ...rest] = line.split("=");
      return [name, rest.join("=").trim()];
    }),
  );
  return containerOf(unit.unit, properties, livesOfJournal(journal ?? ""));
}

/** Of systemd alone: a unit may write what it likes under its own name. */
const journalCommand = ({ unit, isUser }: Unit): readonly string[] => [
  "env",
  "LC_ALL=C",
  "journalctl",
  "--output=json",
  `--output-fields=${FIELDS.join(",")}`,
  `--lines=${MOST_ENTRIES}`,
  "--quiet",
  "--no-pager",
  ...(isUser ? [`USER_UNIT=${unit}`, "_COMM=systemd"] : [`UNIT=${unit}`, "_PID=1"]),
  ...UNIT_MESSAGES.map((id) => `MESSAGE_ID=${id}`),
];

/** What a program prints; null: it failed. */
async function printed(argv: readonly string[], signal: AbortSignal): Promise<string | null> {
  const life = new AbortController();
  const signals = [signal, life.signal, AbortSignal.timeout(PATIENCE_MS)];
  const { stdout, ending } = await runProgram(argv, AbortSignal.any(signals));
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stdout) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MOST_BYTES) break;
  }
  const isOk = ending() === "exit 0";
  life.abort();
  return isOk ? Buffer.concat(chunks).toString() : null;
}

type Properties = ReadonlyMap<string, string>;

function containerOf(
  unit: string,
  properties: Properties,
  past: readonly ContainerLife[],
): Container | null {
  const startedAt = timeOf(properties, "ExecMainStartTimestamp");
  if (startedAt === null) return null;
  const exitAt = timeOf(properties, "ExecMainExitTimestamp");
  const endedAt = exitAt !== null && exitAt >= startedAt ? exitAt : null;
  const memoryMax = countOf(properties, "MemoryMax");
  const current: ContainerLife = {
    startedAt,
    endedAt,
    exitCode: endedAt === null ? null : exitCodeOf(properties),
    oomKilled: endedAt === null ? null : properties.get("Result") === "oom-kill",
  };
  return {
    engine: "systemd",
    id: unit,
    name: untrustedText(unit),
    state: endedAt === null ? "running" : "exited",
    image: null,
    imageDigest: null,
    imageAt: null,
    limitBytes: memoryMax === null ? null : bytes(memoryMax),
    restartCount: countOf(properties, "NRestarts"),
    logDriver: null,
    // Written to a second: a life that ended in the one in which this began is a former one.
    lives: [...past.filter((life) => (life.endedAt ?? 0) < startedAt + 1000), current],
    pod: null,
  };
}

function exitCodeOf(properties: Properties): number | null {
  const status = countOf(properties, "ExecMainStatus");
  const code = countOf(properties, "ExecMainCode");
  if (status === null || code === null) return null;
  return BY_SIGNAL.has(code) ? 128 + status : status;
}

/** `infinity`, `[not set]` are none. */
function countOf(properties: Properties, name: string): number | null {
  const text = properties.get(name) ?? "";
  const value = /^\d+$/u.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : null;
}

/** `Wed 2026-11-25 22:30:00 UTC`; `n/a` or nothing is never. */
function timeOf(properties: Properties, name: string): EpochMs | null {
  const [, day, time] =
    /^[A-Z][a-z]{2} (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/u.exec(properties.get(name) ?? "") ??
    [];
  const at = Date.parse(`${day}T${time}Z`);
  return Number.isNaN(at) ? null : epochMs(at);
}
