import type { Container } from "../../domain/container.ts";
import type { Fault } from "../../domain/fault.ts";
import { TransportError, type Transport } from "../../domain/ports/transport.ts";
import type { Target } from "../../domain/target.ts";
import { untrustedText } from "../../domain/text.ts";
import { runProgram } from "../program.ts";
import { faultOf, type Engine } from "./engine.ts";
import { inspect } from "./inspect.ts";
import { isAlive } from "./inspection.ts";
import { stillFault, withLife } from "./still.ts";

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

/** Its engine answers for it: how it stands now is why. */
function because(container: Container, { fault, attachedAt }: Seen): Fault {
  if (!isAlive(container.state) || container.state === "paused")
    return stillFault(container, attachedAt !== null);
  if (attachedAt !== null && isYounger(container, attachedAt))
    return withLife({ kind: "restarted", detail: container.name }, container.lives.at(-2));
  // What is no shell wrote why: old engines on its stdout.
  const isNoShell = fault.kind === "no-shell" || fault.kind === "not-a-shell";
  return (isNoShell ? faultOf(fault.detail ?? "") : null) ?? fault;
}

const isYounger = ({ lives }: Container, at: number): boolean =>
  (lives.at(-1)?.startedAt ?? -Infinity) > at;

/** What its engine does not know any more was removed, once we were in it. */
function gone(fault: Fault, target: Target, { attachedAt }: Seen): Fault {
  if (fault.kind !== "no-such-target") return fault;
  const kind = attachedAt === null ? "no-such-target" : "removed";
  return { kind, detail: untrustedText(nameIn(target)) };
}
