import type { Container, ContainerLife } from "../../domain/container.ts";
import type { Fault } from "../../domain/fault.ts";

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
