// Which pods and containers are meant by words: pods, workloads, labels, URIs. Nothing is executed in any.
import type { Fault } from "../../domain/fault.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import type { Target } from "../../domain/target.ts";
import { untrustedText } from "../../domain/text.ts";
import { alike, named } from "../likeness.ts";
import { addressIn, isAnyPod, selectorOfLabels, targetOfPod, type PodAddress } from "./address.ts";
import { chosenContainer } from "./choice.ts";
import { isOk, type Cluster } from "./cluster.ts";
import type { Clusters } from "./clusters.ts";
import { byFullness, podsOf, selectorIn, usagesOf } from "./members.ts";
import { namespacesPath, podPath, podsPath, workloadKind, workloadsPath } from "./paths.ts";
import { endOf } from "./ends.ts";
import { containersIn, hasEnded, lastEndOf, nameOf, podState, uidOf } from "./pod.ts";
import { eventsOf } from "./surroundings.ts";
import { listed } from "./watch.ts";

type Asking = {
  readonly cluster: Cluster;
  /** With what was named, and where that is. */
  readonly at: PodAddress;
  readonly signal: AbortSignal;
};

/**
 * The pod that is meant; of a workload or labels the fullest ready one, the others are its siblings.
 * @throws TransportError `no-such-pod`, `ambiguous-target`, `not-running`, `forbidden`, and what keeps a cluster from being asked
 */
export async function resolve(
  clusters: Clusters,
  meant: Target,
  signal: AbortSignal,
): Promise<Target> {
  if (isAnyPod(meant)) return meant;
  const wanted = addressIn(meant);
  const { context, namespace } = await clusters.of(wanted).access();
  const at = {
    ...wanted,
    context,
    namespace: wanted.namespace === "" ? namespace : wanted.namespace,
  };
  // by its name, so that all who speak of it share its login
  const asking = { cluster: clusters.of(at), at, signal };
  return at.workload === "" ? podOf(asking, at.pod) : memberOf(asking, at.workload);
}

const noSuch = (
  word: string,
  { at: { namespace } }: Asking,
  others: readonly string[],
): TransportError =>
  new TransportError({
    kind: "no-such-pod",
    detail: untrustedText(`${word} in namespace ${namespace}`),
    others: alike(word, others),
  });

/** A cluster lists a namespace that is not there as one without pods. @throws TransportError `no-such-pod`, about the namespace; not where nobody may list them */
async function requireNamespace({ cluster, at: { namespace }, signal }: Asking): Promise<void> {
  const all = await told(namesAt({ cluster, signal }, namespacesPath));
  if (all.length === 0 || all.includes(namespace)) return;
  const detail = untrustedText(namespace);
  const others = alike(namespace, all);
  throw new TransportError({ kind: "no-such-pod", about: "namespace", detail, others });
}

async function namesAt(
  { cluster, signal }: Pick<Asking, "cluster" | "signal">,
  path: string,
): Promise<readonly string[]> {
  const { objects } = await listed(cluster, { path, selectors: {} }, signal);
  return objects.map(nameOf);
}

async function podOf(asking: Asking, name: string): Promise<Target> {
  const { cluster, at, signal } = asking;
  const answer = await cluster.ask({ path: podPath(at.namespace, name) }, signal);
  if (answer.status === NOT_FOUND) throw await unknownPod(asking, name);
  const { body } = isOk(answer.status)
    ? answer
    : await cluster.asked({ path: podPath(at.namespace, name) }, signal);
  return targetIn(asking, body, "");
}

const NOT_FOUND = 404;

/** With what is called like it, workloads before their pods. */
async function unknownPod(asking: Asking, name: string): Promise<TransportError> {
  await requireNamespace(asking);
  const { at } = asking;
  const pods = told(namesAt(asking, podsPath(at.namespace)));
  const workloads = ["deploy", "sts"].map((word) => told(namesOf(asking, word)));
  return noSuch(name, asking, (await Promise.all([...workloads, pods])).flat());
}

