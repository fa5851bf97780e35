import type { EpochMs } from "../../domain/units.ts";
import { adriftGroups, isLeftBehind, maskedGroups } from "./adrift.ts";
import { readTitle, type Family, type Member, type Reader } from "./family.ts";
import { fingerprint } from "./fingerprint.ts";
import type { Census, KnownMember } from "./memory.ts";
import { membersBelow, orphaned, type Walk } from "./place.ts";
import { titledHeads, type Head } from "./titled.ts";
import { isSettled, type Node, type Tree } from "./tree.ts";
import { untitledHead } from "./untitled.ts";

/** A family that already has its id: what is left of a server seen before. */
export type Remains = { readonly serverId: string; readonly members: readonly Member[] };

const UNREAD: Reader = { framework: null, app: null };

/** Every Swoole server of a reading, and what is left of those that were there before. */
export function familiesOf(
  tree: Tree,
  census: Census,
  at: EpochMs,
): { readonly families: readonly Family[]; readonly remains: readonly Remains[] } {
  const claimed = new Set<Node>();
  const claim = <Found extends { readonly members: readonly Member[] }>(found: Found): Found => {
    for (const { node } of found.members) claimed.add(node);
    return found;
  };
  const isFree = (node: Node) => !claimed.has(node);

  const heads = titledHeads(tree.nodes, ({ key }) => census.members.has(key));
  const tops = new Set(heads.map(({ node }) => node));
  const walk = (reader: Reader): Walk => ({
    ...reader,
    at,
    isTaken: (node) =>
      claimed.has(node) ||
      (tops.has(node) && node.title !== null && readTitle(reader, node) === null),
  });

  const families: Family[] = [];
  for (const head of heads)
    if (isFree(head.node)) families.push(claim(titledFamily(head, walk(head))));

  const isNew = (node: Node) => isFree(node) && !isManaged(census.members.get(node.key));
  const groups = maskedGroups(tree.nodes.filter(isNew));
  const inGroups = new Set(groups.flat());
  for (const node of tree.nodes) {
    const head = isNew(node) && !inGroups.has(node) ? untitledHead(node, at) : null;
    if (head === null) continue;
    const { mode, frameworkId } = head;
    const members = membersBelow(node, mode, walk(UNREAD));
    families.push(claim({ ...UNREAD, frameworkId, head: node, mode, members }));
  }
  const remains = remainsOf(tree.nodes.filter(isFree), census).map((found) => claim(found));
  return { families: withAdrift(families, { tree, groups, isFree, walk, at }), remains };
}

/** Once below a manager, never the top of a server: a worker that was left behind looks like a server of one process. */
const isManaged = (known: KnownMember | undefined): boolean =>
  known !== undefined && known.role !== "manager" && !isTop(known);

function titledFamily({ node, framework, app }: Head, walk: Walk): Family {
  const isMaster = readTitle({ framework, app }, node)?.role === "master";
  const mode = isMaster ? "process" : "base";
  const members = membersBelow(node, mode, walk);
  return { framework, frameworkId: framework?.id ?? null, app, head: node, mode, members };
}

type Rest = {
  readonly tree: Tree;
  readonly groups: readonly (readonly Node[])[];
  readonly isFree: (node: Node) => boolean;
  readonly walk: (reader: Reader) => Walk;
  readonly at: EpochMs;
};

/** Orphans join the server of their app, best one that lacks a manager; else they are one of their own. */
function withAdrift(families: readonly Family[], rest: Rest): readonly Family[] {
  const { tree, walk, isFree, at } = rest;
  const free = tree.nodes.filter(isFree);
  let all = families;
  const join = (found: Omit<Family, "head" | "mode">, isKin: (family: Family) => boolean) => {
    const kin = all.filter(isKin);
    const home = kin.find((family) => !hasManager(family)) ?? kin[0];
    all =
      home === undefined
        ? [...all, newFamily(found, free)]
        : all.map((family) =>
            family === home
              ? { ...family, members: [...family.members, ...found.members] }
              : family,
          );
  };
  const titled = adriftGroups(tree, free, (reader) => all.some(isOf(reader)));
  for (const { nodes, framework, app } of titled) {
    const members = nodes.flatMap((node) => orphaned(node, walk({ framework, app })));
    join({ framework, app, frameworkId: framework?.id ?? null, members }, isOf({ framework, app }));
  }
  const joined = new Set(titled.flatMap(({ nodes }) => nodes));
  for (const group of rest.groups) {
    const nodes = group.filter((node) => isFree(node) && !joined.has(node) && isSettled(node, at));
    if (nodes.length === 0) continue;
    const isOrphan = isLeftBehind(nodes);
    const isWorker = nodes.some(({ reading }) => fingerprint(reading) === "task-worker");
    const members = nodes
      .flatMap((node) => orphaned(node, walk(UNREAD)))
      .map((member) => ({
        ...member,
        isOrphan,
        role: isWorker && fingerprint(member.node.reading) === "loop" ? "worker" : member.role,
      }));
    join({ ...UNREAD, frameworkId: null, members }, (family) => isWithoutManager(family, nodes[0]));
  }
  return all;
}

/** A master whose manager is gone has nothing below it: it is one by those who say they were its workers. */
function newFamily(found: Omit<Family, "head" | "mode">, free: readonly Node[]): Family {
  const comm = found.members[0]?.node.reading.comm;
  const master = free.find(
    (node) => node.reading.comm === comm && readTitle(found, node)?.role === "master",
  );
  if (master === undefined) return { ...found, head: null, mode: null };
  return {
    ...found,
    head: master,
    mode: "process",
    members: [masterAlone(master), ...found.members],
  };
}

const isOf =
  (reader: Reader) =>
  (family: Family): boolean =>
    family.framework === reader.framework && family.app === reader.app;

const hasManager = ({ members }: Family): boolean => members.some(({ role }) => role === "manager");

const isWithoutManager = (family: Family, node: Node | undefined): boolean =>
  family.framework === null &&
  family.mode === "process" &&
  !hasManager(family) &&
  family.head?.reading.comm === node?.reading.comm;

/** Members of an earlier reading whom nobody stands above any more. One that was executed anew is no member. */
function remainsOf(nodes: readonly Node[], { members }: Census): readonly Remains[] {
  const free = new Set(nodes);
  const left = nodes.flatMap((node) => {
    const known = members.get(node.key);
    const isBelow = node.parent !== null && !free.has(node.parent);
    return known === undefined || isBelow || known.command !== node.command || isTop(known)
      ? []
      : [{ serverId: known.serverId, member: remembered(node, known) }];
  });
  return [...Map.groupBy(left, ({ serverId }) => serverId)].map(([serverId, found]) => ({
    serverId,
    members: found.map(({ member }) => member),
  }));
}

/** Such a process is found by what it is. */
const isTop = ({ role }: KnownMember): boolean => role === "master" || role === "single";

const masterAlone = (node: Node): Member => ({
  node,
  role: "master",
  from: "title",
  name: null,
  number: null,
  forker: null,
  isOrphan: false,
});

function remembered(node: Node, { role, from, name, number }: KnownMember): Member {
  const isLeft = role !== "manager" && (role !== "child" || node.parent === null);
  return { node, role, from, name, number, forker: null, isOrphan: isLeft };
}
