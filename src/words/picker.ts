import type { Fault } from "../domain/fault.ts";
import { show } from "../domain/text.ts";
import { faultText } from "./faults.ts";
import { counted } from "./format.ts";

export const PICKER_TITLE = "what to watch?";
export const DEMO_NAME = "demo: the built-in incident";
export const DEMO_COMMAND = "a recorded Hyperf service leaks until the kernel kills it";

/** What an ssh host tells before it is chosen. */
export const NOT_ASKED = "not asked yet";

/** The rule over the rows. */
export const watchableText = (count: number): string => `${counted(count, "target")} to watch`;
/** `kind`: `namespaces`, `contexts`. */
export const placesText = (kind: string, count: number): string =>
  counted(count, kind.replace(/s$/u, ""));
export const ORDER = "by memory / limit";

/** Why a kind has nothing to offer: its whole sentence, and how it is said where that has no room. */
export function unansweredTexts(fault: Fault): readonly [string, ...string[]] {
  const { kind, detail } = fault;
  const whole = faultText(fault);
  if (kind === "command-not-found") return ["not installed"];
  if (kind === "forbidden") return [whole, "may not be listed by whom the kubeconfig logs in"];
  if (kind === "no-permission")
    return [whole, "its socket is not for you: use sudo, or join its group (docker)"];
  if (kind !== "engine-unreachable") return [whole];
  return [whole, `does not answer${detail === null ? "" : `: ${show(detail).trim()}`}`];
}

/** What stands where no row does. */
export function noRowsText(why: {
  readonly isNarrowed: boolean;
  readonly kind: string | null;
  readonly isAsked: boolean;
}): string {
  const { isNarrowed, kind, isAsked } = why;
  if (isAsked) return isNarrowed ? "nothing fits the filter yet" : "looking ...";
  if (isNarrowed) return "nothing fits the filter: Esc clears it";
  switch (kind) {
    case null:
      return "nothing to watch: no Swoole process here, no container, no host";
    case "local":
      return "no Swoole process runs on this machine";
    case "k8s":
      return "no pod in this namespace: Tab goes on to the others";
    case "namespaces":
    case "contexts":
      return `no ${kind} are known`;
    default:
      return `${kind} has nothing to watch`;
  }
}

/** What is said beside a namespace or a context. */
export const LISTED_NOW = "listed now";
export const LIKE_PRODUCTION = "looks like production";

/** After the choice, until the table comes. */
export const attachingText = (name: string): string => `attaching to ${show(name)} ...`;
