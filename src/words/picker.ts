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
export const ORDER = "by memory / limit";

/** Why a kind has nothing to offer: its whole sentence, and how it is said where that has no room. */
export function unansweredTexts(fault: Fault): readonly [string, ...string[]] {
  const { kind, detail } = fault;
  const whole = faultText(fault);
  if (kind === "command-not-found") return ["not installed"];
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
  if (kind === null) return "nothing to watch: no Swoole process here, no container, no host";
  return kind === "local"
    ? "no Swoole process runs on this machine"
    : `${kind} has nothing to watch`;
}

/** After the choice, until the table comes. */
export const attachingText = (name: string): string => `attaching to ${show(name)} ...`;
