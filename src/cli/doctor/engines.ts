import type { EngineSeen } from "../../analysis/doctor/facts.ts";
import type { Inspector } from "../../domain/ports/inspector.ts";

/** What each engine of this machine answers, side by side: how much it has to offer, or why it says nothing. Nothing is executed in any of it. */
export async function enginesSeen(
  inspectors: readonly Inspector[],
  signal: AbortSignal,
): Promise<readonly EngineSeen[]> {
  const others = inspectors.filter(({ scheme }) => scheme !== "local");
  return Promise.all(others.map((inspector) => engineSeen(inspector, signal)));
}

async function engineSeen({ scheme, list }: Inspector, signal: AbortSignal): Promise<EngineSeen> {
  let seen: EngineSeen = { engine: scheme, count: 0, fault: null };
  for await (const { candidates, fault, isComplete } of list(signal)) {
    seen = { engine: scheme, count: candidates.length, fault };
    if (fault !== null || isComplete) break;
  }
  return seen;
}
