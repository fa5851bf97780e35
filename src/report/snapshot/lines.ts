import { show } from "../../domain/text.ts";
import { KIB } from "../../domain/units.ts";
import { mebibytes, shortBytes } from "../../words/format.ts";
import { grouped } from "../../words/snapshot.ts";

/** What a terminal of today shows without breaking a line. */
const WIDTH = 100;
const INDENT = "    ";
/** A class may be called anything, of any length. */
const LONGEST_NAME = 100;
/** Rows of a list; the document has them all. */
export const MOST_ROWS = 10;

/** Items one after the other, on as many lines as they need; none is cut. */
export function flow(items: readonly string[], gap: string, indent = INDENT): readonly string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + gap.length + item.length <= WIDTH)
      lines[lines.length - 1] = `${last}${gap}${item}`;
    else lines.push(`${indent}${item}`);
  }
  return lines;
}

/** Figures, a gap of three between them. */
export const figures = (...items: readonly (string | null)[]): readonly string[] =>
  flow(
    items.filter((item) => item !== null),
    "   ",
  );

export const sentence = (text: string, indent = INDENT): readonly string[] =>
  flow(show(text).split(" "), " ", indent);

/** A list under its titles: figures at the right of their columns, and the name, which may be long, last. */
export function rows(
  titles: readonly [...figures: string[], name: string],
  entries: readonly (readonly string[])[],
): readonly string[] {
  if (entries.length === 0) return [`${INDENT}none`];
  const more = entries.length - MOST_ROWS;
  return [
    ...[titles, ...entries.slice(0, MOST_ROWS)].map((cells) =>
      cells
        .map((cell, index) => (index === titles.length - 1 ? cell : cell.padStart(10)))
        .join("  "),
    ),
    ...(more > 0 ? [`${INDENT}and ${more} more in --json`] : []),
  ];
}

/** Text of a target as a cell. */
export function name(text: string): string {
  const shown = show(text);
  return shown.length > LONGEST_NAME ? `${shown.slice(0, LONGEST_NAME - 1)}…` : shown;
}

export const orDash = <Value>(value: Value | null, text: (value: Value) => string): string =>
  value === null ? "-" : text(value);

export const sizeText = (value: number): string =>
  value > 0 && value < KIB ? `${value}B` : shortBytes(value);

/** A change, with its sign; `0` for none. */
export const changeText = (value: number, text: (value: number) => string = grouped): string =>
  value === 0 ? "0" : `${value < 0 ? "-" : "+"}${text(Math.abs(value))}`;

/** A figure of MiB with its label. */
export const labelled = (label: string, value: number | null): string =>
  `${label} ${orDash(value, mebibytes)}`;
