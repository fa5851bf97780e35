import type { Fault } from "../../domain/fault.ts";
import { TransportError, type Transport } from "../../domain/ports/transport.ts";
import type { Target } from "../../domain/target.ts";
import { untrustedText } from "../../domain/text.ts";
import { runProgram } from "../program.ts";
import type { Engine } from "./engine.ts";
import { inspect } from "./inspect.ts";
import { because, type Seen } from "./still.ts";

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

/** What its engine does not know any more was removed, once we were in it. */
function gone(fault: Fault, target: Target, { attachedAt }: Seen): Fault {
  if (fault.kind !== "no-such-target") return fault;
  const kind = attachedAt === null ? "no-such-target" : "removed";
  return { kind, detail: untrustedText(nameIn(target)) };
}
