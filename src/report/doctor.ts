import type { Checked, Place } from "../domain/doctor.ts";
import { cutCells, dropCells, padCells } from "../words/cells.ts";
import { saidText } from "../words/doctor.ts";
import { fixOf, type Fix } from "../words/doctor-fixes.ts";
import { counted, dateTime } from "../words/format.ts";
import { inert } from "./inert.ts";

/** Contract 2.7, one line. */
export const doctorJson = (target: string, checks: readonly Checked[], place: Place): string =>
  JSON.stringify({
    v: 1,
    target,
    checks: checks.map((check) => {
      const { id, ok, said } = check;
      const fix = fixOf(check, place);
      return { id, ok, text: saidText(said, place), fix: fix === null ? null : fixText(fix) };
    }),
  });

/** The remark is a comment of the shell: all of it can be pasted. */
const fixText = ({ command, remark }: Fix): string =>
  remark === null ? command : `${command}  # ${remark}`;

const WIDTH = 80;
const MARKS = [
  [true, "ok"],
  [false, "NO"],
  [null, "?"],
] as const;
const HEAD = 14;
const MEND = "mend: ";

/** A line per check, and what mends it: plain text of 80 columns for a ticket. Names and paths that are longer than a line are broken. */
export function doctorText(
  checks: readonly Checked[],
  { place, version, at }: { readonly place: Place; readonly version: string; readonly at: number },
): string {
  const failed = checks.filter(({ ok }) => ok === false).length;
  const unknown = checks.filter(({ ok }) => ok === null).length;
  const lines = [
    `swtop ${version} doctor, ${dateTime(at, 0)} UTC`,
    ...filled(place.words, "", ""),
    "",
    ...checks.filter(isReached).flatMap((check) => checkLines(check, place)),
    ...notReachedLines(
      checks.filter((check) => !isReached(check)),
      place,
    ),
    "",
    `${counted(checks.length, "check")}: ${failed} failed, ${unknown} not known`,
  ];
  return inert(lines.map((line) => line.trimEnd()).join("\n"));
}

const isReached = ({ said }: Checked): boolean => said.kind !== "not-reached";

/** One line for all: what comes before them has said why. */
function notReachedLines(checks: readonly Checked[], place: Place): readonly string[] {
  const [first] = checks;
  if (first === undefined) return [];
  const ids = checks.map(({ id }) => id).join(", ");
  return filled(`${ids}: ${saidText(first.said, place)}`, "?   ", "    ");
}

function checkLines(check: Checked, place: Place): readonly string[] {
  const { id, ok, said } = check;
  const mark = MARKS.find(([value]) => value === ok)?.[1] ?? "?";
  const head = `${mark.padEnd(4)}${padCells(id, HEAD - 5)} `;
  const fix = fixOf(check, place);
  return [
    ...filled(saidText(said, place), head, " ".repeat(HEAD)),
    ...(fix === null ? [] : fixLines(fix)),
  ];
}

/** A long command goes on behind a backslash, as a shell reads it. */
function fixLines({ command, remark }: Fix): readonly string[] {
  const indent = " ".repeat(HEAD);
  const behind = `${indent}  `;
  const lines = filled(command, `${indent}${MEND}`, behind, WIDTH - 2);
  return [
    ...lines.map((line, index) => (index < lines.length - 1 ? `${line} \\` : line)),
    ...(remark === null ? [] : filled(remark, `${indent}# `, `${indent}# `)),
  ];
}

/** `text` between blanks in lines of at most `width` cells; a word that is longer than a line is broken. */
function filled(text: string, first: string, next: string, width = WIDTH): readonly string[] {
  const lines: string[] = [];
  let [line, isEmpty] = [first, true];
  const put = (word: string): void => {
    const joined = isEmpty ? `${line}${word}` : `${line} ${word}`;
    if (fits(joined, width)) [line, isEmpty] = [joined, false];
    else if (isEmpty) {
      const room = Math.max(1, width - cells(line));
      lines.push(`${line}${cutCells(word, room).text}`);
      [line, isEmpty] = [next, true];
      put(dropCells(word, room));
    } else {
      lines.push(line);
      [line, isEmpty] = [next, true];
      put(word);
    }
  };
  for (const word of text.split(" ").filter((each) => each !== "")) put(word);
  return [...lines, line];
}

const cells = (text: string): number => cutCells(text, Number.MAX_SAFE_INTEGER).width;
const fits = (text: string, width: number): boolean => cells(text) <= width;
