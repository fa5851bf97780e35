import { dateOfDay } from "../domain/calendar.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import { show } from "../domain/text.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../domain/units.ts";

const MOST_LINES = 5;
const DAY_MS = 24 * HOUR_MS;

type Cell = string | number | null;

/** A snapshot for the clipboard, to be pasted into an issue: a name and its values a line, tab-separated; names and units of the contract, what is unknown is left out. */
export function copiedSnapshot(snapshot: Snapshot): string {
  const { kinds, heap, gc, dryRun, classes, holders, conclusion } = snapshot;
  const lines: readonly (readonly Cell[])[] = [
    ["target", snapshot.target],
    ["slot", snapshot.slot],
    ["pid", snapshot.pid],
    ["at", timeText(snapshot.at)],
    ["php", snapshot.php],
    [
      "conclusion",
      ...(conclusion === null ? [] : [conclusion.kind, conclusion.confidence, conclusion.text]),
    ],
    ...Object.entries(kinds ?? {}),
    ...Object.entries(heap ?? {}).map(([name, value]): readonly Cell[] => [
      `heap.${name}`,
      plain(value),
    ]),
    ...Object.entries(gc ?? {}).map(([name, value]): readonly Cell[] => [
      `gc.${name}`,
      plain(value),
    ]),
    ...(classes ?? [])
      .slice(0, MOST_LINES)
      .map(({ name, count, shallowBytes }) => ["class", name, count, shallowBytes]),
    ...(holders ?? [])
      .slice(0, MOST_LINES)
      .map(({ holder, elements, deepBytes }) => ["holder", holder, elements, deepBytes]),
    ["dryRun.freeableBytes", dryRun?.freeableBytes ?? null],
    ...snapshot.faults.map(({ kind, part, detail }) => ["fault", kind, part, detail]),
  ];
  return lines
    .filter(([, ...values]) => values.some((value) => value !== null))
    .map((cells) => `${cells.map(cellText).join("\t")}\n`)
    .join("");
}

const plain = (value: number | boolean | null): Cell =>
  typeof value === "boolean" ? String(value) : value;

const cellText = (cell: Cell): string => show(String(cell ?? "")).replaceAll(/[\t\n]/gu, " ");

/** `2026-11-26 06:04:40 UTC`. */
function timeText(at: number): string {
  const ofDay = at - Math.floor(at / DAY_MS) * DAY_MS;
  const clock = [ofDay / HOUR_MS, (ofDay % HOUR_MS) / MINUTE_MS, (ofDay % MINUTE_MS) / SECOND_MS];
  return `${dateOfDay(Math.floor(at / DAY_MS))} ${clock.map(two).join(":")} UTC`;
}

const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
