// A shell in a pod's container, and why it is there no more: the pod says so, never the exec (captures: a kubelet that restarts says `Success`).
import type { Fault, FaultKind } from "../../domain/fault.ts";
import { TransportError, type Transport } from "../../domain/ports/transport.ts";
import type { Target } from "../../domain/target.ts";
import { untrustedText } from "../../domain/text.ts";
import { textOf } from "../json.ts";
import { shellOf, type PodAddress } from "./address.ts";
import type { Attachments } from "./attachments.ts";
import { isOk, type Cluster } from "./cluster.ts";
import type { Clusters } from "./clusters.ts";
import { endOf, shellEnd, type Attached } from "./ends.ts";
import { CUT, execute } from "./exec.ts";
import { byFullness, podsOf, selectorIn, usagesOf } from "./members.ts";
import { podPath, podsPath } from "./paths.ts";
import { containerOf, uidOf } from "./pod.ts";
import { eventsOf } from "./surroundings.ts";
import { watched } from "./watch.ts";

/** The pod tells 0.1-1.1 s after an exec ended why (captures). */
const PATIENCE_MS = 2000;

export const kubernetesTransport = (clusters: Clusters, attachments: Attachments) =>
  ({
    scheme: "k8s",
    async open(target, argv, signal) {
      const member = attachments.memberOf(target);
      const cluster = clusters.of(member);
      const [life, stream] = await Promise.all([
        lifeOf(cluster, member, signal),
        execute(cluster, { ...member, container: shellOf(member), argv }, signal),
      ]);
      attachments.attached(target, stream, life);
      return stream;
    },
    explain: async (target, { fault, attachedAt }, signal) => {
      if (OF_THE_WAY.includes(fault.kind)) return fault;
      const member = attachments.memberOf(target);
      const cluster = clusters.of(member);
      const life = attachedAt === null ? null : attachments.lifeOf(target);
      const asking = { cluster, member, signal };
      try {
        const isCut = attachments.endingOf(target) === CUT;
        const end = await endSeen(asking, { life, isCut });
        if (end === null) return fault;
        return await followed(asking, { end, target, attachments });
      } catch (error) {
        if (!(error instanceof TransportError)) throw error;
        // who may not look at pods knows what the exec said
        return OF_THE_WAY.includes(error.fault.kind) && error.fault.kind !== "forbidden"
          ? error.fault
          : fault;
      }
    },
  }) satisfies Transport;

/** Between us and the pod: it knows nothing of that. */
const OF_THE_WAY: readonly FaultKind[] = [
  "no-kubeconfig",
  "no-such-context",
  "cluster-unreachable",
  "cluster-certificate",
  "unauthorized",
  "forbidden",
];

type Asking = {
  readonly cluster: Cluster;
  readonly member: PodAddress;
  readonly signal: AbortSignal;
};

/** The life that a shell begins in; null: nobody tells. Never rejects. */
async function lifeOf(
  cluster: Cluster,
  { namespace, pod, container }: PodAddress,
  signal: AbortSignal,
): Promise<Attached> {
  try {
    const { status, body } = await cluster.ask({ path: podPath(namespace, pod) }, signal);
    const id = isOk(status) ? containerOf(body, container)?.id : undefined;
    if (id === undefined) return null;
    return { containerId: id, uid: uidOf(body) };
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return null;
  }
}

/** What the pod says, at once or within the time it takes; null: nothing is wrong with it. @throws TransportError */
async function endSeen(
  asking: Asking,
  { life, isCut }: { readonly life: Attached; readonly isCut: boolean },
): Promise<Fault | null> {
  const { cluster, member, signal } = asking;
  const { namespace, pod } = member;
  const first = await cluster.ask({ path: podPath(namespace, pod) }, signal);
  // what stands before an API server has its own 404
  if (first.status === NOT_FOUND && textOf(first.body, "kind") === "Status")
    return gone(member, life);
  if (!isOk(first.status)) return null;
  const end = await endNow(asking, first.body, life);
  if (end !== null || life === null || isCut) return end ?? shellEnd(first.body, member);
  return endTold(asking, life, first.body);
}

const gone = ({ pod }: PodAddress, life: Attached): Fault => ({
  kind: life === null ? "no-such-pod" : "removed",
  detail: untrustedText(pod),
});

/** The pod tells it a second later than the exec. */
async function endTold(
  asking: Asking,
  life: NonNullable<Attached>,
  first: unknown,
): Promise<Fault | null> {
  const { cluster, member, signal } = asking;
  const { namespace, pod } = member;
  let last = first;
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const what = { path: podsPath(namespace), selectors: { fieldSelector: `metadata.name=${pod}` } };
  try {
    // listed first: the version of a pod that has not changed for long is too old to be watched from
    for await (const change of watched(cluster, what, patience)) {
      const found = change.kind === "listed" ? change.objects[0] : change.object;
      if (change.kind === "removed" || found === undefined) return gone(member, life);
      last = found;
      const seen = await endNow(asking, found, life);
      if (seen !== null) return seen;
    }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
  }
  // it ends with the container whose processes it sees, and may be told before that
  return shellEnd(last, member);
}

const NOT_FOUND = 404;

/** What a pod tells of an end; events are asked where they may tell it better: an eviction, a stop by the kubelet. @throws TransportError */
async function endNow(asking: Asking, pod: unknown, life: Attached): Promise<Fault | null> {
  const { container } = asking.member;
  const end = endOf(pod, container, life);
  const isOver = /^(?:Succeeded|Failed)$/u.test(textOf(pod, "status", "phase") ?? "");
  if (end === null && !isOver) return null;
  return endOf(pod, container, life, await eventsOf(asking, uidOf(pod)));
}

/** A pod that does not come back, as one of a workload: another member is looked for. */
const FOR_GOOD: readonly FaultKind[] = ["removed", "no-such-pod", "evicted", "terminating"];

type Ended = {
  readonly end: Fault;
  readonly target: Target;
  readonly attachments: Attachments;
};

/** @throws TransportError */
async function followed(
  { cluster, member, signal }: Asking,
  { end, target, attachments }: Ended,
): Promise<Fault> {
  const { namespace, workload } = member;
  const wasPod = workload !== "" && (FOR_GOOD.includes(end.kind) || isOver(end));
  if (!wasPod) return end;
  const selector = await selectorIn(cluster, namespace, workload, signal);
  const [pods, usages] = await Promise.all([
    podsOf(cluster, namespace, selector, signal),
    usagesOf(cluster, namespace, selector, signal),
  ]);
  const taken = attachments.takenBesides(target, member);
  const next = byFullness(pods, usages, member.container).find(
    ({ name, container, isReady }) =>
      isReady && container !== "" && name !== member.pod && !taken.has(name),
  );
  if (next === undefined) return end;
  attachments.moved(target, { ...member, pod: next.name, container: next.container });
  return { kind: "replaced", detail: untrustedText(`${next.name} instead of ${member.pod}`) };
}

/** Of a pod whose restart policy is Never: it stays as it is. */
const isOver = ({ kind }: Fault): boolean => kind === "not-running";
