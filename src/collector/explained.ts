import type { Fault } from "../domain/fault.ts";
import type { Ongoing, SessionOptions } from "./ongoing.ts";
import { within } from "./waiting.ts";

/** Whoever runs the target may be stuck himself. */
const LONGEST_MS = 4000;

/** What broke a connection, or keeps it waiting, in the words of whoever runs the target; as it was seen from here where he says nothing. */
export async function explained(
  { transport, target, clock }: Pick<SessionOptions, "transport" | "target" | "clock">,
  fault: Fault,
  {
    ongoing: { attachedAt },
    signal,
  }: { readonly ongoing: Pick<Ongoing, "attachedAt">; readonly signal: AbortSignal },
): Promise<Fault> {
  if (transport.explain === null || signal.aborted) return fault;
  const life = new AbortController();
  const asked = transport.explain(
    target,
    { fault, attachedAt },
    AbortSignal.any([signal, life.signal]),
  );
  const answer = await within(asked, LONGEST_MS, clock, signal);
  life.abort();
  return answer?.value ?? fault;
}
