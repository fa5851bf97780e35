// Why an exec ended or cannot be had, by the pod as it is now: what the exec itself tells of its end is no witness.
import type { Container, ContainerLife } from "../../domain/container.ts";
import type { Fault } from "../../domain/fault.ts";
import type { PodEvent } from "../../domain/pod.ts";
import { untrustedText } from "../../domain/text.ts";
import { stillFault, withLife } from "../engine/still.ts";
import { shellOf, type PodAddress } from "./address.ts";
import { NOTHING_AROUND } from "./around.ts";
import { evictionOf } from "./eviction.ts";
import { containerOf, isTerminating, nameOf, uidOf } from "./pod.ts";

/** What was attached; null: nothing was. */
export type Attached = {
  /** "": not known. */
  readonly containerId: string;
  readonly uid: string;
} | null;

/**
 * A pod that is gone is told elsewhere (404).
 * @param events of this pod; null: nobody may ask. An eviction whose application ends by itself is told there only
 * @returns null: the pod says nothing is wrong. It may be told a second later: till then it says that the container runs
 */
export function endOf(
  pod: unknown,
  container: string,
  attached: Attached,
  events: readonly PodEvent[] | null = null,
): Fault | null {
  const name = nameOf(pod);
  if (attached !== null && uidOf(pod) !== attached.uid)
    return { kind: "replaced", detail: untrustedText(`another of the name ${name}`) };
  const found = containerOf(pod, container, { ...NOTHING_AROUND, events });
  const life = lastOver(found);
  const why = evictionOf(pod, events);
  if (why !== null) {
    const detail = untrustedText(why === "" ? name : `${name} (${why})`);
    return withLife({ kind: "evicted", detail }, life);
  }
  // through the grace an exec works
  if (isTerminating(pod) && (attached !== null || found?.state !== "running"))
    return withLife({ kind: "terminating", detail: untrustedText(name) }, life);
  return found === null
    ? { kind: "no-such-target", detail: untrustedText(container) }
    : containerEnd(found, attached);
}

function containerEnd(found: Container, attached: Attached): Fault | null {
  if (found.state !== "running") {
    const still = stillFault(found, attached !== null);
    return still.kind === "not-running" ? { ...still, about: "pod" } : still;
  }
  if (attached === null || attached.containerId === "" || found.id === attached.containerId)
    return null;
  return withLife({ kind: "restarted", detail: found.name }, lastOver(found));
}

/** The end of the ephemeral container in which shells run; null: it runs, or they run in the container itself. It is never started again. */
export function shellEnd(pod: unknown, member: PodAddress): Fault | null {
  const shell = shellOf(member);
  const found = containerOf(pod, shell);
  if (shell === member.container || found?.state === "running") return null;
  return withLife({ kind: "container-ended", detail: untrustedText(shell) }, lastOver(found));
}

/** Its last life that is over; undefined: none is told. */
const lastOver = (container: Container | null): ContainerLife | undefined =>
  container?.lives.findLast(({ endedAt, exitCode }) => endedAt !== null || exitCode !== null);
