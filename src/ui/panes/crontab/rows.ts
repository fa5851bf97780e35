import type { HeaderView } from "../../../store/view.ts";
import type { ListView, TaskRow } from "../../../store/list-view.ts";
import { cronRuleText } from "../../../words/cron-rule.ts";
import { ODDITY_WORDS } from "../../../words/cron-task.ts";
import {
  isRunTrouble,
  runCountsText,
  ticksSeenText,
  wholeRunText,
} from "../../../words/task-runs.ts";
import { clockTime, counted } from "../../../words/format.ts";
import type { Size } from "../../geometry.ts";
import {
  fitted,
  headLine,
  laidOut,
  missingText,
  pageOf,
  paragraph,
  rowLine,
  ruleLine,
  type Paper,
} from "../../list-lines.ts";
import { blank, line, plain, type Line } from "../../line.ts";
import { DECLARED_COLUMNS, nextText, runColumns, yesNo } from "./columns.ts";
import type { Theme } from "../../theme.ts";

/** The tasks of the project, or the opened one: at most `size.rows` lines. */
export function crontabRows(
  view: ListView,
  header: Pick<HeaderView, "zoneMinutes">,
  { size, theme, page = 0 }: { readonly size: Size; readonly theme: Theme; readonly page?: number },
): readonly Line[] {
  const paper = { width: size.columns, theme };
  if (view.opened !== null)
    return pageOf(openedRows(view, header, paper), { page, rows: size.rows }, paper);
  const lines = [ruleLine(ruleParts(view, header), view, paper), ...listRows(view, header, paper)];
  return fitted(lines, size.rows, paper);
}

function ruleParts(
  { project, readAt }: ListView,
  { zoneMinutes }: Pick<HeaderView, "zoneMinutes">,
): readonly string[] {
  if (project === null || readAt === null) return ["Crontab"];
  const { enable, strategy, dispatchers, timezone, tasks } = project.crontab;
  return [
    `Crontab ${counted(tasks.length, "task")}`,
    enable === null ? "on or off: unknown" : enable ? "on" : "OFF",
    `strategy ${strategy ?? "unknown"}`,
    dispatchers === null ? "dispatchers unknown" : counted(dispatchers, "dispatcher"),
    `zone ${timezone ?? "unknown"}`,
    `read ${clockTime(readAt, zoneMinutes)}`,
  ];
}

type Clock = Pick<HeaderView, "zoneMinutes">;

function listRows(view: ListView, { zoneMinutes }: Clock, paper: Paper): readonly Line[] {
  const missing = missingText(view, "no task is declared");
  if (missing !== null) return [line([plain(`  ${missing}`)], paper.width, paper.theme)];
  const hasRuns = view.rows.some((row) => row.type === "task" && row.task.runs !== null);
  const columns = laidOut(hasRuns ? runColumns(zoneMinutes) : DECLARED_COLUMNS, paper.width);
  return [
    headLine(columns, paper),
    ...view.rows.flatMap((row) =>
      row.type === "task"
        ? [
            rowLine(row.task, columns, {
              isSelected: row.isSelected,
              style: isSafe(row.task) ? "plain" : "warning",
              paper,
            }),
          ]
        : [],
    ),
  ];
}

/** Nothing about it asks for attention at once. */
const isSafe = ({ task, runs }: TaskRow): boolean =>
  task.singleton === true &&
  task.oddities.length === 0 &&
  task.valid !== false &&
  (runs === null || !isRunTrouble(runs));

const nextPlaceText = (row: TaskRow): string =>
  [nextText(row), ...(row.runs?.nextSlot == null ? [] : [`in ${row.runs.nextSlot}`])].join(" ");

const orUnknown = (value: string | number | null): string => (value === null ? "?" : String(value));

function openedRows(
  view: ListView,
  { zoneMinutes }: Clock,
  paper: Paper,
): Parameters<typeof pageOf>[0] {
  const row = view.opened;
  if (row?.type !== "task") return { head: [], lines: [] };
  const title = `Task ${orUnknown(row.task.task.name)}`;
  const facts = [
    ...factsOf(row.task, view.project?.crontab.timezone ?? null),
    ...runFacts(row.task, zoneMinutes),
  ];
  return {
    head: [ruleLine([title], { ...view, filter: null, above: 0, below: 0 }, paper)],
    lines: [blank(paper.width), ...facts.flatMap(([label, text]) => paragraph(label, text, paper))],
  };
}

type Fact = readonly [label: string, text: string];

function factsOf(row: TaskRow, zone: string | null): readonly Fact[] {
  const { task } = row;
  const words = task.rule === null ? null : cronRuleText(task.rule);
  const { declared } = task;
  return [
    ["rule", [orUnknown(task.rule), words].filter((each) => each !== null).join("   ")],
    ["next", nextPlaceText(row)],
    ["runs", `${orUnknown(task.type)} ${orUnknown(task.callback)} in ${orUnknown(task.runsIn)}`],
    ["locks", locksText(task)],
    ["zone", orUnknown(task.timezone ?? zone)],
    ["envs", task.environments === null ? "?" : task.environments.join(", ") || "all"],
    ["from", `${declared.file}:${declared.line} (${declared.by})`],
    ["odd", task.oddities.map((oddity) => ODDITY_WORDS[oddity]).join("; ")],
  ];
}

/** What logs tell of it. */
function runFacts({ runs }: TaskRow, zoneMinutes: number): readonly Fact[] {
  if (runs === null)
    return [["last", "no line of crontab was seen in a log: last run and result are unknown"]];
  return [
    ["last", wholeRunText(runs, zoneMinutes)],
    ["lines", runCountsText(runs)],
    ["ticks", ticksSeenText(runs)],
  ];
}

const locksText = ({ singleton, onOneServer, mutexPool, mutexExpires }: TaskRow["task"]): string =>
  `singleton ${yesNo(singleton)}, onOneServer ${yesNo(onOneServer)}, pool ${orUnknown(mutexPool)}, expires ${orUnknown(mutexExpires)} s`;
