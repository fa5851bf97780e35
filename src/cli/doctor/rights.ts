import type { Right } from "../../domain/kubernetes-rights.ts";
import type { Inspector } from "../../domain/ports/inspector.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import type { Target } from "../../domain/target.ts";

/** What whoever runs the target lets us do there; null: it knows no rights, or does not answer, which other checks say. */
export async function rightsSeen(
  inspectors: readonly Inspector[],
  target: Target,
  signal: AbortSignal,
): Promise<readonly Right[] | null> {
  const inspector = inspectors.find(({ scheme }) => scheme === target.scheme);
  try {
    return (await inspector?.rights?.(target, signal)) ?? null;
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return null;
  }
}
