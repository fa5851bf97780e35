// Processes that stand below no top: what a manager left behind.
import { readTitle, isBelowManager, isStrong, type Reader } from "./family.ts";
import { fingerprint } from "./fingerprint.ts";
import { readersOf } from "./titled.ts";
import { looksLikePhp, type Node, type Tree } from "./tree.ts";

/** Servers whose orphans stand under one parent are few. Five hundred lone titles may not cost more. */
const READERS_PER_GROUP = 32;

/** Orphans that belong together, by titles. */
export type Adrift = Reader & { readonly nodes: readonly Node[] };

/**
 * Groups of processes that nobody of their kin stands above, under one parent (PID 1, a subreaper, none), with titles that agree.
 * One such title is no evidence: there must be two that agree, or the signal masks of a worker, or a server of this app that `isExpected`.
 */
export function adriftGroups(
  { byPid }: Tree,
  nodes: readonly Node[],
  isExpected: (reader: Reader) => boolean,
): readonly Adrift[] {
  const titled = nodes.filter(({ title, parent }) => title !== null && parent === null);
  const byParent = Map.groupBy(titled, ({ reading }) => reading.ppid ?? 0);
  return [...byParent].flatMap(([ppid, group]) => {
    const isLeft = ppid <= 1 || !byPid.has(ppid);
    return groupsOf(group, (reader) => isLeft && isExpected(reader));
  });
}

function groupsOf(
  group: readonly Node[],
  isExpected: (reader: Reader) => boolean,
): readonly Adrift[] {
  let rest = group;
  const found: Adrift[] = [];
  for (const reader of readersIn(group)) {
    const nodes = rest.filter((node) => isBelowManager(readTitle(reader, node)));
    const strong = nodes.filter((node) => isStrong(readTitle(reader, node)));
    const hasMasks = strong.some(({ reading }) => fingerprint(reading) === "loop");
    if (strong.length === 0 || (nodes.length < 2 && !hasMasks && !isExpected(reader))) continue;
    rest = rest.filter((node) => !nodes.includes(node));
    found.push({ ...reader, nodes });
  }
  return found;
}

/** How the titles of a group can be read, the reading with the most agreement first. */
function readersIn(group: readonly Node[]): readonly Reader[] {
  const votes = new Map<string, { reader: Reader; count: number }>();
  for (const reader of group.flatMap(({ title }) => readersOf(title))) {
    const key = `${reader.framework?.id ?? ""} ${reader.app ?? "\0"}`;
    votes.set(key, { reader, count: (votes.get(key)?.count ?? 0) + 1 });
  }
  return [...votes.values()]
    .toSorted((a, b) => b.count - a.count)
    .slice(0, READERS_PER_GROUP)
    .map(({ reader }) => reader);
}

/**
 * Without readable titles: workers of one command under one foreign parent. One alone is a server of its own; several, with a task worker beside them or titles
 * of their own, are what a manager left.
 */
export function maskedGroups(nodes: readonly Node[]): readonly (readonly Node[])[] {
  const alone = nodes.filter((node) => {
    if (node.parent !== null || !looksLikePhp(node)) return false;
    const print = fingerprint(node.reading);
    return print === "loop" || print === "task-worker" || print === "user-process";
  });
  const groups = Map.groupBy(
    alone,
    ({ reading: { ppid, comm }, title, command }) =>
      `${ppid ?? 0} ${comm} ${title === null ? command : ""}`,
  );
  return [...groups.values()].filter(
    (group) => group.filter(({ reading }) => fingerprint(reading) === "loop").length > 1,
  );
}

/** Whether such a group is certain to have lost its manager: a server of one process has no task worker, and no title of its own kind beside it. */
export const isLeftBehind = (group: readonly Node[]): boolean =>
  group.some(({ title, reading }) => title !== null || fingerprint(reading) === "task-worker");
