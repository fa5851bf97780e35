import type { Role } from "../../domain/role.ts";
import type { Entry } from "./entry.ts";

const ABOVE: readonly (Role | null)[] = ["master", "manager"];
const BELOW: readonly (Role | null)[] = ["worker", "task-worker", "user-process", "single", null];

/** The rows of one server as Swoole forks them: master, manager, the rest below; children below their parent. The order within a role stays. */
export function inTree(entries: readonly Entry[]): readonly Entry[] {
  const children = new Map<Entry | null, Entry[]>();
  for (const entry of entries) {
    if (entry.process.role !== "child") continue;
    const parent = parentOf(entry, entries);
    children.set(parent, [...(children.get(parent) ?? []), entry]);
  }
  const lines: Entry[] = [];
  const add = (entry: Entry, depth: number) => {
    lines.push({ ...entry, depth });
    for (const child of children.get(entry) ?? []) add(child, depth + 1);
  };
  const ofRole = (role: Role | null) => entries.filter(({ process }) => process.role === role);
  let depth = 0;
  for (const role of ABOVE) {
    for (const entry of ofRole(role)) add(entry, depth);
    if (ofRole(role).length > 0) depth += 1;
  }
  for (const role of BELOW) for (const entry of ofRole(role)) add(entry, depth);
  for (const entry of children.get(null) ?? []) add(entry, depth);
  return lines;
}

/** By PID, else by the slot that it was forked from. Null: not here, e.g. hidden by the filter. */
function parentOf({ process }: Entry, entries: readonly Entry[]): Entry | null {
  const others = entries.filter((each) => each.process !== process);
  return (
    others.find((each) => each.process.pid === process.ppid) ??
    others.find(
      (each) => process.parentSlot !== null && each.process.slot === process.parentSlot,
    ) ??
    null
  );
}
