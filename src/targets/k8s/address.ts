import type { Scope } from "../../domain/ports/inspector.ts";
import type { Target } from "../../domain/target.ts";

/** Where a pod is, and which of its containers is meant. "" where nothing is said. */
export type PodAddress = {
  readonly context: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** What the pod is a member of: `deploy/shop`, `app=shop`; its members come and go under other names. */
  readonly workload: string;
  /** Path of the kubeconfig that was named. */
  readonly kubeconfig: string;
  /** Where shells run that are meant for the container, in that pod; absent, and in any other pod: in the container itself. */
  readonly shell?: { readonly pod: string; readonly container: string };
};

/** The container in which a shell for this one runs. */
export const shellOf = ({ pod, container, shell }: PodAddress): string =>
  shell?.pod === pod ? shell.container : container;

/** Shells run in an ephemeral container that stands beside the target's own. */
export const withShell = (target: Target, container: string): Target => {
  const { pod, ...rest } = addressIn(target);
  return { ...targetOfPod({ ...rest, pod, shell: { pod, container } }), uri: target.uri };
};

const SCHEME = "k8s";

/** @param address with context, namespace, pod and container */
export const targetOfPod = (address: PodAddress): Target => ({
  scheme: SCHEME,
  uri: `${SCHEME}://${[address.context, address.namespace, address.pod, address.container]
    .map((part) => encodeURIComponent(part))
    .join("/")}`,
  address: [
    address.context,
    address.namespace,
    address.pod,
    address.container,
    address.workload,
    address.kubeconfig,
    ...(address.shell === undefined ? [] : [address.shell.pod, address.shell.container]),
  ],
});

export function addressIn({ address }: Target): PodAddress {
  const [context = "", namespace = "", pod = "", container = "", ...more] = address;
  const [workload = "", kubeconfig = "", shellPod, shell] = more;
  const found = { context, namespace, pod, container, workload, kubeconfig };
  return shellPod === undefined || shell === undefined
    ? found
    : { ...found, shell: { pod: shellPod, container: shell } };
}

/**
 * What a word of the command line means, as far as it says it: a pod, `deploy/x`, `k8s://CONTEXT/NS/POD/CONTAINER` whose container may be left out.
 * @param scope what options say; a URI counts more
 */
export function namedPod(word: string, scope: Scope): Target {
  const uri = /^k8s:\/\/(.+)$/u.exec(word)?.[1];
  if (uri !== undefined) return { ...targetOfPod(addressOfPath(uri, scope)), uri: word };
  const [, pod] = /^po(?:ds?)?\/(.+)$/u.exec(word) ?? [];
  const isWorkload = pod === undefined && word.includes("/");
  const found = isWorkload ? { pod: "", workload: word } : { pod: pod ?? word, workload: "" };
  return { ...targetOfPod({ ...scope, ...found }), uri: `${SCHEME} ${word}` };
}

function addressOfPath(path: string, { container: wanted, kubeconfig }: Scope): PodAddress {
  const [context = "", namespace = "", pod = "", container = wanted] = path
    .split("/")
    .map(decoded)
    .filter((part, index) => part !== "" || index < 3);
  return { context, namespace, pod, container, workload: "", kubeconfig };
}

/** All pods with these labels: the fullest ready one, with the others as its siblings. */
export function labelledPod(labels: readonly string[], scope: Scope): Target {
  const workload = bySelector(labels.join(","));
  return { ...targetOfPod({ ...scope, pod: "", workload }), uri: `${SCHEME} ${workload}` };
}

/** Whatever is chosen later. */
export const anyPod = (scope: Scope): Target => ({
  ...targetOfPod({ ...scope, pod: "", workload: "" }),
  uri: `${SCHEME}:`,
});

export function isAnyPod(target: Target): boolean {
  const { pod, workload } = addressIn(target);
  return target.scheme === SCHEME && pod === "" && workload === "";
}

/** How a selector is written where a workload is. */
const SELECTOR = "-l ";

const bySelector = (selector: string): string => `${SELECTOR}${selector}`;

/** Null: it is no selector, but a workload. */
export const selectorOfLabels = (workload: string): string | null =>
  workload.startsWith(SELECTOR) ? workload.slice(SELECTOR.length) : null;

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
