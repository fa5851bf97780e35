import type { Family, Member } from "./family.ts";
import { SLOTS_KEPT, type Census, type KnownMember, type KnownServer } from "./memory.ts";
import type { Node } from "./tree.ts";

/** Where a process stands in its server. */
export type Standing = Pick<KnownMember, "slot" | "parentSlot" | "generation">;

/** Slot, parent's slot and generation of every member, and what the server remembers from now on. */
export function standings(
  { members }: Family,
  known: KnownServer,
  census: Census,
): {
  readonly byNode: ReadonlyMap<Node, Standing>;
  readonly generations: KnownServer["generations"];
} {
  const slots = slotsOf(members);
  const generations = new Map(known.generations);
  const byNode = new Map<Node, Standing>();
  for (const { node, role, forker } of members.toSorted(byAge)) {
    const slot = slots.get(node) ?? null;
    const former = census.members.get(node.key);
    const isSame = former?.serverId === known.id && former.slot === slot;
    const above = forker === null ? former?.parentSlot : slots.get(forker);
    byNode.set(node, {
      slot,
      parentSlot: role === "child" ? (above ?? null) : null,
      generation: isSame ? former.generation : next(generations, slot),
    });
  }
  const surplus = [...generations.keys()].slice(0, Math.max(0, generations.size - SLOTS_KEPT));
  for (const slot of surplus) generations.delete(slot);
  return { byNode, generations };
}

/** When two incarnations are seen for the first time, the older is the former. */
const byAge = ({ node: { reading: a } }: Member, { node: { reading: b } }: Member): number =>
  (a.startedAt ?? 0) - (b.startedAt ?? 0) || a.pid - b.pid;

function next(generations: Map<string, number>, slot: string | null): number | null {
  if (slot === null) return null;
  const generation = (generations.get(slot) ?? 0) + 1;
  generations.delete(slot);
  generations.set(slot, generation);
  return generation;
}

function slotsOf(members: readonly Member[]): ReadonlyMap<Node, string> {
  const unnumbered = new Map<string, number>();
  for (const { role, name, number } of members)
    if (role === "user-process" && name !== null && number === null)
      unnumbered.set(name, (unnumbered.get(name) ?? 0) + 1);
  return new Map(
    members.flatMap((member) => {
      const slot = slotOf(member, (name) => unnumbered.get(name) === 1);
      return slot === null ? [] : [[member.node, slot] as const];
    }),
  );
}

/** A user process without a number has a slot as long as it is the only one of its name. */
function slotOf({ role, name, number }: Member, isOnly: (name: string) => boolean): string | null {
  if (role === "master") return "Master";
  if (role === "manager") return "Manager";
  if (role === "worker") return number === null ? null : `Worker.${number}`;
  if (role === "task-worker") return number === null ? null : `TaskWorker.${number}`;
  if (role !== "user-process" || name === null) return null;
  if (number !== null) return `${name}.${number}`;
  return isOnly(name) ? name : null;
}
