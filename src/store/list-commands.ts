import { show } from "../domain/text.ts";
import type { Command } from "./command.ts";
import type { CronTask } from "../domain/project.ts";
import type { ListRow } from "./list-view.ts";
import { listHeight, openedRow, rowsOf, selectedIndex } from "./select/list.ts";
import type { Known, ListScreen } from "./state.ts";
import type { Geometry } from "./view.ts";
import { erased, typed } from "./typing.ts";

/** The crontab or the audit before the processes, from its top. */
export const listOf = (view: ListScreen["view"]): ListScreen => ({
  view,
  selected: null,
  filter: null,
  isOpened: false,
  showsAll: false,
});

const HEARD: readonly Command["type"][] = [
  "move",
  "page",
  "top",
  "bottom",
  "filter-open",
  "open",
  "back",
  "copy",
  "show-all",
  "jump",
  "audit-export",
  "project-again",
  "view",
  "logs-focus",
  "help",
  "freeze",
  "record",
  "utc",
  "suspend",
  "quit",
];
const TYPING: readonly Command["type"][] = [
  "filter-type",
  "filter-erase",
  "filter-keep",
  "back",
  "move",
  "suspend",
  "quit",
];

export const isHeardInList = ({ filter }: ListScreen, { type }: Command): boolean =>
  filter?.isTyping === true ? TYPING.includes(type) : HEARD.includes(type);

type Change = (at: {
  readonly known: Known;
  readonly list: ListScreen;
  readonly command: Command;
  readonly height: number;
}) => ListScreen | null;

/** What each command makes of a list; null: the processes again. What is not here only asks for an effect. */
const CHANGES: Readonly<Partial<Record<Command["type"], Change>>> = {
  move: ({ known, list, command }) =>
    command.type === "move" ? moved(known, list, command.by) : list,
  page: ({ known, list, command, height }) =>
    command.type === "page"
      ? moved(known, list, command.by * Math.max(1, command.part === "full" ? height : height >> 1))
      : list,
  top: ({ known, list }) => moved(known, list, -Infinity),
  bottom: ({ known, list }) => moved(known, list, Infinity),
  open: ({ known, list }) => ({ ...moved(known, list, 0), isOpened: true }),
  "show-all": ({ list }) => ({ ...list, showsAll: !list.showsAll }),
  "filter-open": ({ list }) => ({
    ...list,
    filter: { text: list.filter?.text ?? "", isTyping: true },
  }),
  "filter-type": ({ list, command }) =>
    command.type === "filter-type" ? { ...list, filter: typed(list.filter, command.text) } : list,
  "filter-erase": ({ list }) => ({ ...list, filter: erased(list.filter) }),
  "filter-keep": ({ list }) => ({ ...list, filter: kept(list.filter) }),
  jump: ({ known, list }) => (jumpText(known, list) === null ? list : null),
  back: ({ list }) => back(list),
};

export function listCommanded(
  known: Known,
  list: ListScreen,
  command: Command,
  geometry: Geometry,
): ListScreen | null {
  const change = CHANGES[command.type];
  if (change === undefined) return list;
  // what was opened and is gone is closed, and not another one opened by the next move
  const isOpened = openedRow(rowsOf(known, list), list) !== null;
  return change({ known, list: { ...list, isOpened }, command, height: listHeight(geometry) });
}

const kept = (filter: ListScreen["filter"]): ListScreen["filter"] =>
  filter === null || filter.text === "" ? null : { text: filter.text, isTyping: false };

function moved(known: Known, list: ListScreen, by: number): ListScreen {
  const rows = rowsOf(known, list);
  const index = Math.min(Math.max(0, selectedIndex(rows, list) + by), Math.max(0, rows.length - 1));
  return { ...list, selected: rows[index]?.key ?? null };
}

/** What lies on top is closed first; at last the processes. */
function back(list: ListScreen): ListScreen | null {
  if (list.filter?.isTyping === true) return { ...list, filter: null };
  if (list.isOpened) return { ...list, isOpened: false };
  return list.filter === null ? null : { ...list, filter: null };
}

const selectedRow = (known: Known, list: ListScreen): ListRow | null => {
  const rows = rowsOf(known, list);
  return rows[selectedIndex(rows, list)] ?? null;
};

/** What of the selected row is worth copying: what is to be written, else what was found. */
export function copiedFromList(known: Known, list: ListScreen): string | null {
  const row = selectedRow(known, list);
  if (row === null) return null;
  if (row.type === "task") {
    const { name, rule } = row.task.task;
    return [name, rule].map((text) => show(text ?? "")).join("\t");
  }
  const { snippet, code, subject, claim, evidence, advice } = row.verdict;
  const texts = snippet === null ? [code, subject, claim, evidence, advice] : [snippet];
  return texts.flatMap((text) => text?.split("\n").map(show) ?? []).join("\n");
}

const WHERE = {
  worker: "worker",
  "task-worker": "task-worker",
  "worker-or-task-worker": "worker",
  "user-process": "crontab-dispatcher",
  single: "single",
} as const;
/** The part of a slot's name that tells what it is: `Worker.0` is in the rows as it stands. */
const OF_STRATEGY = {
  worker: "worker",
  process: "worker",
  "task-worker": "task-worker",
  coroutine: "crontab-dispatcher",
  custom: null,
} as const;

/** The filter that shows the processes a row speaks of; null: it speaks of none. */
export function jumpText(known: Known, list: ListScreen): string | null {
  const row = selectedRow(known, list);
  const project = known.declared?.project;
  if (row === null || project === undefined) return null;
  if (row.type === "task")
    return row.task.task.runsIn === null ? null : WHERE[row.task.task.runsIn];
  const { subject, rule } = row.verdict;
  const task = project.crontab.tasks.find((each) => subjectOf(each) === subject);
  if (task?.runsIn != null) return WHERE[task.runsIn];
  if (rule.includes("strategy"))
    return project.crontab.strategy === null ? null : OF_STRATEGY[project.crontab.strategy];
  return subject !== null && isRunning(known, subject) ? subject : null;
}

/** A task without a name is called by its place. */
const subjectOf = ({ name, declared }: CronTask): string =>
  name ?? `${declared.file}:${declared.line}`;

const isRunning = ({ sample }: Known, name: string): boolean =>
  (sample?.servers ?? []).some(({ processes }) =>
    processes.some(
      ({ role, slot, name: own }) =>
        role === name || slot?.toString() === name || own?.toString() === name,
    ),
  );
