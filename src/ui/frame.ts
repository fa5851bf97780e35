import type { ScreenView } from "../store/view.ts";
import { footerLine } from "./footer.ts";
import { logPlaceOf } from "../store/logs/place.ts";
import type { LogPlace } from "../store/logs/view.ts";
import {
  bodyLines,
  isTooSmall,
  messageLines,
  splitBody,
  tooSmallText,
  type Size,
} from "./geometry.ts";
import { blank, line, plain, type Line } from "./line.ts";
import { memoryLine, pressureLine } from "./panes/header/memory.ts";
import { messageRows } from "./panes/header/messages.ts";
import { titleLine } from "./panes/header/title.ts";
import { auditRows } from "./panes/audit/rows.ts";
import { crontabRows } from "./panes/crontab/rows.ts";
import { helpRows } from "./panes/help/rows.ts";
import { logRows } from "./panes/logs/rows.ts";
import { snapshotRows } from "./panes/snapshot/rows.ts";
import { podRows } from "./panes/pods/rows.ts";
import { processRows } from "./panes/process/rows.ts";
import { tableRows } from "./panes/table/rows.ts";
import type { Look } from "./sentences.ts";

/** The whole screen: exactly `size.rows` lines of exactly `size.columns` cells; on a screen that is too small one line that says so. */
export function frame(view: ScreenView, size: Size, look: Look): readonly Line[] {
  const { theme } = look;
  const width = size.columns;
  if (isTooSmall(size)) return [line([plain(tooSmallText(size, "q"))], width, theme)];
  const body = bodyRows(view, { columns: width, rows: bodyLines(size) }, look);
  const lines = [
    titleLine(view.header, width, theme),
    memoryLine(view.memory, view.header, { width, theme }),
    pressureLine(view.memory, view.header, { width, theme }),
    ...messageRows(view, { width, height: messageLines(size) }, look),
    ...body,
  ];
  const free = Array.from({ length: size.rows - 1 - lines.length }, () => blank(width));
  return [...lines, ...free, footerLine(view, width, theme)];
}

/** What stands alone: help, a list, snapshots. Else the table or an opened row, and the log pane at its place. */
function bodyRows(view: ScreenView, size: Size, look: Look): readonly Line[] {
  const { theme } = look;
  if (view.isHelpOpen) return helpRows(view, size, theme);
  if (view.list !== null) {
    const paper = { size, theme, page: view.page };
    return view.list.kind === "audit"
      ? auditRows(view.list, view.header, paper)
      : crontabRows(view.list, view.header, paper);
  }
  if (view.snapshot !== null) return snapshotRows(view.snapshot, view.header, { size, theme });
  const place = logPlaceOf(view.logs, size.columns);
  const { table, log } = splitBody(size, place);
  const logs =
    view.logs === null ? [] : logRows(view.logs, view.header, { size: log, theme, place });
  if (place === "full") return logs;
  const rows = processesRows(view, table, look);
  return place === "none" ? rows : joined({ rows, size: table }, logs, { place, theme });
}

function processesRows(view: ScreenView, size: Size, { theme }: Look): readonly Line[] {
  if (view.process !== null) return processRows(view.process, view.header, { size, theme });
  const pods = view.pods === null ? [] : podRows(view.pods, { width: size.columns, theme });
  const rows = tableRows(view, { ...size, rows: size.rows - pods.length }, theme);
  if (pods.length === 0) return rows;
  const free = Array.from({ length: Math.max(0, size.rows - pods.length - rows.length) }, () =>
    blank(size.columns),
  );
  return [...rows, ...free, ...pods];
}

/** The log below what is above it, or beside it behind a bar. */
function joined(
  { rows, size }: { readonly rows: readonly Line[]; readonly size: Size },
  logs: readonly Line[],
  { place, theme }: { readonly place: LogPlace; readonly theme: Look["theme"] },
): readonly Line[] {
  const free = Array.from({ length: Math.max(0, size.rows - rows.length) }, () =>
    blank(size.columns),
  );
  const filled = [...rows, ...free];
  if (place === "below") return [...filled, ...logs];
  return filled.map(
    (row, index) => row + theme.paint(index === 0 ? "+" : "|", "faint") + (logs[index] ?? ""),
  );
}
