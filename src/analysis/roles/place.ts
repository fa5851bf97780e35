// Who is who in a server, by title first and then by place and masks: from its top down.
import type { Role, ServerMode } from "../../domain/role.ts";
import type { EpochMs } from "../../domain/units.ts";
import { isBelowManager, readTitle, type Member, type Reader } from "./family.ts";
import { fingerprint } from "./fingerprint.ts";
import type { TitleReading } from "./frameworks/framework.ts";
import { isFork, isSettled, type Node } from "./tree.ts";

export type Walk = Reader & {
  readonly at: EpochMs;
  /** Belongs to another server, or is the top of one. */
  readonly isTaken: (node: Node) => boolean;
};

/** Every process of the server with this top. */
export function membersBelow(head: Node, mode: ServerMode, walk: Walk): readonly Member[] {
  const own = readTitle(walk, head);
  if (mode === "single" || mode === "coroutine") {
    const single = placed(head, "single", null);
    return [single, ...forksOf(head, single, walk)];
  }
  if (mode !== "process") return [placed(head, "manager", own), ...belowManager(head, walk)];
  const members = [placed(head, "master", own)];
  for (const kid of kidsOf(head, walk)) members.push(...belowMaster(kid, head, walk));
  return members;
}

const kidsOf = (node: Node, { isTaken }: Walk): readonly Node[] =>
  node.kids.filter((kid) => !isTaken(kid)).toSorted((a, b) => a.reading.pid - b.reading.pid);

const placed = (node: Node, role: Role, title: TitleReading | null): Member => ({
  ...blank(node),
  role,
  from: title?.role === role ? "title" : "kernel",
});

const blank = (node: Node): Member => ({
  node,
  role: null,
  from: null,
  name: null,
  number: null,
  forker: null,
  isOrphan: false,
});

const told = (node: Node, { role, name, number }: TitleReading): Member => ({
  ...blank(node),
  role,
  from: "title",
  name,
  number,
});

/** A master that is PID 1 adopts whom the manager leaves behind; else its only child is the manager. */
function belowMaster(kid: Node, head: Node, walk: Walk): readonly Member[] {
  const title = readTitle(walk, kid);
  if (isBelowManager(title)) return orphaned(kid, walk);
  const print = fingerprint(kid.reading);
  if (isManager(kid, title, walk))
    return [placed(kid, "manager", title), ...belowManager(kid, walk)];
  if (print === "loop" || print === "task-worker") return orphaned(kid, walk);
  return isFork(kid, head) ? [blank(kid)] : [];
}

function isManager(kid: Node, title: TitleReading | null, walk: Walk): boolean {
  if (title?.role === "manager" || fingerprint(kid.reading) === "manager") return true;
  return kid.kids.length > 1 || kid.kids.some((each) => isBelowManager(readTitle(walk, each)));
}

function belowManager(manager: Node, walk: Walk): readonly Member[] {
  const kids = kidsOf(manager, walk);
  const areLoopsWorkers = areWorkers(kids, walk);
  return kids.flatMap((kid) => {
    const title = readTitle(walk, kid);
    const member = isBelowManager(title) ? told(kid, title) : untitled(kid, walk, areLoopsWorkers);
    return [member, ...forksOf(kid, member, walk)];
  });
}

/**
 * One server has coroutines in all its task workers or in none: beside a task worker without, whoever has an event loop is an event worker.
 * So is the only one that has one, as there is no server without an event worker.
 */
function areWorkers(kids: readonly Node[], walk: Walk): boolean {
  const prints = kids
    .filter((kid) => !isBelowManager(readTitle(walk, kid)))
    .map((kid) => fingerprint(kid.reading));
  return (
    prints.includes("task-worker") ||
    (prints.filter((print) => print === "loop").length === 1 &&
      kids.every((kid) => isSettled(kid, walk.at)))
  );
}

/** A fork that has no title of its own yet still has the masks of its manager, too: then nothing can be told. */
function untitled(node: Node, { at }: Walk, areLoopsWorkers: boolean): Member {
  const print = fingerprint(node.reading);
  if (print === "loop")
    return { ...blank(node), role: areLoopsWorkers ? "worker" : null, from: "kernel" };
  if (print === "task-worker" || (print === "user-process" && isSettled(node, at)))
    return { ...blank(node), role: print, from: "kernel" };
  return blank(node);
}

/** What a worker or a user process forked, and what those forked. */
export function forksOf(node: Node, parent: Member, walk: Walk): readonly Member[] {
  return kidsOf(node, walk)
    .filter((kid) => isFork(kid, node))
    .flatMap((kid) => {
      const child: Member = {
        ...blank(kid),
        role: "child",
        from: "kernel",
        name: parent.name,
        forker: parent.forker ?? node,
      };
      return [child, ...forksOf(kid, child, walk)];
    });
}

/** A process whose manager is gone, with what it forked. */
export function orphaned(node: Node, walk: Walk): readonly Member[] {
  const title = readTitle(walk, node);
  const member = isBelowManager(title) ? told(node, title) : untitled(node, walk, false);
  return [{ ...member, isOrphan: true }, ...forksOf(node, member, walk)];
}
