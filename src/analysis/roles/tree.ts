import type { ProcessReading } from "../../domain/reading.ts";
import { SECOND_MS, type EpochMs } from "../../domain/units.ts";

/** A living process among its kin: parent and children under the same name of executable, as a fork leaves it. */
export type Node = {
  readonly reading: ProcessReading;
  /** One PID in one life. */
  readonly key: string;
  /** What it calls itself: a command line of one word. Null: several words, or too long to be a title. */
  readonly title: string | null;
  readonly command: string;
  parent: Node | null;
  readonly kids: Node[];
};

export type Tree = { readonly nodes: readonly Node[]; readonly byPid: ReadonlyMap<number, Node> };

/** Beyond it nothing is a role, whatever it says: titles are hostile. */
const LONGEST_TITLE = 512;
/** Until then a process may still look like the one it was forked from. */
const SETTLED_MS = 2 * SECOND_MS;

/** Kernel threads and zombies are no processes here: both have an empty command line. */
const lives = ({ state, cmdline }: ProcessReading): boolean =>
  cmdline.length > 0 && state !== "Z" && state !== "X";

export function treeOf(processes: readonly ProcessReading[]): Tree {
  const nodes = processes.filter(lives).map(nodeOf);
  const byPid = new Map(nodes.map((node) => [node.reading.pid, node]));
  for (const node of nodes) {
    const { ppid, comm } = node.reading;
    const parent = ppid === null ? undefined : byPid.get(ppid);
    if (parent?.reading.comm === comm) node.parent = parent;
  }
  cutCircles(nodes);
  for (const node of nodes) node.parent?.kids.push(node);
  return { nodes, byPid };
}

/** A recording or a torn reading may claim that two processes are each other's parents. */
function cutCircles(nodes: readonly Node[]): void {
  const walks = new Map<Node, number>();
  for (const [walk, start] of nodes.entries()) {
    let node = start;
    while (node.parent !== null && !walks.has(node)) {
      walks.set(node, walk);
      node = node.parent;
    }
    if (walks.get(node) === walk && node.parent !== null) node.parent = null;
    else walks.set(node, walk);
  }
}

function nodeOf(reading: ProcessReading): Node {
  const [first = "", ...more] = reading.cmdline;
  const title = more.length === 0 && first.length <= LONGEST_TITLE ? first : null;
  const key = `${reading.pid}:${reading.startKey}`;
  return { reading, key, title, command: reading.cmdline.join("\0"), parent: null, kids: [] };
}

/** Forked and not executed: what was executed anew has a command line of its own. */
export const isFork = (kid: Node, parent: Node): boolean =>
  kid.title !== null || kid.command === parent.command;

export const looksLikePhp = ({ reading: { comm, cmdline } }: Node): boolean =>
  (/php/i.test(comm) || /php[^/]*$/i.test(cmdline[0] ?? "")) && !/fpm|cgi/i.test(comm);

/** Whether it has lived long enough to look like what it is. A process of unknown age has. */
export const isSettled = ({ reading: { startedAt } }: Node, at: EpochMs): boolean =>
  startedAt === null || at - startedAt >= SETTLED_MS;

/** PID 1 of its namespace: whoever loses a parent becomes its child. */
export const isInit = ({ reading: { pid, nsPid } }: Node): boolean => (nsPid ?? pid) === 1;
