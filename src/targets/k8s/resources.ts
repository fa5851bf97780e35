// What a container may take and what it asked for.
import { bytes, type Bytes } from "../../domain/units.ts";
import { fieldOf } from "../json.ts";
import { quantityOf } from "../../domain/quantity.ts";

/** Null: it has none. */
export type Resources = {
  readonly limitBytes: Bytes | null;
  readonly limitCores: number | null;
  readonly requestBytes: Bytes | null;
  readonly requestCores: number | null;
};

type Told = {
  readonly pod: unknown;
  /** Of the container. */
  readonly spec: unknown;
  readonly status: unknown;
};

/**
 * What counts now: a resize in place (1.33 and later) stands in the status first; a limit of the whole pod holds for a container that has none.
 * @source core/v1: ContainerStatus.resources, Container.resources, PodSpec.resources
 */
export function resourcesOf({ pod, spec, status }: Told): Resources {
  const own = [status, spec];
  const limited = [...own, fieldOf(pod, "spec")];
  return {
    limitBytes: bytesIn(limited, "limits"),
    limitCores: first(limited, "limits", "cpu"),
    requestBytes: bytesIn(own, "requests"),
    requestCores: first(own, "requests", "cpu"),
  };
}

/** Part of a byte (`1m`) counts as a whole one. */
function bytesIn(told: readonly unknown[], kind: string): Bytes | null {
  const amount = first(told, kind, "memory");
  return amount === null || amount === 0 ? null : bytes(Math.ceil(amount));
}

function first(told: readonly unknown[], kind: string, resource: string): number | null {
  for (const each of told) {
    const amount = quantityOf(fieldOf(each, "resources", kind, resource));
    if (amount !== null) return amount;
  }
  return null;
}
