import type { Place } from "../../domain/doctor.ts";
import { maskSecrets } from "../../domain/secret.ts";
import { show } from "../../domain/text.ts";
import type { Target } from "../../domain/target.ts";

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
export function placeOf({ scheme, uri, address }: Target): Place {
  if (scheme === "local") return { kind: "local", name: null, isCommand: false, words: "local" };
  if (scheme === "exec") {
    const words = `exec -- ${maskSecrets(address).map(quoted).join(" ")}`;
    return { ...ofCommand(address), isCommand: true, words };
  }
  const name = plain(uri.replace(/^[a-z]+:\/\//u, ""));
  const kind = CLIENTS[scheme] ?? "other";
  return { kind, name, isCommand: false, words: name === null ? show(uri) : `${scheme} ${name}` };
}

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
