import { show } from "../../../domain/text.ts";
import type { ProcessView } from "../../../store/view.ts";
import { fitCells } from "../../../words/cells.ts";
import { portText } from "../../../words/ports.ts";
import {
  duration,
  mebibytes,
  percent,
  shortBytes,
  signedMebibytes,
} from "../../../words/format.ts";
import { line, plain, type Line } from "../../line.ts";
import { roleLook, type Theme } from "../../theme.ts";

export const LABEL_CELLS = 9;

/** What the process holds and may hold, one line per subject; a line per long subject is cut. */
export function factRows(view: ProcessView, width: number, theme: Theme): readonly Line[] {
  const { unknown, ellipsis } = theme.glyphs;
  const facts: readonly (readonly [string, string])[] = [
    ["memory", memoryText(view, unknown)],
    ...(view.row.process.heapBytes === null
      ? []
      : [["php heap", heapText(view, unknown)] as const]),
    ["growth", growthText(view, unknown)],
    ["limit", limitText(view, unknown)],
    ["holds", holdsText(view, unknown)],
    ...(view.row.process.sockets === null ? [] : [["sockets", socketsText(view.row)] as const]),
    ["is", roleText(view, unknown)],
  ];
  return facts.map(([label, text]) => {
    const cut = fitCells(text, width - LABEL_CELLS - 1, { align: "left", ellipsis });
    return line([plain(" "), [label.padEnd(LABEL_CELLS), "faint"], plain(cut)], width, theme);
  });
}

const orUnknown = (
  value: number | null,
  write: (known: number) => string,
  unknown: string,
): string => (value === null ? unknown : write(value));

function memoryText({ row }: ProcessView, unknown: string): string {
  const { process, sharedBytes } = row;
  const kinds: readonly (readonly [string, number | null])[] = [
    ["rss", process.rssBytes],
    ["uss", process.ussBytes],
    ["anon", process.rssAnonBytes],
    ["pss", process.pssBytes],
    ["shared", sharedBytes],
    ["shmem", process.rssShmemBytes],
    ["swap", process.swapBytes],
  ];
  const drawn = kinds.map(([name, value]) => `${name} ${orUnknown(value, mebibytes, unknown)}`);
  return `${drawn.join("  ")} MiB`;
}

/** Of the live Zend heap; the gc's are known after a snapshot of its server. */
function heapText({ row: { process } }: ProcessView, unknown: string): string {
  const { heapBytes, heapRealBytes, gcRoots, gcRuns } = process;
  const size = (value: number | null): string => orUnknown(value, mebibytes, unknown);
  const count = (value: number | null): string => orUnknown(value, String, unknown);
  return `used ${size(heapBytes)}  real ${size(heapRealBytes)} MiB, gc roots ${count(gcRoots)}, gc runs ${count(gcRuns)}`;
}

const growthText = ({ row }: ProcessView, unknown: string): string =>
  `${orUnknown(row.growthBytes, signedMebibytes, unknown)} MiB over the window, ${orUnknown(row.bytesPerMinute, signedMebibytes, unknown)} MiB/min`;

const WHOSE = {
  "cgroup-v1": "of its cgroup v1",
  "cgroup-v2": "of its cgroup v2",
  host: "of the machine",
  cluster: "of its container, as the cluster tells it",
} as const;

function limitText({ memory }: ProcessView, unknown: string): string {
  if (memory === null) return unknown;
  const whose = WHOSE[memory.source ?? "cluster"];
  const { limitBytes, currentBytes, unreclaimableBytes, oomKills } = memory;
  return (
    `${orUnknown(limitBytes, shortBytes, unknown)} ${whose}, in use ${orUnknown(currentBytes, shortBytes, unknown)}, ` +
    `unreclaimable ${orUnknown(unreclaimableBytes, shortBytes, unknown)}, oom_kill ${orUnknown(oomKills, String, unknown)}`
  );
}

function holdsText({ row }: ProcessView, unknown: string): string {
  const { threads, openFiles, sockets, cpuPercent } = row.process;
  const connections = sockets === null ? `connections: ${unknown}, ` : "";
  return (
    `${orUnknown(threads, String, unknown)} threads, ${orUnknown(openFiles, String, unknown)} open files, ` +
    `${connections}cpu ${orUnknown(cpuPercent, (value) => `${percent(value)}%`, unknown)}`
  );
}

/** Connections to others by the peer's port, the most first; those of clients; and what it listens to. */
function socketsText({ process, socketsAgeMs }: ProcessView["row"]): string {
  const { sockets, accepted, listens } = process;
  const byCount = Object.entries(sockets ?? {}).toSorted(([, a], [, b]) => b - a);
  const toOthers = byCount.map(([port, count]) => `${count} to ${show(portText(port))}`).join(", ");
  const ports = (listens ?? []).join(", ");
  return [
    toOthers === "" ? "none to others" : toOthers,
    ...(accepted === null || accepted === 0 ? [] : [`${accepted} of clients`]),
    ...(ports === "" ? [] : [`listens to ${ports}`]),
    ...(socketsAgeMs === null ? [] : [`~${duration(socketsAgeMs)}`]),
  ].join("; ");
}

function roleText({ row, server }: ProcessView, unknown: string): string {
  const { role, roleFrom, ppid, name } = row.process;
  const told = roleFrom === null ? "" : ` (told by its ${roleFrom})`;
  const called = name === null ? "" : ` ${show(name)}`;
  const parent = orUnknown(ppid, (value) => `pid ${value}`, unknown);
  const built = [server.framework, server.mode === null ? null : `${server.mode} mode`]
    .filter((part) => part !== null)
    .map(show);
  return [`${roleLook(role).word}${called}${told}, forked by ${parent}`, ...built].join(", ");
}
