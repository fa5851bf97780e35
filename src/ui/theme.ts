import type { Mark } from "../domain/mark.ts";
import type { Role } from "../domain/role.ts";

/** What the user's terminal may be given. */
export type Appearance = { readonly hasColour: boolean; readonly isAscii: boolean };

/** How a piece of text is meant; a theme says how it looks. Everything must read without any of it. */
export const STYLES = [
  "plain",
  "strong",
  "faint",
  "selected",
  "good",
  "warning",
  "bad",
  "alarm",
  "worker",
  "task",
  "user",
  "master",
  "shared",
  "file",
] as const;
export type Style = (typeof STYLES)[number];

export type Glyphs = {
  readonly unknown: string;
  readonly ellipsis: string;
  /** A cell of the ruler in which nothing ticks. */
  readonly tickless: string;
  /** Heights of a sparkline, lowest first. */
  readonly ramp: readonly string[];
  /** In asciichart's order; its first three are never drawn. */
  readonly chart: readonly string[];
};

export type Theme = {
  readonly paint: (text: string, style: Style) => string;
  readonly glyphs: Glyphs;
};

const UNICODE: Glyphs = {
  unknown: "–",
  ellipsis: "…",
  tickless: "·",
  ramp: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
  chart: [" ", " ", "╶", "╴", "─", "╰", "╭", "╮", "╯", "│"],
};

/** No `+`, `x`, `!`, `^` in the ramp: these are marks. */
const ASCII: Glyphs = {
  unknown: "-",
  ellipsis: "..",
  tickless: ".",
  ramp: ["_", ".", "-", ":", "=", "*", "#", "@"],
  chart: [" ", " ", "-", "-", "-", "`", ".", ".", "'", "|"],
};

type Sgr = readonly [open: string, close: string];
const NONE: Sgr = ["", ""];
const BOLD: Sgr = ["\u001b[1m", "\u001b[22m"];
const DIM: Sgr = ["\u001b[2m", "\u001b[22m"];
const INVERSE: Sgr = ["\u001b[7m", "\u001b[27m"];
const colour = (code: number): Sgr => [`\u001b[${code}m`, "\u001b[39m"];
const both = (outer: Sgr, inner: Sgr): Sgr => [outer[0] + inner[0], inner[1] + outer[1]];

const COLOURED: Readonly<Record<Style, Sgr>> = {
  plain: NONE,
  strong: BOLD,
  faint: DIM,
  selected: INVERSE,
  good: colour(32),
  warning: colour(33),
  bad: both(BOLD, colour(31)),
  alarm: both(INVERSE, colour(31)),
  worker: colour(36),
  task: colour(35),
  user: colour(33),
  master: colour(34),
  shared: colour(32),
  file: DIM,
};

const COLOURLESS: Readonly<Record<Style, Sgr>> = {
  plain: NONE,
  strong: BOLD,
  faint: NONE,
  selected: INVERSE,
  good: NONE,
  warning: BOLD,
  bad: BOLD,
  alarm: INVERSE,
  worker: NONE,
  task: NONE,
  user: NONE,
  master: NONE,
  shared: NONE,
  file: NONE,
};

export function themeOf({ hasColour, isAscii }: Appearance): Theme {
  const sgr = hasColour ? COLOURED : COLOURLESS;
  return {
    paint: (text, style) => sgr[style][0] + text + sgr[style][1],
    glyphs: isAscii ? ASCII : UNICODE,
  };
}

/** A mark as it stands in a cell instead of the value, its weight first. */
export const MARKS: Readonly<
  Record<Mark["kind"], { letter: string; style: Style; means: string }>
> = {
  oom: { letter: "!", style: "bad", means: "killed for memory" },
  death: { letter: "x", style: "bad", means: "died" },
  birth: { letter: "+", style: "good", means: "forked again" },
  start: { letter: "^", style: "good", means: "came" },
};

type RoleLook = { readonly word: string; readonly letter: string; readonly style: Style };

export const ROLE_LOOKS: Readonly<Record<Role, RoleLook>> = {
  master: { word: "master", letter: "M", style: "master" },
  manager: { word: "manager", letter: "M", style: "master" },
  worker: { word: "worker", letter: "W", style: "worker" },
  "task-worker": { word: "task", letter: "T", style: "task" },
  "user-process": { word: "user", letter: "U", style: "user" },
  single: { word: "single", letter: "W", style: "worker" },
  child: { word: "child", letter: "C", style: "user" },
};
/** A member of a server of which nothing tells what it does. */
export const UNTOLD_ROLE: RoleLook = { word: "worker?", letter: "?", style: "plain" };

export const roleLook = (role: Role | null): RoleLook =>
  role === null ? UNTOLD_ROLE : ROLE_LOOKS[role];
