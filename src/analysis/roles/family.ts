import type { Role, RoleSource, ServerMode } from "../../domain/role.ts";
import type { Framework, TitleReading } from "./frameworks/framework.ts";
import type { Node } from "./tree.ts";

/** One server as one reading shows it, before it has an id. */
export type Family = {
  /** How its titles are read; null: they tell nothing. */
  readonly framework: Framework | null;
  readonly frameworkId: string | null;
  readonly app: string | null;
  /** Null: only orphans are left. */
  readonly head: Node | null;
  readonly mode: ServerMode | null;
  readonly members: readonly Member[];
};

export type Member = {
  readonly node: Node;
  readonly role: Role | null;
  readonly from: RoleSource | null;
  readonly name: string | null;
  readonly number: string | null;
  /** Of a child: the nearest process above it that is none. */
  readonly forker: Node | null;
  readonly isOrphan: boolean;
};

/** How titles of one server are read. */
export type Reader = Pick<Family, "framework" | "app">;

export function readTitle({ framework, app }: Reader, node: Node): TitleReading | null {
  return framework === null || node.title === null ? null : framework.read(node.title, app);
}

const NAMING_ROLES: readonly (Role | undefined)[] = ["master", "manager", "worker", "task-worker"];

/** A role that names itself. A user process may be called anything. */
export const isStrong = (reading: TitleReading | null): boolean =>
  NAMING_ROLES.includes(reading?.role);

export type Managed = TitleReading & {
  readonly role: Exclude<TitleReading["role"], "master" | "manager">;
};

export const isBelowManager = (reading: TitleReading | null): reading is Managed =>
  reading !== null && reading.role !== "master" && reading.role !== "manager";
