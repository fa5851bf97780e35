import { PLACES, type Inspector, type Listing, type Scope } from "../../domain/ports/inspector.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import { PODS_KIND } from "../../store/picker/entries.ts";
import { hasKubeconfig } from "../../targets/k8s/kubeconfig-files.ts";

/** Who can say what there is to watch of one kind. */
export type Lister = Pick<Inspector, "scheme" | "list"> & {
  /** What it tells of, in the order of Tab; absent: its scheme. */
  readonly kinds?: readonly string[];
  /** It is asked when one of its kinds is shown, not before: asking a cluster may run a program that logs in. */
  readonly isLate?: boolean;
};

export const kindsOf = ({ scheme, kinds }: Lister): readonly string[] => kinds ?? [scheme];

/**
 * Those of `listers` that have something to do here, those that wait last: Tab comes by the others without asking them. A cluster, where a kubeconfig is there or `kind` asks
 * for it, tells of its namespaces and contexts, too.
 */
export function listersHere(
  listers: readonly Lister[],
  kind: string | null,
  isThere: () => boolean = hasKubeconfig,
): readonly Lister[] {
  const isCluster = ({ scheme }: Lister) => scheme === PODS_KIND;
  const clusters = kind === PODS_KIND || isThere() ? listers.filter(isCluster) : [];
  const kinds = [PODS_KIND, ...PLACES];
  return [
    ...listers.filter((lister) => !isCluster(lister)),
    ...clusters.map((lister) => ({ ...lister, kinds, isLate: true })),
  ];
}

type Hearing = {
  readonly scope: Scope;
  readonly listed: (listing: Listing) => void;
  readonly signal: AbortSignal;
};

/**
 * Asks all of them at once and hands on what each says, as it comes: none waits for another. Ends when all have ended.
 * What comes after `signal` is dropped.
 */
export async function listAll(listers: readonly Lister[], hearing: Hearing): Promise<void> {
  const { signal } = hearing;
  const listed = (listing: Listing): void => {
    if (!signal.aborted) hearing.listed(listing);
  };
  await Promise.all(listers.map((lister) => listOne(lister, { ...hearing, listed })));
}

async function listOne(lister: Lister, { scope, listed, signal }: Hearing): Promise<void> {
  const last = new Map<string, Listing>(
    kindsOf(lister).map((kind) => [kind, { kind, candidates: [], fault: null, isComplete: false }]),
  );
  const end = (fault: Listing["fault"]): void => {
    for (const listing of last.values())
      if (!listing.isComplete) listed({ ...listing, fault, isComplete: true });
  };
  try {
    for await (const listing of lister.list(signal, scope)) {
      if (signal.aborted) return;
      last.set(listing.kind, listing);
      listed(listing);
    }
    end(null);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    end(error.fault);
  }
}
