import type { LogEvent } from "../../domain/log.ts";
import type { Role } from "../../domain/role.ts";
import { untrustedText, type Untrusted } from "../../domain/text.ts";
import type { Entry } from "../select/entry.ts";
import { linesOf } from "../select/lines.ts";
import type { Known, State } from "../state.ts";
import type { Subject } from "./screen.ts";
import type { Part } from "./ring.ts";
import { areSeveral, isOfServer } from "./servers.ts";
import { isGap, type Kept } from "./shelf.ts";
import { shelfName } from "./shelves.ts";
import type { LogSubject } from "./view.ts";

/** Whose lines are shown, and how they are told from others. */
export type Meant = Part & {
  readonly subject: LogSubject;
  /** The one row that is looked at; null: several, or another subject. */
  readonly entry: Entry | null;
  /** The same text for the same lines. */
  readonly key: string;
};

/** These concern every process of a server. */
const OF_ALL: ReadonlySet<LogEvent["kind"]> = new Set([
  "server-start",
  "server-stop",
  "reload",
  "manager-lost",
]);

/** What was said, else what follows from how the table is looked at. */
export function subjectOf({ screen: { logs, isChosen, opened } }: Pick<State, "screen">): Subject {
  if (logs.subject !== null) return logs.subject;
  return isChosen || opened !== null || logs.marked.length > 0 ? "rows" : "all";
}

export function meantOf(state: State): Meant {
  const subject = subjectOf(state);
  if (subject === "all") return ALL;
  return subject === "rows" ? ofRows(lookedAt(state), state.known) : ofRole(subject.role);
}

const ALL: Meant = {
  subject: { kind: "all" },
  entry: null,
  key: "all",
  isOfShelf: () => true,
  isOfEvent: () => true,
};

/** The marked rows that are still there, else the opened or selected one. */
export function lookedAt({ known, screen, program }: State): readonly Entry[] {
  const { entries } = linesOf({ known, screen, program });
  const marked = entries.filter(({ key }) => screen.logs.marked.includes(key));
  if (marked.length > 0) return marked;
  const wanted = screen.opened ?? screen.selected?.key;
  return entries.filter(({ key }) => key === wanted);
}

/** A slot outlives a PID: its lines are those of every incarnation. Without one a process has only its own. */
function ofRows(entries: readonly Entry[], known: Known): Meant {
  const shelves = new Set(entries.map(({ server, process }) => placeIn(server.id, process)));
  const servers = [...new Set(entries.map(({ server }) => server.id))];
  const serversOfOne = (said: { readonly server: string | null }): readonly string[] =>
    servers.filter((id) => isOfServer(said, id, known));
  const isOf = (name: string, said: { readonly server: string | null }): boolean =>
    serversOfOne(said).some((id) => shelves.has(`${id}\n${name}`));
  const [first] = entries;
  return {
    subject: { kind: "rows", names: entries.map((entry) => nameOf(entry, known)) },
    entry: entries.length === 1 && first !== undefined ? first : null,
    key: ["rows", areSeveral(known), ...[...shelves].toSorted()].join("\n"),
    isOfShelf: (writer) => writer.name !== "" && isOf(writer.name, writer),
    isOfEvent: (event) =>
      OF_ALL.has(event.kind) ? serversOfOne(event).length > 0 : isOf(shelfName(event), event),
  };
}

/** As `shelfName` calls it, in its server. */
const placeIn = (server: string, { slot, pid, nsPid }: Entry["process"]): string =>
  `${server}\n${shelfName({ slot, pid: nsPid ?? pid })}`;

/** A slot alone tells nothing where several servers have one. */
function nameOf({ server, process }: Entry, known: Known): Untrusted | number {
  const { slot, pid } = process;
  if (slot === null || !areSeveral(known)) return slot ?? pid;
  return untrustedText(`${server.id}/${slot}`);
}

function ofRole(role: Role): Meant {
  return {
    subject: { kind: "role", role },
    entry: null,
    key: `role\n${role}`,
    isOfShelf: ({ slot }) => slot !== null && roleOf(slot) === role,
    isOfEvent: ({ kind, slot }) => OF_ALL.has(kind) || (slot !== null && roleOf(slot) === role),
  };
}

/** Slots are named by role (contract 2.1); any other name is a user process. */
function roleOf(slot: string): Role {
  if (slot === "Master") return "master";
  if (slot === "Manager") return "manager";
  if (/^Worker\.\d+$/u.test(slot)) return "worker";
  return /^TaskWorker\.\d+$/u.test(slot) ? "task-worker" : "user-process";
}

export const isShown = ({ shelf, content }: Kept, meant: Meant): boolean => {
  if (content === null) return false;
  if (typeof content === "string") return meant.isOfShelf(shelf);
  return isGap(content) || meant.isOfEvent(content);
};
