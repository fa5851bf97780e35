import type { CronTask, Project } from "../domain/project.ts";
import { show } from "../domain/text.ts";
import type { EpochMs } from "../domain/units.ts";
import type { Unread } from "../domain/unread.ts";
import { projectJson } from "../recording/encode-project.ts";
import { cellWidth, padCells } from "../words/cells.ts";
import { cronRuleText } from "../words/cron-rule.ts";
import { notRunning, ODDITY_WORDS } from "../words/cron-task.ts";
import { counted, duration } from "../words/format.ts";
import { inert } from "./inert.ts";
import { projectWords, readingFaults } from "./audit/text.ts";

/** Contract 2.3, one line. */
export const crontabJson = (project: Project): string =>
  JSON.stringify({ v: 1, ...projectJson(project) });

const HEADS = [
  "TASK",
  "RULE",
  "IN WORDS",
  "NEXT IN",
  "RUNS IN",
  "SINGLE",
  "ONE SERVER",
  "EXPIRES",
  "DECLARED",
];

/** From when, and how many, the next ticks of each task are told. */
type TicksShown = { readonly at: EpochMs; readonly ticks?: number };
type Shown = Required<TicksShown> & { readonly isOn: boolean | null };
/** Why files could not be read, where that is known. */
type Reading = { readonly unread?: readonly Unread[] };

/** The tasks of a project, a line each: what Hyperf itself has no list for. No colour, no control characters. */
export function crontabText(
  project: Project,
  subject: string,
  { at, ticks = 1, unread }: TicksShown & Reading,
): string {
  const { crontab } = project;
  const shown = { isOn: crontab.enable, at, ticks };
  const rows = [HEADS, ...crontab.tasks.map((task) => cells(task, shown))];
  const widths = HEADS.map((_, column) =>
    Math.max(...rows.map((row) => cellWidth(row[column] ?? ""))),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => padCells(cell, widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const all = [
    `${show(subject)}  ${projectWords(project)}`,
    switchWords(crontab),
    ...readingFaults(project, unread),
    ...(crontab.tasks.length === 0 ? [noTaskText(project)] : ["", ...lines]),
    ...notes(project),
  ];
  return inert(all.join("\n"));
}

/** A file that says it may be the one that could not be read. */
const noTaskText = ({ crontab: { enable }, unreadable, parseErrors }: Project): string =>
  enable === null || unreadable.length + parseErrors.length > 0
    ? "which tasks are declared is not known"
    : "no task is declared";

function switchWords({
  enable,
  strategy,
  dispatchers,
  timezone,
  tasks,
}: Project["crontab"]): string {
  return [
    enable === null
      ? "crontab on or off: unknown"
      : `crontab is ${enable ? "on" : "OFF: no task runs"}`,
    `strategy ${strategy ?? "unknown"}`,
    dispatchers === null ? "dispatchers unknown" : counted(dispatchers, "dispatcher"),
    `zone ${show(timezone ?? "unknown")}`,
    counted(tasks.length, "task"),
  ].join(", ");
}

function cells(task: CronTask, shown: Shown): readonly string[] {
  const { rule, declared } = task;
  return [
    show(task.name ?? "?"),
    show(rule ?? "?"),
    rule === null ? "?" : (cronRuleText(rule) ?? ""),
    nextWords(task, shown),
    task.runsIn ?? "?",
    yesNo(task.singleton),
    yesNo(task.onOneServer),
    task.mutexExpires === null ? "?" : `${task.mutexExpires}s`,
    `${show(declared.file)}:${declared.line}`,
  ];
}

function nextWords(task: CronTask, { isOn, at, ticks }: Shown): string {
  const { next } = task;
  if (next.length > 0)
    return next
      .slice(0, ticks)
      .map((tick) => duration(tick - at))
      .join(" ");
  return isOn === false && task.overriddenBy === null ? "off" : notRunning(task);
}

const yesNo = (value: boolean | null): string => (value === null ? "?" : value ? "yes" : "no");

/** What is odd about a task, a line each, and what could not be told. */
function notes({ crontab, unresolved }: Project): readonly string[] {
  const odd = crontab.tasks.flatMap(({ name, oddities, overriddenBy }) => [
    ...oddities.map((oddity) => `${show(name ?? "?")}: ${ODDITY_WORDS[oddity]}`),
    ...(overriddenBy === null
      ? []
      : [
          `${show(name ?? "?")}: dropped, ${show(overriddenBy.file)}:${overriddenBy.line} declares the same name`,
        ]),
  ]);
  const open = unresolved.map(
    ({ file, line, text }) => `not told by the files: ${show(file)}:${line}  ${show(text)}`,
  );
  return odd.length + open.length === 0 ? [] : ["", ...odd, ...open];
}
