import { readFile } from "node:fs/promises";
import { unitOf } from "../analysis/logs/sources.ts";
import type { Container } from "../domain/container.ts";
import type { Observation } from "../domain/observation.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Sample } from "../domain/sample.ts";
import type { Target } from "../domain/target.ts";
import { inspectors } from "../targets/index.ts";
import { unitContainer } from "../targets/local/unit.ts";
import { withContainer, withLooks, type Looking } from "./containers.ts";
import { chosen } from "./project/follow.ts";

type Look = { readonly target: Target; readonly clock: Clock };

/** Adds what is told from outside of the life before: of a container by its engine, on this machine of the unit by systemd. */
export function withPast(
  observations: AsyncIterable<Observation>,
  { target, clock }: Look,
  signal: AbortSignal,
): AsyncIterable<Observation> {
  if (target.scheme === "local") return withUnit(observations, { clock }, signal);
  const inspector = inspectors.find(({ scheme }) => scheme === target.scheme);
  return inspector === undefined || inspector.inspect === null
    ? observations
    : withContainer(observations, { inspector, target, clock }, signal);
}

type UnitLook = {
  readonly clock: Clock;
  /** Null: it belongs to no unit. */
  readonly tell?: (pid: number, signal: AbortSignal) => Promise<Container | null>;
};

/** The unit of the first server that belongs to one, Hyperf's before others; again when these are other processes. */
export async function* withUnit(
  observations: AsyncIterable<Observation>,
  { clock, tell = unitOfProcess }: UnitLook,
  signal: AbortSignal,
): AsyncGenerator<Observation> {
  let pids: readonly number[] = [];
  const note = (looking: Looking, observation: Observation): void => {
    if (observation.type !== "sample") return;
    const found = pidsOf(observation.sample);
    if (found.length === 0 || found.join(" ") === pids.join(" ")) return;
    pids = found;
    looking.again();
  };
  const look = async (during: AbortSignal): Promise<Container | null> => {
    for (const pid of pids) {
      const container = await tell(pid, during);
      if (container !== null) return container;
    }
    return null;
  };
  yield* withLooks(observations, { look, note, clock, startsAtOnce: false }, signal);
}

/** The first process of each server of this machine; not of a container's: its units are not ours. */
function pidsOf(sample: Sample): readonly number[] {
  const first = chosen(sample);
  const servers = [first, ...sample.servers.filter((server) => server !== first)];
  return servers.flatMap((server) => {
    const process = server?.processes.find(({ pid }) => pid === server.rootPid);
    const found = process ?? server?.processes[0];
    return found === undefined || found.nsPid !== found.pid ? [] : [found.pid];
  });
}

async function unitOfProcess(pid: number, signal: AbortSignal): Promise<Container | null> {
  const cgroup = await readFile(`/proc/${pid}/cgroup`, "utf8").catch(() => "");
  const unit = unitOf(cgroup);
  return unit === null ? null : unitContainer(unit, signal);
}
