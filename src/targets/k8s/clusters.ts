import { Cluster } from "./cluster.ts";
import type { ClusterPlace } from "./kubeconfig.ts";
import { Shared } from "./shared.ts";

/** One login per context, whoever asks. */
export class Clusters {
  readonly #known = new Map<string, Cluster>();
  readonly #shared = new Map<Cluster, Shared>();

  of({ context, kubeconfig }: ClusterPlace): Cluster {
    const key = JSON.stringify([context, kubeconfig]);
    const found = this.#known.get(key) ?? new Cluster({ context, kubeconfig });
    this.#known.set(key, found);
    return found;
  }

  /** For what many ask of the same cluster at the same time. */
  sharedOf(place: ClusterPlace): Shared["asking"] {
    const cluster = this.of(place);
    const found = this.#shared.get(cluster) ?? new Shared(cluster);
    this.#shared.set(cluster, found);
    return found.asking;
  }
}
