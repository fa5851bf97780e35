import type { TaskRow } from "../../../store/list-view.ts";
import { cronRuleText } from "../../../words/cron-rule.ts";
import { notRunning } from "../../../words/cron-task.ts";
import { duration } from "../../../words/format.ts";
import { runsText } from "../../../words/task-runs.ts";
import type { ListColumn } from "../../list-lines.ts";

export const yesNo = (value: boolean | null): string =>
  value === null ? "?" : value ? "yes" : "NO";

export const nextText = ({ task, nextInMs }: TaskRow): string =>
  nextInMs === null ? notRunning(task) : duration(nextInMs);

const placeText = ({ declared }: TaskRow["task"]): string => `${declared.file}:${declared.line}`;

const oddText = ({ oddities }: TaskRow["task"]): readonly string[] =>
  oddities.length === 0 ? [] : [`! ${oddities.join(" ")}`];

/** What stands before the rest of both lists. */
const TASK_COLUMNS: readonly ListColumn<TaskRow>[] = [
  { title: "", cells: 1, from: 0, text: ({ letter }) => letter ?? " " },
  { title: "TASK", cells: 18, from: 0, until: 99, text: ({ task }) => task.name ?? "?" },
  { title: "TASK", cells: 24, from: 100, text: ({ task }) => task.name ?? "?" },
  { title: "RULE", cells: 14, from: 0, text: ({ task }) => task.rule ?? "?" },
];

const WORDS: Omit<ListColumn<TaskRow>, "from"> = {
  title: "IN WORDS",
  cells: 26,
  text: ({ task }) => (task.rule === null ? "?" : (cronRuleText(task.rule) ?? "")),
};

const NEXT_IN: ListColumn<TaskRow> = { title: "NEXT IN", cells: 8, from: 0, text: nextText };

const LOCKS: readonly ListColumn<TaskRow>[] = [
  { title: "SINGLE", cells: 6, from: 0, text: ({ task }) => yesNo(task.singleton) },
  { title: "1SERVER", cells: 7, from: 0, text: ({ task }) => yesNo(task.onOneServer) },
];

/** As long as no log tells of runs. */
export const DECLARED_COLUMNS: readonly ListColumn<TaskRow>[] = [
  ...TASK_COLUMNS,
  { ...WORDS, from: 120 },
  NEXT_IN,
  { title: "RUNS IN", cells: 12, from: 100, text: ({ task }) => task.runsIn ?? "?" },
  ...LOCKS,
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

/** Where it runs, or where it will run next. */
const runsInText = ({ task, runs }: TaskRow): string =>
  runs?.nextSlot == null ? (task.runsIn ?? "?") : `next ${runs.nextSlot}`;

/** Once one does: the last run, and what was not as it should be. */
export const runColumns = (zoneMinutes: number): readonly ListColumn<TaskRow>[] => [
  ...TASK_COLUMNS,
  { ...WORDS, from: 150 },
  NEXT_IN,
  { title: "RUNS IN", cells: 14, from: 120, text: runsInText },
  ...LOCKS,
  {
    title: "LAST RUN",
    cells: 16,
    from: 0,
    text: ({ runs }) => (runs === null ? "?" : runsText(runs, zoneMinutes)),
  },
];
