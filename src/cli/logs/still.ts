import type { Fault } from "../../domain/fault.ts";
import type { Observation } from "../../domain/observation.ts";
import type { Inspector } from "../../domain/ports/inspector.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import { SECOND_MS } from "../../domain/units.ts";
import { withLogs, type LogLook } from "./follow.ts";

/** What is paused, or started again and again, has no end: what comes after this was not there. */
const QUIET_MS = 2 * SECOND_MS;
/** The last lines are on their way to who takes them. */
const LAST_MS = 500;

/**
 * What its engine keeps of the output of a container that does not run, once, and what commands print meanwhile.
 * @throws TransportError `unreadable-logs` and what else an engine refuses
 */
export async function* keptLogs(look: LogLook, signal: AbortSignal): AsyncGenerator<Observation> {
  const { clock, container } = look;
  if (container === null) return;
  const over = Promise.withResolvers<Fault | null>();
  signal.addEventListener("abort", () => over.resolve(null), { once: true });
  const inspector = readOnce(container.inspector, look, over.resolve);
  const nothing = async function* (): AsyncGenerator<Observation> {
    const fault = await over.promise;
    await clock.sleep(LAST_MS, signal);
    if (fault !== null) throw new TransportError(fault);
    yield* [];
  };
  yield* withLogs(nothing(), { ...look, container: { ...container, inspector } }, signal);
}

/** Tells when all was read, and of what kept it from that. */
function readOnce(
  inspector: Inspector,
  { clock }: Pick<LogLook, "clock">,
  ended: (fault: Fault | null) => void,
): Inspector {
  const { logs } = inspector;
  if (logs === null) return inspector;
  return {
    ...inspector,
    logs: async function* (target, from, signal) {
      const own = new AbortController();
      const lines = logs(target, from, AbortSignal.any([signal, own.signal]));
      let nap = new AbortController();
      const watch = async (): Promise<void> => {
        const { signal: awake } = nap;
        await clock.sleep(QUIET_MS, AbortSignal.any([awake, signal]));
        if (!awake.aborted) own.abort();
      };
      void watch();
      try {
        for await (const batch of lines) {
          nap.abort();
          yield batch;
          nap = new AbortController();
          void watch();
        }
        ended(null);
      } catch (error) {
        if (error instanceof TransportError) ended(error.fault);
        throw error;
      } finally {
        nap.abort();
      }
    },
  };
}
