import type { ProcessRow } from "../../store/view.ts";
import { mebibytes, shortDuration } from "../../words/format.ts";
import { always, isPlain, titled, type Column } from "./column.ts";

const WIDTH = 10;
/** A reading of this instant needs no age. */
const FRESH_MS = 1500;

export const uss: Column = {
  id: "uss",
  title: titled("USS ~age"),
  width: always(WIDTH),
  align: "right",
  gives: 3,
  help: "private memory, MiB, and age of reading",
  text: privateText,
  style: isPlain,
};

/** The figure and its age stand apart where there is room: `131.0 ~15s`, `12345.6~15s`. */
function privateText({ process, ussAgeMs }: ProcessRow): string | null {
  if (process.ussBytes === null) return null;
  const figure = mebibytes(process.ussBytes);
  const age =
    ussAgeMs === null || ussAgeMs < FRESH_MS
      ? ""
      : `~${shortDuration(Math.floor(ussAgeMs / 1000) * 1000)}`;
  const gap = Math.max(0, WIDTH - figure.length - Math.max(4, age.length));
  return `${figure}${" ".repeat(Math.min(1, gap))}${age.padEnd(4)}`.slice(0, WIDTH);
}
