// What a session is given, and what of it lives longer than one connection.
import { NO_DEMAND, type Demand } from "../domain/demand.ts";
import type { Fault } from "../domain/fault.ts";
import type { SessionState } from "../domain/observation.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Gathered, ShellSeen } from "../domain/ports/source.ts";
import type { Transport } from "../domain/ports/transport.ts";
import type { Target } from "../domain/target.ts";
import { epochMs } from "../domain/units.ts";
import { newBudget, type Budget } from "./budget.ts";
import { newErrands, type Errands } from "./errands.ts";
import type { Roster } from "./known.ts";

export type SessionOptions = {
  readonly target: Target;
  readonly transport: Transport;
  /** The text of collector.sh. */
  readonly script: string;
  readonly intervalMs: number;
  /** CPU milliseconds the collector may take per second. */
  readonly budgetMs: number;
  readonly clock: Clock;
  /** Start also where less than 8 MiB are left. */
  readonly force: boolean;
  /** What does not run, or is paused, is waited for although it was never had. Absent: it is not. */
  readonly waits?: boolean;
  /** A target in which no shell can be had is asked again and again: others tell of it meanwhile. Absent: it is given up. */
  readonly withoutShell?: boolean;
  /** PIDs of the target that belong to the one who looks: for a target on this machine, our own. */
  readonly ownPids: readonly number[];
  /** Where the target has its cgroup file system, seen from /proc. For tests. */
  readonly cgroupRoot?: string;
};

export type Ongoing = {
  /** Of the last reading. */
  seq: number;
  wasLive: boolean;
  /** When the last stream began to answer, our clock; null: none did. */
  attachedAt: number | null;
  /** Our wall clock minus the monotonic one, when something was last asked. */
  clockOffsetMs: number | null;
  demand: Demand;
  clientPid: number | null;
  shell: ShellSeen | null;
  /** The target's clock minus ours. */
  skewMs: number;
  bootMs: number | null;
  roster: Roster;
  budget: Budget;
  budgetAtMs: number;
  readonly errands: Errands;
};

export const newOngoing = ({ budgetMs, clock }: SessionOptions): Ongoing => ({
  seq: 0,
  wasLive: false,
  attachedAt: null,
  clockOffsetMs: null,
  demand: NO_DEMAND,
  clientPid: null,
  shell: null,
  skewMs: 0,
  bootMs: null,
  roster: new Map(),
  budget: newBudget(budgetMs),
  budgetAtMs: clock.monotonic(),
  errands: newErrands(),
});

/** By the target's clock as far as it is known, so that sessions and samples stand in order in a recording. */
export function change(
  { skewMs }: Pick<Ongoing, "skewMs">,
  clock: Clock,
  state: SessionState,
  fault: Fault | null,
): Gathered {
  const at = epochMs(Math.round(clock.now() + skewMs));
  return { type: "session", session: { state, at, fault } };
}
