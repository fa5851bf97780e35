import type { Container } from "../../domain/container.ts";
import type { Fault } from "../../domain/fault.ts";
import { TransportError, type Transport } from "../../domain/ports/transport.ts";
import type { Target } from "../../domain/target.ts";
import { untrustedText } from "../../domain/text.ts";
import { runProgram } from "../program.ts";
import { againClause, stillClause } from "./clauses.ts";
import { faultOf, type Engine } from "./engine.ts";
import { inspect } from "./inspect.ts";
import { isAlive } from "./inspection.ts";

/** A program in a container, through `exec -i` of the engine's client: without a terminal, so that the end of its stdin is the end of it. */
export const engineTransport = (engine: Engine): Transport => ({
  scheme: engine.scheme,
  open: ({ address }, argv, signal) =>
    runProgram([engine.scheme, "exec", "-i", address[0] ?? "", ...argv], signal),
  explain: async (target, seen, signal) => {
    try {
      return because(await inspect(engine, nameIn(target), signal), seen);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      return gone(error.fault, target, seen);
    }
  },
});

export const nameIn = ({ address }: Target): string => address[0] ?? "";

type Seen = { readonly fault: Fault; readonly attachedAt: number | null };

const told = (kind: Fault["kind"], detail: string): Fault => ({
  kind,
  detail: untrustedText(detail),
});

/** Its engine answers for it: how it stands now is why. */
function because(container: Container, { fault, attachedAt }: Seen): Fault {
  if (container.state === "paused" || !isAlive(container.state))
    return stillFault(container, attachedAt !== null);
  if (attachedAt !== null && isYounger(container, attachedAt))
    return told("restarted", againClause(container));
  // What is no shell wrote why: old engines on its stdout.
  const isNoShell = fault.kind === "no-shell" || fault.kind === "not-a-shell";
  return (isNoShell ? faultOf(fault.detail ?? "") : null) ?? fault;
}

function stillFault(container: Container, wasAttached: boolean): Fault {
  const { state, name } = container;
  if (state === "paused") return told("paused", name);
  if (state === "dead" && wasAttached) return told("removed", name);
  const comesBack = wasAttached || state === "restarting";
  return told(comesBack ? "container-ended" : "not-running", stillClause(container));
}

const isYounger = ({ lives }: Container, at: number): boolean =>
  (lives.at(-1)?.startedAt ?? -Infinity) > at;

/** What its engine does not know any more was removed, once we were in it. */
function gone(fault: Fault, target: Target, { attachedAt }: Seen): Fault {
  if (fault.kind !== "no-such-target") return fault;
  return told(attachedAt === null ? "no-such-target" : "removed", nameIn(target));
}
