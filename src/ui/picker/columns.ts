import type { Candidate } from "../../domain/ports/inspector.ts";
import { show } from "../../domain/text.ts";
import { isStopped, SSH, type Entry } from "../../store/picker/entries.ts";
import { duration, shortBytes } from "../../words/format.ts";
import { NOT_ASKED } from "../../words/picker.ts";
import type { ListColumn } from "../list-lines.ts";

/** From here on there is room for more than the least. */
const WIDE = 100;
/** Below this, restarts and percent give way. */
const LEAST = 76;

const name = ({ candidate }: Entry): string => candidate.name;

/** Columns of the picker. `unknown`: the glyph for what is not known. */
export const pickerColumns = (unknown: string, nowMs: number): readonly ListColumn<Entry>[] => {
  const figure = (text: string | null, cells: number) => (text ?? unknown).padStart(cells);
  return [
    { title: "NAME", cells: 18, from: 0, until: WIDE - 1, text: name },
    { title: "NAME", cells: 28, from: WIDE, until: 139, text: name },
    { title: "NAME", cells: 40, from: 140, text: name },
    { title: "KIND", cells: 6, from: 0, text: ({ candidate }) => candidate.kind },
    {
      title: "MEM / LIMIT",
      cells: 11,
      from: 0,
      until: WIDE - 1,
      text: ({ candidate }) => memory(candidate, "/", unknown).padStart(11),
    },
    {
      title: "  MEM / LIMIT",
      cells: 13,
      from: WIDE,
      text: ({ candidate }) => memory(candidate, " / ", unknown).padStart(13),
    },
    {
      title: "   %",
      cells: 4,
      from: LEAST,
      text: ({ ratio }) => figure(ratio === null ? null : `${Math.round(ratio * 100)}%`, 4),
    },
    {
      title: "RESTARTS",
      cells: 8,
      from: LEAST,
      text: ({ candidate: { restarts } }) => figure(restarts?.toString() ?? null, 8),
    },
    {
      title: "   AGE",
      cells: 6,
      from: 0,
      text: ({ candidate: { startedAt } }) =>
        figure(startedAt === null ? null : duration(nowMs - startedAt), 6),
    },
    { title: "WHAT", cells: 0, from: 0, text: ({ candidate }) => what(candidate) },
  ];
};

function memory({ memoryBytes, limitBytes }: Candidate, slash: string, unknown: string): string {
  if (memoryBytes === null && limitBytes === null) return unknown;
  const of = (value: number | null) => (value === null ? unknown : shortBytes(value));
  return of(memoryBytes) + slash + of(limitBytes);
}

/** What it probably is, and by what one knows it; what does not run says that first. */
function what({ kind, state, probably, image, ports, command }: Candidate): string {
  const told = [
    isStopped(state) || state === "restarting" ? state : null,
    probably === "other" ? null : probably,
    image,
    ports.length === 0 ? null : ports.map((port) => `:${port}`).join(" "),
    command,
  ].flatMap((each) => (each === null || each === "" ? [] : [show(each).trim()]));
  return told.length === 0 && kind === SSH ? NOT_ASKED : told.join("  ");
}
