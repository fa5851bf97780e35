import type { MemoryReading } from "../domain/reading.ts";
import type { Process, Sample, Server } from "../domain/sample.ts";
import { show, type Untrusted } from "../domain/text.ts";
import type { Bytes } from "../domain/units.ts";
import { padCells } from "../words/cells.ts";
import { clockTime, duration, mebibytes, percent, shortBytes } from "../words/format.ts";

type Cell = readonly [
  title: string,
  width: number,
  text: (process: Process, sample: Sample) => string,
];

/** Columns of the plain table; text columns have a negative width and stand at the left. */
const CELLS: readonly Cell[] = [
  ["PID", 7, ({ pid }) => String(pid)],
  ["ROLE", -13, ({ role, orphan }) => `${role ?? "?"}${orphan ? " orphan" : ""}`],
  ["SLOT", -24, (process) => shown(process.slot ?? process.name)],
  ["USS", 8, ({ ussBytes }) => orDash(ussBytes, mebibytes)],
  ["ANON", 8, ({ rssAnonBytes }) => orDash(rssAnonBytes, mebibytes)],
  ["RSS", 8, ({ rssBytes }) => orDash(rssBytes, mebibytes)],
  ["CPU%", 6, ({ cpuPercent }) => orDash(cpuPercent, percent)],
  ["AGE", 8, ({ startedAt }, { at }) => orDash(startedAt, (since) => duration(at - since))],
  ["GEN", 4, ({ generation }) => orDash(generation, String)],
];

/**
 * One sample as plain text: a line on the target's memory, then per server a head and one line per process with its PID and slot. Sizes in MiB.
 * No control characters whatever the titles hold; no colour; lines end without blanks.
 */
export function sampleTable(sample: Sample, target: string): string {
  const head = `${show(target)}  ${clockTime(sample.at, 0)} UTC  ${memoryLine(sample.memory)}`;
  const { count, rssBytes } = sample.others;
  const others = count === null ? [] : [`others: ${count} processes, ${sizeText(rssBytes)} RSS`];
  return [head, ...sample.servers.flatMap((server) => serverLines(server, sample)), ...others]
    .map((line) => line.trimEnd())
    .join("\n");
}

function serverLines(server: Server, sample: Sample): readonly string[] {
  const facts = [server.framework, server.mode].filter((each) => each !== null).join(", ");
  return [
    `${show(server.id)}${facts === "" ? "" : ` (${facts})`}${server.memory === null ? "" : `  ${memoryLine(server.memory)}`}`,
    CELLS.map(([title, width]) => padded(title, width)).join(" "),
    ...server.processes.map((process) =>
      CELLS.map(([, width, text]) => padded(text(process, sample), width)).join(" "),
    ),
  ];
}

function memoryLine(memory: MemoryReading | null): string {
  if (memory === null) return "memory unknown";
  const { limitBytes, currentBytes, oomKills, source } = memory;
  const share =
    limitBytes === null || currentBytes === null
      ? ""
      : ` ${Math.round((100 * currentBytes) / limitBytes)}%`;
  const kills = oomKills === null || oomKills === 0 ? "" : `  oom_kill ${oomKills}`;
  return `memory ${sizeText(currentBytes)} of ${sizeText(limitBytes)}${share} (${source ?? "as the cluster tells it"})${kills}`;
}

const orDash = (value: number | null, text: (value: number) => string): string =>
  value === null ? "-" : text(value);

const sizeText = (bytes: Bytes | null): string => orDash(bytes, shortBytes);

const shown = (text: Untrusted | null): string => (text === null ? "-" : show(text));

const padded = (text: string, width: number): string =>
  width < 0 ? padCells(text, -width) : padCells(text, width, "right");
