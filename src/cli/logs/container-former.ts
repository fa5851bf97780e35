import type { Clock } from "../../domain/ports/clock.ts";
import type { ContainerLine, Inspector, LogsFrom } from "../../domain/ports/inspector.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import type { Target } from "../../domain/target.ts";
import { SECOND_MS } from "../../domain/units.ts";

/** The lines of the current life wait so long for those of the one before. */
const PATIENCE_MS = 2 * SECOND_MS;

/** What the life before wrote, where its engine keeps each life apart. None where that cannot be told, or not soon: what keeps the current life's lines from us is said of those. */
export async function formerLines(
  { inspector, target }: { readonly inspector: Inspector; readonly target: Target },
  from: LogsFrom,
  { clock, signal }: { readonly clock: Pick<Clock, "sleep">; readonly signal: AbortSignal },
): Promise<readonly ContainerLine[]> {
  const { previousLogs } = inspector;
  if (previousLogs === undefined) return [];
  const own = new AbortController();
  const both = AbortSignal.any([signal, own.signal]);
  const lines = previousLogs(target, from, both).catch((error: unknown) => {
    if (error instanceof TransportError || both.aborted) return [];
    throw error;
  });
  try {
    return await Promise.race([lines, clock.sleep(PATIENCE_MS, both).then(() => [])]);
  } finally {
    own.abort();
  }
}
