// The pods of one namespace, for the picker, and the other places there are: names as soon as they are told, figures as they come. Nothing is executed in a pod.
import type { Container } from "../../domain/container.ts";
import type { Fault } from "../../domain/fault.ts";
import {
  NOTHING_KNOWN,
  PLACES,
  type Candidate,
  type Listing,
  type Scope,
} from "../../domain/ports/inspector.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import { maskSecrets } from "../../domain/secret.ts";
import { untrustedText } from "../../domain/text.ts";
import { probablyOf } from "../engine/probably.ts";
import { addressIn, targetOfPod } from "./address.ts";
import { chosenContainer } from "./choice.ts";
import type { Cluster } from "./cluster.ts";
import type { ClusterPlace } from "./kubeconfig.ts";
import { podsOf, usagesOf, type Usages } from "./members.ts";
import { namespacesPath } from "./paths.ts";
import { containerOf, namedIn, nameOf, podState } from "./pod.ts";
import { usedBy } from "./seen.ts";
import { listed } from "./watch.ts";

type Asking = Pick<Cluster, "ask" | "asked">;
/** As `Clusters` has it. */
type Asked = { readonly of: (place: ClusterPlace) => Asking & Pick<Cluster, "access"> };

const KIND = "k8s";
const [NAMESPACES, CONTEXTS] = PLACES;

/** Listings of three kinds: pods, namespaces, contexts. Never throws; ends by itself. */
export async function* list(
  clusters: Asked,
  scope: Scope,
  signal: AbortSignal,
): AsyncGenerator<Listing> {
  const { fault, value: access } = await tried(clusters.of(scope).access());
  if (fault !== null) {
    yield* unread(fault, scope);
    return;
  }
  const at: Scope = {
    ...scope,
    context: access.context,
    namespace: scope.namespace === "" ? access.namespace : scope.namespace,
  };
  yield listing(CONTEXTS, placesOf(CONTEXTS, access.contexts), at);
  // by its name, so that all who speak of it share its login
  yield* listedAt(clusters.of(at), at, signal);
}

async function* listedAt(cluster: Asking, at: Scope, signal: AbortSignal): AsyncGenerator<Listing> {
  const { fault, value: pods } = await tried(podsOf(cluster, at.namespace, "", signal));
  if (fault !== null) {
    yield { ...listing(KIND, [], at), fault };
    // who may not list pods here may be let in elsewhere; who does not get in at all is told so once
    if (fault.kind === "forbidden") yield await namespacesOf(cluster, at, signal);
    else yield listing(NAMESPACES, placesOf(NAMESPACES, [at.namespace]), at);
    return;
  }
  const candidates = candidatesOf(pods, at);
  yield { ...listing(KIND, candidates, at), isComplete: false };
  const namespaces = namespacesOf(cluster, at, signal);
  const usages = await tried(usagesOf(cluster, at.namespace, "", signal));
  yield listing(KIND, measured(candidates, pods, usages.value), at);
  yield await namespaces;
}

type Tried<Value> =
  | { readonly fault: null; readonly value: Value }
  | { readonly fault: Fault; readonly value: null };

async function tried<Value>(asked: Promise<Value>): Promise<Tried<Value>> {
  try {
    return { fault: null, value: await asked };
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return { fault: error.fault, value: null };
  }
}

const listing = (kind: string, candidates: readonly Candidate[], at: Scope): Listing => ({
  kind,
  candidates,
  fault: null,
  isComplete: true,
  place: { context: at.context, namespace: at.namespace },
});

/** No such cluster is known; the kubeconfig may have others. */
function* unread(fault: Fault, scope: Scope): Generator<Listing> {
  yield listing(CONTEXTS, placesOf(CONTEXTS, fault.others ?? []), scope);
  yield listing(NAMESPACES, [], scope);
  yield { ...listing(KIND, [], scope), fault };
}

/** Where they may not be listed, that is said, and the one that is listed stays. */
async function namespacesOf(cluster: Asking, at: Scope, signal: AbortSignal): Promise<Listing> {
  const what = { path: namespacesPath, selectors: {} };
  const { fault, value } = await tried(listed(cluster, what, signal));
  const names = value === null ? [] : value.objects.map(nameOf).filter((name) => name !== "");
  const all = fault === null ? names : [at.namespace];
  return { ...listing(NAMESPACES, placesOf(NAMESPACES, all), at), fault };
}

const placesOf = (kind: (typeof PLACES)[number], names: readonly string[]): readonly Candidate[] =>
  names.map((name) => ({
    ...NOTHING_KNOWN,
    target: { scheme: KIND, uri: `${KIND}:${kind}/${encodeURIComponent(name)}`, address: [] },
    kind,
    name: untrustedText(name),
  }));

/** What the metrics API tells of them; what it does not tell stays unknown. */
function measured(
  candidates: readonly Candidate[],
  pods: readonly unknown[],
  usages: Usages | null,
): readonly Candidate[] {
  const named = new Map(pods.map((pod) => [nameOf(pod), pod]));
  return candidates.map((candidate) => {
    const { pod, container } = addressIn(candidate.target);
    return { ...candidate, memoryBytes: usedBy(named.get(pod), container, usages) };
  });
}

/** Of a pod in which several containers may be meant each one: so that one of them is chosen. */
const candidatesOf = (pods: readonly unknown[], at: Scope): readonly Candidate[] =>
  pods.flatMap((pod) => {
    const chosen = chosenContainer(pod, at.container);
    if (chosen.kind === "none") return [];
    const name = nameOf(pod);
    return chosen.kind === "one"
      ? candidateOf(pod, { name, container: chosen.container, at })
      : chosen.names.map((container) =>
          candidateOf(pod, { name: `${name}/${container}`, container, at }),
        );
  });

type Meant = { readonly name: string; readonly container: string; readonly at: Scope };

function candidateOf(pod: unknown, { name, container, at }: Meant): Candidate {
  const told = containerOf(pod, container);
  const words = wordsOf(pod, container);
  return {
    ...NOTHING_KNOWN,
    ...words,
    target: targetOfPod({ ...at, pod: nameOf(pod), container, workload: "" }),
    kind: KIND,
    name: untrustedText(name),
    state: podState(pod),
    ...(told === null ? {} : standingOf(told)),
    probably: probablyOf({ ...words, titles: null }),
  };
}

/** Secrets in its command are masked. */
function wordsOf(pod: unknown, container: string): Pick<Candidate, "image" | "command" | "ports"> {
  const { image = null, command = null, ports = [] } = namedIn(pod, container) ?? {};
  const masked = command === null ? null : maskSecrets(command.split(" ")).join(" ");
  return {
    image: image === null ? null : untrustedText(image),
    command: masked === null ? null : untrustedText(masked),
    ports,
  };
}

/** How long it runs, and how the life before ended. */
function standingOf({ id, limitBytes, restartCount, lives }: Container): Partial<Candidate> {
  const current = lives.findLast(({ endedAt }) => endedAt === null);
  const former = lives.findLast(({ endedAt }) => endedAt !== null);
  return {
    limitBytes,
    restarts: restartCount,
    lastEnd: former === undefined ? null : { reason: former.reason ?? null, at: former.endedAt },
    startedAt: current?.startedAt ?? null,
    containerId: id === "" ? null : id,
  };
}
