import type { LogSource } from "../domain/log-source.ts";
import type { LogEvent, LogLevel } from "../domain/log.ts";
import type { Role } from "../domain/role.ts";
import { show } from "../domain/text.ts";
import { MIB, MINUTE_MS } from "../domain/units.ts";
import type { Bytes } from "../domain/units.ts";
import { counted, shortBytes } from "./format.ts";
import { logEventSubject, logEventText } from "./log-events.ts";

export const OVERWRITE = "that file is there: Ctrl-S writes over it, any other key does not";

/** In at most five letters, as they stand in a line. */
export const LEVEL_WORDS: Readonly<Record<LogLevel, string>> = {
  trace: "trace",
  debug: "debug",
  info: "info",
  notice: "note",
  warning: "warn",
  error: "error",
  critical: "crit",
  alert: "alert",
  emergency: "emerg",
};

/** Whom an event is about and what it was: what is drawn of it beside its time, and what a search finds. */
export const eventSaidText = (event: LogEvent): string =>
  [logEventSubject(event), logEventText(event)].filter((part) => part !== "").join(" ");

const ROLE_WORDS: Readonly<Record<Role, string>> = {
  master: "Master",
  manager: "Manager",
  worker: "all Workers",
  "task-worker": "all TaskWorkers",
  "user-process": "all user processes",
  single: "the single process",
  child: "all children",
};
export const roleText = (role: Role): string => ROLE_WORDS[role];

/** `5 000`: thousands apart. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/gu, " ");

/** `1.1 of 16 MiB`, `0.02 of 16 MiB`. */
function ofMostText(bytes: Bytes, most: Bytes): string {
  const used = bytes / MIB;
  const figure =
    used >= 10 ? used.toFixed(0) : used >= 0.1 || used === 0 ? used.toFixed(1) : used.toFixed(2);
  return `${figure} of ${(most / MIB).toFixed(0)} MiB`;
}

export const sinceText = (sinceMs: number): string => `last ${sinceMs / MINUTE_MS} min`;

/** How much is kept, and since when that is: `5 000 lines 1.1 of 16 MiB since 13:23`. */
export const keptText = (
  { lines, bytes, mostBytes }: { lines: number; bytes: Bytes; mostBytes: Bytes },
  since: string | null,
): string =>
  `${grouped(lines)} ${lines === 1 ? "line" : "lines"} ${ofMostText(bytes, mostBytes)}${since === null ? "" : ` since ${since}`}`;

export const matchesText = (matches: number): string =>
  `${grouped(matches)} ${matches === 1 ? "match" : "matches"}`;

type Attributed = { readonly named: number; readonly of: number };

/** Who wrote a line is told by the line alone; LG-01 of the audit has the setting that would mend it. */
export function attributionText({ named, of }: Attributed, isWide: boolean): string {
  const text = `${grouped(named)} of ${grouped(of)} name their writer`;
  if (named >= of) return text;
  return `${text} (LG-01${isWide ? ": add ProcessIdProcessor" : ""})`;
}

/** What of a record is not shown; null: nothing. */
export function foldedText(lines: number, cutBytes: number): string | null {
  const parts = [
    ...(lines === 0 ? [] : [`+${counted(lines, "line")}`]),
    ...(cutBytes === 0 ? [] : [`${shortBytes(cutBytes)} cut, but saved whole`]),
    ...(lines === 0 ? [] : ["Enter to unfold"]),
  ];
  return parts.length === 0 ? null : `(${parts.join(", ")})`;
}

export const moreText = (lines: number): string =>
  `(+${counted(lines, "more line")}: f gives them room, C copies all)`;

/** What was never read, where it is missing: in lines, else in bytes. */
export function gapText({ droppedLines, lostBytes }: Lost): string {
  if (droppedLines === null && lostBytes === null) return "lines dropped, how many is not known";
  return `${lostText(droppedLines ?? 0, lostBytes ?? 0)} dropped`;
}

type Lost = { readonly droppedLines: number | null; readonly lostBytes: Bytes | null };

/** All that was never read; null: nothing. */
export function droppedText(kept: {
  readonly droppedLines: number;
  readonly lostBytes: Bytes;
  readonly gaps: number;
}): string | null {
  const { droppedLines, lostBytes, gaps } = kept;
  if (droppedLines === 0 && lostBytes === 0)
    return gaps === 0 ? null : `lines dropped ${counted(gaps, "time")}`;
  return `${lostText(droppedLines, lostBytes)} dropped`;
}

const lostText = (lines: number, bytes: number): string =>
  [
    ...(lines === 0 ? [] : [`${grouped(lines)} ${lines === 1 ? "line" : "lines"}`]),
    ...(bytes === 0 ? [] : [shortBytes(bytes)]),
  ].join(" and ");

const WHY: Readonly<Record<LogSource["why"], string>> = {
  log_file: "Swoole's log_file",
  "runtime-logs": "in runtime/logs of the project",
  descriptor: "open in",
  container: "output of the container",
  unit: "journal of the unit of",
  option: "named by an option",
};

/** Why a source is looked at: `open in pid 39`. */
export function sourceWhyText({ why, pid }: Pick<LogSource, "why" | "pid">): string {
  if (why === "descriptor" || why === "unit")
    return `${WHY[why]} ${pid === null ? "a process" : `pid ${pid}`}`;
  return WHY[why];
}

const STATES: Readonly<Record<LogSource["state"], string>> = {
  followed: "followed",
  absent: "not there; read as soon as it is",
  unreadable: "cannot be read",
  forbidden: "may not be read",
  "no-dd": "cannot be read: the target has no dd; --log-cmd names another way",
  "no-ls": "cannot be read: the target has no ls; --log-cmd names another way",
  ended: "ended",
};

export function sourceStateText({ state, bytes, detail, why }: LogSource): string {
  if (why === "container" && state === "unreadable") return unreadableOutputText(detail);
  if (state === "forbidden") return forbiddenOutputText(detail);
  const size = bytes === null ? "" : `, ${shortBytes(bytes)}`;
  return `${STATES[state]}${size}${detail === null ? "" : `: ${show(detail)}`}`;
}

const unreadableOutputText = (driver: LogSource["detail"]): string =>
  `cannot be read: its engine keeps none with the log driver ${driver === null ? "it has" : show(driver)}; --log-cmd names another way`;

const WAY_OUT = "--log FILE or --log-cmd COMMAND names one";

/** `words`: of the API server that forbids it. */
const forbiddenOutputText = (words: LogSource["detail"]): string =>
  `${STATES.forbidden}: ${words === null ? "the cluster forbids it" : show(words)}; \`swtop doctor --rbac\` prints the rights that swtop takes`;

/** No source at all: what was looked for. */
export const NO_SOURCE = `no log is found: neither a log_file of Swoole, nor runtime/logs of the project, nor a file behind stdout or stderr, nor a journal. ${WAY_OUT}`;

export const noneFollowedText = (count: number): string =>
  `none of ${counted(count, "log")} can be read: o shows why. ${WAY_OUT}`;

export const NO_LINE_YET = "no line yet: what is written from now on will appear";

/** What is looked at has no line, while others have. `of` records in all. */
export const noneOfSubjectText = (
  subject: string,
  { named, of }: { named: number; of: number },
): string =>
  `no line of ${subject} yet. ${
    named >= of
      ? `All ${grouped(of)} lines kept are others'`
      : `${grouped(of - named)} of ${grouped(of)} do not say who wrote them and belong to no one (LG-01: add ProcessIdProcessor)`
  }; s shows all`;

export const nonePassText = (conditions: readonly string[]): string =>
  `no line passes: ${conditions.join(", ")}`;
