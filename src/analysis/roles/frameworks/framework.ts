import type { Role } from "../../../domain/role.ts";

/** What a process title says. */
export type TitleReading = {
  readonly role: Exclude<Role, "single" | "child">;
  /** Of a user process. */
  readonly name: string | null;
  /** Digits that tell processes of one kind apart; null where the framework gives none. */
  readonly number: string | null;
};

/** How one framework names its processes. Titles are hostile: both functions are linear in their length. */
export type Framework = {
  /** As contract 2.1 `framework` has it. */
  readonly id: string;
  /** Apps that a title could belong to (null: an app without a name). Empty: no title of this framework, or one that names nothing for certain. */
  readonly apps: (title: string) => readonly (string | null)[];
  /** What a title means in a server of this app. Null: nothing. */
  readonly read: (title: string, app: string | null) => TitleReading | null;
};

export const reading = (
  role: TitleReading["role"],
  number: string | null = null,
  name: string | null = null,
): TitleReading => ({ role, name, number });

/** The part of a title between `start` and `end`; null when it does not begin and end so. */
export const between = (title: string, start: string, end: string): string | null =>
  title.length >= start.length + end.length && title.startsWith(start) && title.endsWith(end)
    ? title.slice(start.length, title.length - end.length)
    : null;
