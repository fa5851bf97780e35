// What is asked of a cluster around one pod: what keeps it running, who scales that, what happened, its siblings. What may not be asked is null.
import type { PodEvent, SeenFromOutside, Workload } from "../../domain/pod.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import type { Target } from "../../domain/target.ts";
import { fieldOf } from "../json.ts";
import { selectorOfLabels, targetOfPod, type PodAddress } from "./address.ts";
import type { Around } from "./around.ts";
import { isOk, type Answer, type Cluster } from "./cluster.ts";
import { podEventsOf } from "./events.ts";
import { byFullness, podsOf, usagesOf, type Usages } from "./members.ts";
import {
  autoscalersPath,
  eventsPath,
  podPath,
  withQuery,
  workloadKind,
  workloadPath,
} from "./paths.ts";
import { nameOf, ownerOf, uidOf } from "./pod.ts";
import { containersSeen, podSeen } from "./seen.ts";
import { selectorOf, workloadOf } from "./workload.ts";

type Asking = {
  readonly cluster: Pick<Cluster, "ask" | "asked">;
  readonly member: PodAddress;
  readonly signal: AbortSignal;
};

/** Nobody reads through more. */
const MOST_SIBLINGS = 200;

/** @throws TransportError only where the API server itself cannot be asked */
export async function askedAround(asking: Asking, pod: unknown): Promise<Around> {
  const { cluster, member, signal } = asking;
  const [keeper, events] = await Promise.all([keeperOf(asking, pod), eventsOf(asking, uidOf(pod))]);
  const selector = siblingSelector(member, keeper);
  const [workload, usages] = await Promise.all([
    workloadWith(asking, keeper),
    usagesOf(cluster, member.namespace, selector ?? "", signal),
  ]);
  return {
    workload,
    events,
    containers: containersSeen(pod, usages),
    siblings: await siblingsOf(asking, { pod, keeper, usages }),
  };
}

/** Of the member's pod, and of none before it of that name; null: nobody may ask. @throws TransportError */
export async function eventsOf(
  { cluster, member: { namespace, pod }, signal }: Asking,
  uid: string,
): Promise<readonly PodEvent[] | null> {
  const fieldSelector = `involvedObject.name=${pod}`;
  const path = withQuery(eventsPath(namespace), { fieldSelector });
  const { status, body } = await cluster.ask({ path }, signal);
  return isOk(status) ? podEventsOf(body, uid) : null;
}

/** What keeps a pod running. `isTop`: nothing stands above it, or something would that may not be read. */
type Keeper = { readonly object: unknown; readonly isTop: boolean };

async function workloadWith(
  { cluster, member, signal }: Asking,
  keeper: Keeper | null,
): Promise<Workload | null> {
  if (keeper === null) return null;
  // of what stands below the one that is scaled nothing is told
  if (!keeper.isTop) return workloadOf(keeper.object, null);
  const told = await cluster.ask({ path: autoscalersPath(member.namespace) }, signal);
  return workloadOf(keeper.object, isOk(told.status) ? told.body : null);
}

/** The topmost owner that may be read: of a Deployment's pod the Deployment above its ReplicaSet. Null: it has none. */
async function keeperOf({ cluster, member, signal }: Asking, pod: unknown): Promise<Keeper | null> {
  let found: Keeper | null = null;
  let at = pod;
  // pod, ReplicaSet, Deployment
  for (let level = 0; level < 3; level++) {
    const owner = ownerOf(at);
    const kind = owner === null ? null : workloadKind(owner.kind);
    if (owner === null || kind === null) break;
    const answer: Answer = await cluster.ask(
      { path: workloadPath(kind, member.namespace, owner.name) },
      signal,
    );
    if (!isOk(answer.status)) {
      const named = { kind: owner.kind, metadata: { name: owner.name } };
      return { object: found?.object ?? named, isTop: false };
    }
    // an object that is asked for by its name may come without its kind
    found = { object: { ...Object(answer.body), kind: kind.kind }, isTop: true };
    at = answer.body;
  }
  return found;
}

type Told = {
  readonly pod: unknown;
  readonly keeper: Keeper | null;
  readonly usages: Usages | null;
};

async function siblingsOf(
  asking: Asking,
  { pod, keeper, usages }: Told,
): Promise<readonly SeenFromOutside[] | null> {
  const selector = siblingSelector(asking.member, keeper);
  if (selector === null) return keeper === null ? [] : null;
  const { cluster, member, signal } = asking;
  try {
    const pods = await podsOf(cluster, member.namespace, selector, signal);
    return pods
      .filter((each) => nameOf(each) !== nameOf(pod))
      .map((each) => podSeen(each, usages, member.container))
      .toSorted((a, b) => fullness(b) - fullness(a))
      .slice(0, MOST_SIBLINGS);
  } catch (error) {
    if (!(error instanceof TransportError) || error.fault.kind !== "forbidden") throw error;
    return null;
  }
}

/** The labels that were asked for; else those of what keeps the pod running. Null: it stands alone, or nobody may ask. */
function siblingSelector({ workload }: PodAddress, keeper: Keeper | null): string | null {
  const object = keeper?.object ?? null;
  const ofKeeper = fieldOf(object, "spec") === null ? null : selectorOf(object);
  return selectorOfLabels(workload) ?? ofKeeper;
}

/**
 * Siblings of the member that can be watched, the fullest first.
 * @param taken pods that somebody watches already
 * @throws TransportError
 */
export async function othersOf(
  asking: Asking,
  taken: ReadonlySet<string>,
): Promise<readonly Target[]> {
  const { cluster, member, signal } = asking;
  const { namespace, pod } = member;
  const { body } = await cluster.asked({ path: podPath(namespace, pod) }, signal);
  const selector = siblingSelector(member, await keeperOf(asking, body));
  if (selector === null) return [];
  const [pods, usages] = await Promise.all([
    podsOf(cluster, namespace, selector, signal),
    usagesOf(cluster, namespace, selector, signal),
  ]);
  return byFullness(pods, usages, member.container)
    .filter(({ name, container }) => name !== pod && container !== "" && !taken.has(name))
    .map(({ name, container }) => targetOfPod({ ...member, pod: name, container }));
}

const fullness = ({ memoryBytes, limitBytes }: SeenFromOutside): number =>
  memoryBytes === null ? -1 : memoryBytes / (limitBytes ?? Number.MAX_SAFE_INTEGER);