/** What may not be listed names nothing. */
async function told(names: Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await names;
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return [];
  }
}

/** The fullest ready pod of a workload. */
async function memberOf(asking: Asking, workload: string): Promise<Target> {
  const { cluster, at, signal } = asking;
  const selector = await selectorOf(asking, workload);
  const [pods, usages] = await Promise.all([
    podsOf(cluster, at.namespace, selector, signal),
    usagesOf(cluster, at.namespace, selector, signal),
  ]);
  const [best] = byFullness(pods, usages, at.container);
  if (best === undefined) {
    if (pods.length === 0) await requireNamespace(asking);
    throw nothingRuns(workload, pods);
  }
  return targetIn(asking, best.pod, workload);
}

async function selectorOf(asking: Asking, workload: string): Promise<string> {
  try {
    return await selectorIn(asking.cluster, asking.at.namespace, workload, asking.signal);
  } catch (error) {
    if (!(error instanceof TransportError) || error.fault.kind !== "no-such-pod") throw error;
    await requireNamespace(asking);
    const [word = ""] = workload.split("/");
    throw noSuch(workload, asking, await told(namesOf(asking, word)));
  }
}

/** All of a kind, in the words in which they would be asked for. */
async function namesOf(asking: Asking, word: string): Promise<readonly string[]> {
  const kind = workloadKind(word);
  if (kind === null) return [];
  const names = await namesAt(asking, workloadsPath(kind, asking.at.namespace));
  return names.map((name) => `${word}/${name}`);
}

function nothingRuns(workload: string, pods: readonly unknown[]): TransportError {
  const [pod] = pods;
  const how = pod === undefined ? "it has no pods" : `${nameOf(pod)}: ${podState(pod)}`;
  const what = selectorOfLabels(workload) ?? workload;
  const detail = untrustedText(`${what} (${how})`);
  return new TransportError({ kind: "not-running", about: "pod", detail });
}

/** @throws TransportError `ambiguous-target` where several containers may be meant */
async function targetIn(asking: Asking, pod: unknown, workload: string): Promise<Target> {
  const { at } = asking;
  const name = nameOf(pod);
  const chosen = chosenContainer(pod, at.container);
  if (chosen.kind === "ambiguous") throw named("ambiguous-target", name, chosen.names);
  if (chosen.kind === "none") {
    const names = containersIn(pod).map((each) => each.name);
    throw new TransportError({
      kind: "no-such-pod",
      detail: untrustedText(`${name} with a container ${at.container}`),
      others: alike(at.container, names),
    });
  }
  const { container } = chosen;
  const target = { ...at, pod: name, container, workload };
  await requireAlive(asking, pod, target);
  return targetOfPod(target);
}

/** One that is started over and over is what somebody was called for. @throws TransportError `evicted`, `not-running` */
async function requireAlive(
  { cluster, signal }: Asking,
  pod: unknown,
  member: PodAddress,
): Promise<void> {
  const state = podState(pod);
  // `Completed` and `Error` are told of one that is started again, too, until its kubelet waits with that
  const isStill = /^(?:Completed|Error|Pending|ContainerCreating)$/u.test(state);
  if (!isStill && !hasEnded(pod)) return;
  if (hasEnded(pod)) {
    // of one whose application ended by itself only an event tells that it was evicted
    const events = await eventsOf({ cluster, member, signal }, uidOf(pod));
    const end = endOf(pod, member.container, null, events);
    if (end?.kind === "evicted") throw new TransportError(end);
  }
  const end = lastEndOf(pod, member.container);
  const still: Fault = {
    kind: "not-running",
    about: "pod",
    detail: untrustedText(`${nameOf(pod)} (${state})`),
  };
  if (end === null) throw new TransportError(still);
  const { at: endedAt, exitCode, oomKilled } = end;
  throw new TransportError({ ...still, life: { startedAt: null, endedAt, exitCode, oomKilled } });
}
