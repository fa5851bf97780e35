import type { Fault, FaultKind } from "../../domain/fault.ts";
import type { LogSource } from "../../domain/log-source.ts";

/** How it stands with a container's output. */
export type OutputState = Pick<LogSource, "state" | "detail">;

export const FOLLOWED: OutputState = { state: "followed", detail: null };

/** Asking again changes nothing, as long as nothing else does. */
const LASTING: readonly FaultKind[] = [
  "unreadable-logs",
  "command-not-found",
  "no-permission",
  "forbidden",
];

export const isLasting = ({ kind }: Fault): boolean => LASTING.includes(kind);

/** Of a fault that does not last nobody knows more than that it is not there. */
export function stateAfter({ kind, detail }: Fault): OutputState {
  if (kind === "unreadable-logs") return { state: "unreadable", detail };
  return { state: kind === "forbidden" ? "forbidden" : "absent", detail };
}
