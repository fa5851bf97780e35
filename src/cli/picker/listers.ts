import type { Inspector, Listing } from "../../domain/ports/inspector.ts";
import { TransportError } from "../../domain/ports/transport.ts";

/** Who can say what there is to watch of one kind. */
export type Lister = Pick<Inspector, "scheme" | "list">;

/**
 * Asks all of them at once and hands on what each says, as it comes: none waits for another. Ends when all have ended.
 * What comes after `signal` is dropped.
 */
export async function listAll(
  listers: readonly Lister[],
  listed: (listing: Listing) => void,
  signal: AbortSignal,
): Promise<void> {
  const tell = (listing: Listing): void => {
    if (!signal.aborted) listed(listing);
  };
  await Promise.all(listers.map((lister) => listOne(lister, tell, signal)));
}

async function listOne(
  { scheme, list }: Lister,
  tell: (listing: Listing) => void,
  signal: AbortSignal,
): Promise<void> {
  let last: Listing = { kind: scheme, candidates: [], fault: null, isComplete: false };
  try {
    for await (const listing of list(signal)) {
      if (signal.aborted) return;
      last = listing;
      tell(listing);
    }
    if (!last.isComplete) tell({ ...last, isComplete: true });
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    tell({ ...last, fault: error.fault, isComplete: true });
  }
}
