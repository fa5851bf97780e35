import type { Inspector, LogsFrom } from "../../domain/ports/inspector.ts";
import type { Target } from "../../domain/target.ts";
import { epochMs, SECOND_MS } from "../../domain/units.ts";

/** Podman stamps each part of a line; its last lines have the stamp of the last part. */
const PARTS_MS = SECOND_MS;

/** Podman joins parts of lines to wrong ones in its last lines (4.3.1, measured): only when they begin is taken from it. @throws TransportError */
export async function firstFrom(
  { inspector, target }: { readonly inspector: Inspector; readonly target: Target },
  first: LogsFrom,
  signal: AbortSignal,
): Promise<LogsFrom> {
  const { scheme, logs } = inspector;
  if (first.kind !== "tail" || scheme !== "podman" || logs === null) return first;
  for await (const lines of logs(target, first, signal)) {
    const stamps = lines.flatMap(({ at }) => at ?? []);
    if (stamps.length > 0) return { kind: "since", at: epochMs(Math.min(...stamps) - PARTS_MS) };
  }
  return first;
}
