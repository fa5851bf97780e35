// The help and an opened row of a list are read in pages, where a screen has not room for all of it.
import type { Command } from "./command.ts";
import type { Screen } from "./state.ts";

/** Which page is read then; null: the command turns none. In an opened row `j` and `k` go on to the next one. */
export function pageTurned(
  { page, isHelpOpen, isFrozen, list }: Screen,
  command: Command,
): number | null {
  if (isFrozen) return null;
  const isRead = isHelpOpen || list?.isOpened === true;
  if (command.type === "page") return isRead ? page + command.by : null;
  if (!isHelpOpen) return null;
  if (command.type === "move") return page + Math.sign(command.by);
  if (command.type === "top") return 0;
  return command.type === "bottom" ? -1 : null;
}

/** What is read anew is read from its top. */
export const pageAfter = (before: Screen, after: Screen): number =>
  before.isHelpOpen === after.isHelpOpen &&
  before.list?.isOpened === after.list?.isOpened &&
  before.list?.selected === after.list?.selected
    ? after.page
    : 0;
