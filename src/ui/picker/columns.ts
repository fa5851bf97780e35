import { looksLikeProduction } from "../../domain/looks-like-production.ts";
import type { Candidate } from "../../domain/ports/inspector.ts";
import { show } from "../../domain/text.ts";
import { PODS_KIND, SSH, stateOf, type Entry } from "../../store/picker/entries.ts";
import type { PickerView } from "../../store/picker/view.ts";
import { cellWidth } from "../../words/cells.ts";
import { duration, shortBytes, shortDuration } from "../../words/format.ts";
import { LIKE_PRODUCTION, LISTED_NOW, NOT_ASKED } from "../../words/picker.ts";
import type { ListColumn } from "../list-lines.ts";
import type { Glyphs } from "../theme.ts";
import { middleCut } from "./middle-cut.ts";

/** From here on there is room for more than the least, and for nearly all. */
const WIDE = 100;
const WIDEST = 140;
/** Below this, restarts and percent give way. */
const LEAST = 76;

/** On which widths of the screen something has so many cells. */
type Room = Pick<ListColumn<Entry>, "cells" | "from" | "until">;
type Look = {
  readonly view: Pick<PickerView, "kind" | "hasEnds" | "place">;
  readonly glyphs: Glyphs;
  readonly nowMs: number;
};

/** Columns of the picker. */
export function pickerColumns(look: Look): readonly ListColumn<Entry>[] {
  const { glyphs, nowMs } = look;
  const { unknown } = glyphs;
  const figure = (text: string | null, cells: number) => (text ?? unknown).padStart(cells);
  return [
    ...nameColumns(look),
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
    ...restartColumns(look),
    {
      title: "   AGE",
      cells: 6,
      from: 0,
      text: ({ candidate: { startedAt } }) =>
        figure(startedAt === null ? null : duration(nowMs - startedAt), 6),
    },
    { title: "WHAT", cells: 0, from: 0, text: ({ candidate }) => what(candidate) },
  ];
}

/** Pods have long names, and where only they are shown they are of one kind. */
function nameColumns({ view, glyphs }: Look): readonly ListColumn<Entry>[] {
  const isOfPods = view.kind === PODS_KIND;
  const [small, middle, large] = isOfPods ? [24, 36, 48] : [18, 28, 40];
  const rooms: readonly Room[] = [
    { cells: small, from: 0, until: WIDE - 1 },
    { cells: middle, from: WIDE, until: WIDEST - 1 },
    { cells: large, from: WIDEST },
  ];
  const names = rooms.map((room) => ({
    ...room,
    title: "NAME",
    text: ({ candidate: { kind, name } }: Entry) =>
      kind === PODS_KIND ? middleCut(show(name), room.cells, glyphs.ellipsis) : name,
  }));
  if (isOfPods) return names;
  return [
    ...names,
    { title: "KIND", cells: 6, from: 0, text: ({ candidate }: Entry) => candidate.kind },
  ];
}

/** How often, and where that is known why and how long ago: `3 OOMKilled 2h`. */
function restartColumns({ view, glyphs, nowMs }: Look): readonly ListColumn<Entry>[] {
  const { unknown, ellipsis } = glyphs;
  if (!view.hasEnds) {
    const text = ({ candidate: { restarts } }: Entry) =>
      (restarts?.toString() ?? unknown).padStart(8);
    return [{ title: "RESTARTS", cells: 8, from: LEAST, text }];
  }
  const rooms: readonly Room[] = [
    { cells: 14, from: LEAST, until: WIDE - 1 },
    { cells: 18, from: WIDE },
  ];
  return rooms.map((room) => ({
    ...room,
    title: "RESTARTS",
    text: ({ candidate: { restarts, lastEnd } }: Entry) => {
      const count = restarts?.toString() ?? unknown;
      if (lastEnd === null) return count;
      const age = lastEnd.at === null ? "" : ` ${shortDuration(Math.max(0, nowMs - lastEnd.at))}`;
      const left = room.cells - cellWidth(`${count} ${age}`);
      return `${count} ${middleCut(show(lastEnd.reason ?? unknown), left, ellipsis)}${age}`;
    },
  }));
}

function memory({ memoryBytes, limitBytes }: Candidate, slash: string, unknown: string): string {
  if (memoryBytes === null && limitBytes === null) return unknown;
  const of = (value: number | null) => (value === null ? unknown : shortBytes(value));
  return of(memoryBytes) + slash + of(limitBytes);
}

/** What it probably is, and by what one knows it; what does not run says that first. */
function what(candidate: Candidate): string {
  const { kind, probably, image, ports, command } = candidate;
  const told = [
    stateOf(candidate),
    probably === "other" ? null : probably,
    image,
    ports.length === 0 ? null : ports.map((port) => `:${port}`).join(" "),
    command,
  ].flatMap((each) => (each === null || each === "" ? [] : [show(each).trim()]));
  return told.length === 0 && kind === SSH ? NOT_ASKED : told.join("  ");
}

/** Of namespaces and contexts only the names are known. */
export function placeColumns({ view: { place }, glyphs }: Look): readonly ListColumn<Entry>[] {
  const rooms: readonly Room[] = [
    { cells: 34, from: 0, until: LEAST - 1 },
    { cells: 44, from: LEAST, until: WIDE - 1 },
    { cells: 70, from: WIDE },
  ];
  const isNow = ({ candidate: { kind, name } }: Entry) =>
    name === (kind === "contexts" ? place?.context : place?.namespace);
  return [
    ...rooms.map((room) => ({
      ...room,
      title: "NAME",
      text: ({ candidate: { name } }: Entry) => middleCut(show(name), room.cells, glyphs.ellipsis),
    })),
    {
      title: "",
      cells: 0,
      from: 0,
      text: (entry) =>
        [isRisky(entry) ? LIKE_PRODUCTION : "", isNow(entry) ? LISTED_NOW : ""]
          .filter((each) => each !== "")
          .join(", "),
    },
  ];
}

const isRisky = ({ candidate: { kind, name } }: Entry): boolean =>
  kind === "contexts" && looksLikeProduction(name);
