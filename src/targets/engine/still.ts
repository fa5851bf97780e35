import type { Container, ContainerLife } from "../../domain/container.ts";
import type { Fault } from "../../domain/fault.ts";
import { faultOf } from "./engine.ts";
import { isAlive } from "./inspection.ts";

/** Why nothing can be run in a container that stands still. */
export function stillFault(container: Container, wasAttached: boolean): Fault {
  const { state, name, lives } = container;
  if (state === "paused") return { kind: "paused", detail: name };
  if (state === "restarting") return withLife({ kind: "restarting", detail: name }, lives.at(-1));
  if (state === "dead" && wasAttached) return { kind: "removed", detail: name };
  const kind = wasAttached ? "container-ended" : "not-running";
  return withLife({ kind, detail: name }, state === "created" ? null : lives.at(-1));
}

export const withLife = (fault: Fault, life: ContainerLife | null | undefined): Fault =>
  life === undefined ? fault : { ...fault, life };

export type Seen = { readonly fault: Fault; readonly attachedAt: number | null };

/** Why a shell in it broke off, or never answered. Its engine answers for it: how it stands now is why. */
export function because(container: Container, { fault, attachedAt }: Seen): Fault {
  if (!isAlive(container.state) || container.state === "paused")
    return stillFault(container, attachedAt !== null);
  if (attachedAt !== null && isYounger(container, attachedAt)) return restarted(container);
  // What is no shell wrote why: old engines on its stdout.
  const isNoShell = fault.kind === "no-shell" || fault.kind === "not-a-shell";
  const meant = isNoShell ? faultOf(fault.detail ?? "") : null;
  // between that word and this look it came to life again
  if (meant?.kind === "not-running") return restarted(container);
  return meant ?? fault;
}

const restarted = ({ name, lives }: Container): Fault =>
  withLife({ kind: "restarted", detail: name }, lives.at(-2));

const isYounger = ({ lives }: Container, at: number): boolean =>
  (lives.at(-1)?.startedAt ?? -Infinity) > at;
