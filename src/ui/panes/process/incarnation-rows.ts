import type { ProcessView } from "../../../store/view.ts";
import { deathLook } from "../../../words/deaths.ts";
import { dateTime, duration, mebibytes } from "../../../words/format.ts";
import { line, plain, type Line, type Span } from "../../line.ts";
import { MARKS, type Theme } from "../../theme.ts";

type Incarnation = ProcessView["incarnations"][number];

/** Who stood in this place, newest first, under one head. */
export function incarnationRows(
  { incarnations }: ProcessView,
  zoneMinutes: number,
  { width, theme }: { readonly width: number; readonly theme: Theme },
): readonly Line[] {
  const head = `${"GEN".padStart(5)} ${"PROCESS".padStart(8)}  ${"STARTED".padEnd(19)} ${"LIVED".padStart(7)} ${"PEAK".padStart(8)} ${"LAST".padStart(8)}  END`;
  return [
    line([[head, "faint"]], width, theme),
    ...incarnations.map((life) => line(lifeSpans(life, zoneMinutes, theme), width, theme)),
  ];
}

function lifeSpans(life: Incarnation, zoneMinutes: number, { glyphs }: Theme): readonly Span[] {
  const { unknown } = glyphs;
  const began = life.startedAt ?? life.firstSeenAt;
  const started = `${dateTime(began, zoneMinutes)}${life.startedAt === null ? "?" : ""}`;
  const figure = (value: number | null): string =>
    (value === null ? unknown : mebibytes(value)).padStart(8);
  const text = [
    String(life.generation ?? unknown).padStart(5),
    `${String(life.pid).padStart(8)} `,
    started.padEnd(19),
    duration(life.lastSeenAt - began).padStart(7),
    figure(life.peakBytes),
    `${figure(life.lastBytes)} `,
  ].join(" ");
  return [plain(`${text} `), endSpan(life, unknown)];
}

/** In the word that the table has for it, once a log tells why. */
function endSpan({ isAlive, end, told }: Incarnation, unknown: string): Span {
  if (isAlive) return ["lives", "good"];
  if (end === null) return plain(unknown);
  const { letter, means, style } = MARKS[end];
  if (told === undefined) return [`${letter} ${means}`, style];
  const { word, isOrderly } = deathLook({ kind: end, told }, true);
  return [`${letter} ${word}`, isOrderly ? "plain" : style];
}
