// The pods that a word means, and which of them is attached to.
import { TransportError } from "../../domain/ports/transport.ts";
import { untrustedText } from "../../domain/text.ts";
import { bytes, type Bytes, type EpochMs } from "../../domain/units.ts";
import { currentLife } from "../../domain/container.ts";
import { fieldOf, textOf } from "../json.ts";
import { selectorOfLabels } from "./address.ts";
import { chosenContainer } from "./choice.ts";
import { isOk, type Answer, type Cluster } from "./cluster.ts";
import { podsPath, usagesPath, withQuery, workloadKind, workloadPath } from "./paths.ts";
import { containerOf, isReady, isTerminating, nameOf } from "./pod.ts";
import { quantityOf } from "../../domain/quantity.ts";
import { listed } from "./watch.ts";
import { selectorOf } from "./workload.ts";

type Asking = Pick<Cluster, "ask" | "asked">;

/** The label selector of `deploy/shop`, or of `-l app=shop`. @throws TransportError `no-such-pod`, `forbidden`, `not-running` for a workload without a selector */
export async function selectorIn(
  cluster: Asking,
  namespace: string,
  workload: string,
  signal: AbortSignal,
): Promise<string> {
  const labels = selectorOfLabels(workload);
  if (labels !== null) return labels;
  const [word = "", name = ""] = workload.split("/");
  const kind = workloadKind(word);
  if (kind === null) throw noSuch(workload);
  const answer = await cluster.asked({ path: workloadPath(kind, namespace, name) }, signal);
  const selector = selectorOf(answer.body);
  if (selector === null) throw noSuch(workload);
  return selector;
}

const noSuch = (word: string): TransportError =>
  new TransportError({ kind: "no-such-pod", detail: untrustedText(word) });

/** Pods by name: bytes of each container. */
export type Usages = ReadonlyMap<string, ReadonlyMap<string, Bytes>>;

/** Those who measure stand behind the API server: where they are away it waits for them for minutes. */
const METRICS_PATIENCE_MS = 3000;

/** What the metrics API tells; null: there is none, it may not be asked, or it does not answer. @throws TransportError `unauthorized`, `stream-ended` when aborted; that the API server is away others are told who ask it */
export async function usagesOf(
  cluster: Pick<Cluster, "ask">,
  namespace: string,
  selector: string,
  signal: AbortSignal,
): Promise<Usages | null> {
  const query: Readonly<Record<string, string>> =
    selector === "" ? {} : { labelSelector: selector };
  const path = withQuery(usagesPath(namespace), query);
  const answer = await measured(cluster, path, signal);
  const items = fieldOf(answer?.body, "items");
  if (answer === null || !isOk(answer.status) || !Array.isArray(items)) return null;
  return new Map(items.map((item) => [textOf(item, "metadata", "name") ?? "", usageIn(item)]));
}

async function measured(
  cluster: Pick<Cluster, "ask">,
  path: string,
  signal: AbortSignal,
): Promise<Answer | null> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), METRICS_PATIENCE_MS);
  try {
    return await cluster.ask({ path }, AbortSignal.any([signal, patience.signal]));
  } catch (error) {
    const isAway = error instanceof TransportError && error.fault.kind === "cluster-unreachable";
    if (!signal.aborted && (patience.signal.aborted || isAway)) return null;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function usageIn(item: unknown): ReadonlyMap<string, Bytes> {
  const containers = fieldOf(item, "containers");
  const pairs = (Array.isArray(containers) ? containers : []).flatMap(
    (each): readonly [string, Bytes][] => {
      const used = quantityOf(fieldOf(each, "usage", "memory"));
      return used === null ? [] : [[textOf(each, "name") ?? "", bytes(used)]];
    },
  );
  return new Map(pairs);
}

/** @throws TransportError */
export async function podsOf(
  cluster: Asking,
  namespace: string,
  selector: string,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const selectors: Readonly<Record<string, string>> =
    selector === "" ? {} : { labelSelector: selector };
  const { objects } = await listed(cluster, { path: podsPath(namespace), selectors }, signal);
  return objects;
}

/** One that something can be run in: its pod, the container that is meant there, and how it stands. */
export type Candidate = {
  readonly pod: unknown;
  readonly name: string;
  /** "": several may be meant. */
  readonly container: string;
  readonly isReady: boolean;
  /** Of its limit; of what it takes, where it has none; null: not told. */
  readonly fullness: number | null;
  readonly startedAt: EpochMs | null;
};

/** Those that may be attached to, the best first: ready ones before others, the fullest first; where nobody measures, the oldest. */
export function byFullness(
  pods: readonly unknown[],
  usages: Usages | null,
  wanted: string,
): readonly Candidate[] {
  return pods
    .filter((pod) => !isTerminating(pod) && textOf(pod, "status", "phase") === "Running")
    .map((pod) => candidateOf(pod, usages, wanted))
    .toSorted(
      (a, b) =>
        Number(b.isReady) - Number(a.isReady) ||
        (b.fullness ?? -1) - (a.fullness ?? -1) ||
        (a.startedAt ?? Infinity) - (b.startedAt ?? Infinity),
    );
}

function candidateOf(pod: unknown, usages: Usages | null, wanted: string): Candidate {
  const name = nameOf(pod);
  const chosen = chosenContainer(pod, wanted);
  const container = chosen.kind === "one" ? chosen.container : "";
  const told = containerOf(pod, container);
  const used = usages?.get(name)?.get(container) ?? null;
  const limit = told?.limitBytes ?? null;
  return {
    pod,
    name,
    container,
    isReady: isReady(pod),
    fullness: used === null ? null : used / (limit ?? Number.MAX_SAFE_INTEGER),
    startedAt: told === null ? null : (currentLife(told)?.startedAt ?? null),
  };
}
