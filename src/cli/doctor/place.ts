import type { Place, PodPlace } from "../../domain/doctor.ts";
import { maskSecrets } from "../../domain/secret.ts";
import { show } from "../../domain/text.ts";
import type { Target } from "../../domain/target.ts";
import { addressIn, selectorOfLabels, type PodAddress } from "../../targets/k8s/address.ts";

/** Clients whose `exec NAME COMMAND` runs a command in a container. */
const CLIENTS: Readonly<Record<string, Place["kind"]>> = {
  docker: "docker",
  nerdctl: "other",
  podman: "podman",
  kubectl: "kubernetes",
  oc: "kubernetes",
  ssh: "ssh",
};
/** Their options that take the next word. */
const WITH_VALUE =
  /^(?:-[ewuncHlpioFJLRDbSWmBEIQ]|--(?:env|env-file|user|workdir|namespace|container|context|kubeconfig|host|config|detach-keys))$/u;
/** What a command may name unquoted. */
const PLAIN = /^[A-Za-z0-9][\w.@:/-]*$/u;

/** Where a target's shell runs, as far as its words say it. */
export function placeOf(target: Target): Place {
  const { scheme, uri, address } = target;
  if (scheme === "local") return { ...OWN, kind: "local", name: null, words: "local" };
  if (scheme === "exec") {
    const words = `exec -- ${maskSecrets(address).map(quoted).join(" ")}`;
    return { ...OWN, ...ofCommand(address), isCommand: true, words };
  }
  if (scheme === "k8s") return placeOfPod(addressIn(target));
  const name = plain(uri.replace(/^[a-z]+:\/\//u, ""));
  const kind = CLIENTS[scheme] ?? "other";
  return { ...OWN, kind, name, words: name === null ? show(uri) : `${scheme} ${name}` };
}

const OWN = { isCommand: false, pod: null } as const;

function placeOfPod(address: PodAddress): Place {
  const { context, namespace, container, kubeconfig, workload, pod } = address;
  const inNamespace = known("-n ", namespace);
  const led = [...known("--kubeconfig=", kubeconfig), ...known("--context=", context)];
  const words = ["k8s", ...named(address), ...inNamespace, ...known("-c ", container), ...led];
  const told: PodPlace = {
    kubectl: ["kubectl", ...led, ...inNamespace].join(" "),
    namespace: plain(namespace),
    container: plain(container),
    workload: OBJECT.test(workload) ? workload : null,
  };
  return {
    kind: "kubernetes",
    name: plain(pod),
    isCommand: false,
    words: words.join(" "),
    pod: told,
  };
}

const known = (option: string, value: string): readonly string[] =>
  value === "" ? [] : [`${option}${quoted(value)}`];

/** What outlives the pod, where the user named that; else a selector of labels, or the pod. */
function named({ workload, pod }: PodAddress): readonly string[] {
  if (OBJECT.test(workload)) return [workload];
  const selector = selectorOfLabels(workload);
  if (selector !== null) return [`-l ${quoted(selector)}`];
  return pod === "" ? [] : [quoted(pod)];
}

/** `deploy/shop`. */
const OBJECT = /^[a-z]+\/[a-z0-9][a-z0-9.-]*$/u;

function ofCommand([program = "", ...words]: readonly string[]): Pick<Place, "kind" | "name"> {
  const kind = CLIENTS[program.slice(program.lastIndexOf("/") + 1)] ?? "other";
  if (kind === "other") return { kind, name: null };
  const operands = words.filter((word, at) => isOperand(word, words[at - 1] ?? "", kind));
  const after = kind === "ssh" ? 0 : operands.findIndex((word) => VERBS.includes(word)) + 1;
  return { kind, name: plain(operands[after] ?? "") };
}

const VERBS: readonly string[] = ["exec", "rsh"];

/** `-i` and `-t` take a value of ssh alone. */
const isOperand = (word: string, before: string, kind: Place["kind"]): boolean => {
  if (word.startsWith("-")) return false;
  const isFlag = kind === "ssh" ? false : before === "-i" || before === "-t";
  return isFlag || !WITH_VALUE.test(before);
};

const plain = (name: string): string | null => (PLAIN.test(name) ? name : null);

const quoted = (word: string): string =>
  /^[\w@%+=:,./*-]+$/u.test(word) ? word : `'${show(word).replaceAll("'", `'\\''`)}'`;
