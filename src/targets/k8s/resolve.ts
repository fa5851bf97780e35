// Which pods and containers are meant by words: pods, workloads, labels, URIs. Nothing is executed in any.
import { TransportError } from "../../domain/ports/transport.ts";
import type { Target } from "../../domain/target.ts";
import { untrustedText } from "../../domain/text.ts";
import { alike, named } from "../likeness.ts";
import { addressIn, isAnyPod, selectorOfLabels, targetOfPod, type PodAddress } from "./address.ts";
import { chosenContainer } from "./choice.ts";
import { isOk, type Cluster } from "./cluster.ts";
import type { Clusters } from "./clusters.ts";
import { byFullness, podsOf, selectorIn, usagesOf } from "./members.ts";
import { podPath, workloadKind, workloadsPath } from "./paths.ts";
import { containersIn, lastEndOf, nameOf, podState } from "./pod.ts";
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
  const { cluster, at, signal } = asking;
  const pods = told(podsOf(cluster, at.namespace, "", signal).then((all) => all.map(nameOf)));
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
  if (best === undefined) throw nothingRuns(workload, pods);
  return targetIn(asking, best.pod, workload);
}

async function selectorOf(asking: Asking, workload: string): Promise<string> {
  try {
    return await selectorIn(asking.cluster, asking.at.namespace, workload, asking.signal);
  } catch (error) {
    if (!(error instanceof TransportError) || error.fault.kind !== "no-such-pod") throw error;
    const [word = ""] = workload.split("/");
    throw noSuch(workload, asking, await told(namesOf(asking, word)));
  }
}

/** All of a kind, in the words in which they would be asked for. */
async function namesOf({ cluster, at, signal }: Asking, word: string): Promise<readonly string[]> {
  const kind = workloadKind(word);
  if (kind === null) return [];
  const what = { path: workloadsPath(kind, at.namespace), selectors: {} };
  const { objects } = await listed(cluster, what, signal);
  return objects.map((object) => `${word}/${nameOf(object)}`);
}

function nothingRuns(workload: string, pods: readonly unknown[]): TransportError {
  const [pod] = pods;
  const how = pod === undefined ? "it has no pods" : `${nameOf(pod)}: ${podState(pod)}`;
  const what = selectorOfLabels(workload) ?? workload;
  return new TransportError({ kind: "not-running", detail: untrustedText(`${what} (${how})`) });
}

/** @throws TransportError `ambiguous-target` where several containers may be meant */
function targetIn({ at }: Asking, pod: unknown, workload: string): Target {
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
  requireAlive(pod, container);
  return targetOfPod({ ...at, pod: name, container, workload });
}

/** One that is started over and over is what somebody was called for. */
function requireAlive(pod: unknown, container: string): void {
  const state = podState(pod);
  const isOver = /^(?:Completed|Succeeded|Failed|Evicted|Error|Pending|ContainerCreating)$/u.test(
    state,
  );
  if (!isOver) return;
  const end = lastEndOf(pod, container);
  const detail = untrustedText(`${nameOf(pod)} (${state})`);
  const life =
    end === null
      ? undefined
      : { startedAt: null, endedAt: end.at, exitCode: end.exitCode, oomKilled: end.oomKilled };
  throw new TransportError(
    life === undefined ? { kind: "not-running", detail } : { kind: "not-running", detail, life },
  );
}
