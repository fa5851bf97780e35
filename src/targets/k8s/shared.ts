import { SECOND_MS } from "../../domain/units.ts";
import type { Answer, Cluster, Request } from "./cluster.ts";

/** Members of one workload look at the same time, and what stands around them is the same. */
const KEPT_MS = 5 * SECOND_MS;
/** As long as a question may take. */
const PATIENCE_MS = 10 * SECOND_MS;

type Kept = { readonly at: number; readonly answer: Promise<Answer> };

/** Questions that several ask: each is asked once within five seconds, whoever asks first, and for all of them. */
export class Shared {
  readonly #cluster: Pick<Cluster, "ask" | "asked">;
  readonly #kept = new Map<string, Kept>();

  constructor(cluster: Pick<Cluster, "ask" | "asked">) {
    this.#cluster = cluster;
  }

  /** For whoever reads only; he who goes away before the answer does not take it from the others. */
  readonly asking: Pick<Cluster, "ask" | "asked"> = {
    ask: (request) => this.#once("ask", request),
    asked: (request) => this.#once("asked", request),
  };

  #once(how: "ask" | "asked", request: Request): Promise<Answer> {
    const now = performance.now();
    for (const [key, { at }] of this.#kept) if (now - at >= KEPT_MS) this.#kept.delete(key);
    const key = `${how} ${request.path}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept.answer;
    const answer = this.#cluster[how](request, AbortSignal.timeout(PATIENCE_MS));
    this.#kept.set(key, { at: now, answer });
    // a failure is told to those who wait for it, and to nobody later
    answer.catch(() => this.#kept.delete(key));
    return answer;
  }
}
