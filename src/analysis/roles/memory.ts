import type { Role, RoleSource, ServerMode } from "../../domain/role.ts";
import type { EpochMs } from "../../domain/units.ts";

/** What is remembered of a living member, by PID and start. */
export type KnownMember = {
  readonly serverId: string;
  readonly command: string;
  readonly role: Role | null;
  readonly from: RoleSource | null;
  readonly name: string | null;
  readonly number: string | null;
  readonly slot: string | null;
  readonly parentSlot: string | null;
  readonly generation: number | null;
  /** As first read: the kernel's boot time moves when a clock is set. */
  readonly startedAt: EpochMs | null;
  readonly cgroup: string | null;
};

/** What is remembered of a server, also while it is down. */
export type KnownServer = {
  readonly id: string;
  /** Whose servers share an id: the same app comes back as the same server. */
  readonly identity: string;
  readonly mode: ServerMode | null;
  readonly app: string | null;
  readonly frameworkId: string | null;
  /** The last generation of each slot. */
  readonly generations: ReadonlyMap<string, number>;
};

/** What one reading leaves for the next. Bounded by the living processes and `SERVERS_KEPT`. */
export type Census = {
  readonly members: ReadonlyMap<string, KnownMember>;
  /** The longest unseen first. */
  readonly servers: readonly KnownServer[];
};

export const SERVERS_KEPT = 64;
/** Slots of one server whose generations are remembered. Titles are hostile: a process can call itself something new each second. */
export const SLOTS_KEPT = 1024;

export const emptyCensus: Census = { members: new Map(), servers: [] };
