import type { HeaderView } from "../../../store/view.ts";
import type { ListRow, ListView, TaskRow } from "../../../store/list-view.ts";
import { cronRuleText } from "../../../words/cron-rule.ts";
import { notRunning, ODDITY_WORDS } from "../../../words/cron-task.ts";
import { clockTime, counted, duration } from "../../../words/format.ts";
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
  type ListColumn,
  type Paper,
} from "../../list-lines.ts";
import { blank, line, plain, type Line } from "../../line.ts";
import type { Theme } from "../../theme.ts";

const yesNo = (value: boolean | null): string => (value === null ? "?" : value ? "yes" : "NO");

const nextText = ({ task, nextInMs }: TaskRow): string =>
  nextInMs === null ? notRunning(task) : duration(nextInMs);

const placeText = ({ declared }: TaskRow["task"]): string => `${declared.file}:${declared.line}`;

const oddText = ({ oddities }: TaskRow["task"]): readonly string[] =>
  oddities.length === 0 ? [] : [`! ${oddities.join(" ")}`];

const COLUMNS: readonly ListColumn<TaskRow>[] = [
  { title: "", cells: 1, from: 0, text: ({ letter }) => letter ?? " " },
  { title: "TASK", cells: 18, from: 0, until: 99, text: ({ task }) => task.name ?? "?" },
  { title: "TASK", cells: 24, from: 100, text: ({ task }) => task.name ?? "?" },
  { title: "RULE", cells: 14, from: 0, text: ({ task }) => task.rule ?? "?" },
  {
    title: "IN WORDS",
    cells: 26,
    from: 120,
    text: ({ task }) => (task.rule === null ? "?" : (cronRuleText(task.rule) ?? "")),
  },
  { title: "NEXT IN", cells: 8, from: 0, text: nextText },
  { title: "RUNS IN", cells: 12, from: 100, text: ({ task }) => task.runsIn ?? "?" },
  { title: "SINGLE", cells: 6, from: 0, text: ({ task }) => yesNo(task.singleton) },
  { title: "1SERVER", cells: 7, from: 0, text: ({ task }) => yesNo(task.onOneServer) },
  {
    title: "EXPIRES",
    cells: 7,
    from: 100,
    text: ({ task }) => (task.mutexExpires === null ? "?" : `${task.mutexExpires}s`),
  },
  {
    title: "DECLARED",
    cells: 20,
    from: 0,
    until: 99,
    // of a path the end says most
    text: ({ task }) => placeText(task).slice(placeText(task).lastIndexOf("/") + 1),
  },
  {
    title: "DECLARED",
    cells: 20,
    from: 100,
    text: ({ task }) => [placeText(task), ...oddText(task)].join("  "),
  },
];

/** The tasks of the project, or the opened one: at most `size.rows` lines. */
export function crontabRows(
  view: ListView,
  header: Pick<HeaderView, "zoneMinutes">,
  { size, theme, page = 0 }: { readonly size: Size; readonly theme: Theme; readonly page?: number },
): readonly Line[] {
  const paper = { width: size.columns, theme };
  if (view.opened !== null)
    return pageOf(openedRows(view, view.opened, paper), { page, rows: size.rows }, paper);
  const lines = [ruleLine(ruleParts(view, header), view, paper), ...listRows(view, paper)];
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

function listRows(view: ListView, paper: Paper): readonly Line[] {
  const missing = missingText(view, "no task is declared");
  if (missing !== null) return [line([plain(`  ${missing}`)], paper.width, paper.theme)];
  const columns = laidOut(COLUMNS, paper.width);
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
const isSafe = ({ task }: TaskRow): boolean =>
  task.singleton === true && task.oddities.length === 0 && task.valid !== false;

const orUnknown = (value: string | number | null): string => (value === null ? "?" : String(value));

function openedRows(view: ListView, row: ListRow, paper: Paper): Parameters<typeof pageOf>[0] {
  if (row.type !== "task") return { head: [], lines: [] };
  const title = `Task ${orUnknown(row.task.task.name)}`;
  const facts = factsOf(row.task, view.project?.crontab.timezone ?? null);
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
    ["next", nextText(row)],
    ["runs", `${orUnknown(task.type)} ${orUnknown(task.callback)} in ${orUnknown(task.runsIn)}`],
    ["locks", locksText(task)],
    ["zone", orUnknown(task.timezone ?? zone)],
    ["envs", task.environments === null ? "?" : task.environments.join(", ") || "all"],
    ["from", `${declared.file}:${declared.line} (${declared.by})`],
    ["odd", task.oddities.map((oddity) => ODDITY_WORDS[oddity]).join("; ")],
    ["last", "logs are not read in this version: last run and result are unknown"],
  ];
}

const locksText = ({ singleton, onOneServer, mutexPool, mutexExpires }: TaskRow["task"]): string =>
  `singleton ${yesNo(singleton)}, onOneServer ${yesNo(onOneServer)}, pool ${orUnknown(mutexPool)}, expires ${orUnknown(mutexExpires)} s`;
