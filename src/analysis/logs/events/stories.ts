import type { Servers } from "../servers.ts";
import { isNear, type Span } from "./span.ts";

/** Workers may have `max_wait_time` to leave, and leave one after the other: what comes so long after a reload or a stop is a part of it. */
const STORY_MS = 120_000;
const MOST_ENDS = 32;
const MOST_STARTED = 4096;
/** Pending ticks fail when the workers leave. */
const END_MS = 5000;
const LEAVING_MS = 100;

type Chain = {
  readonly id: string;
  readonly span: Span;
  readonly kind: "reload" | "stop";
  readonly started: Set<number>;
  readonly isTasksOnly: boolean;
};

/** Which events belong to one chain: a reload or a stop, and what comes of it. */
export class Stories {
  #count = 0;
  /** Of each server, the last one counts. */
  readonly #chains: Chain[] = [];
  readonly #ends: { readonly span: Span; readonly story: string }[] = [];
  readonly #leaving: Span[] = [];
  readonly #servers: Servers;
  readonly #prefix: string;

  /** `prefix`: of its ids, where there are other stories. */
  constructor(servers: Servers, prefix: string) {
    this.#servers = servers;
    this.#prefix = prefix;
  }

  /** A chain of its own. */
  begun(kind: "recycle" | "death"): string {
    return this.#newId(kind);
  }

  opened(kind: Chain["kind"], span: Span, isTasksOnly = false): string {
    const id = this.#newId(kind);
    this.#chains.push({ id, span, kind, started: new Set(), isTasksOnly });
    if (this.#chains.length > MOST_ENDS) this.#chains.shift();
    this.#ends.push({ span, story: id });
    if (this.#ends.length > MOST_ENDS) this.#ends.shift();
    return id;
  }

  /** A worker says that it leaves. */
  left(span: Span): void {
    this.#leaving.push(span);
    if (this.#leaving.length > MOST_ENDS) this.#leaving.shift();
  }

  /**
   * The end that failed ticks belong to; null: none is near. One failure alone may be true, unless a worker leaves in the same instant.
   * A story of null: workers left, nobody said why.
   */
  endNear(span: Span, isAlone: boolean): { readonly story: string | null } | null {
    const chain = this.#ends.findLast((end) => this.#areNear(end.span, span, END_MS));
    const isLeft = this.#leaving.some((leaving) => this.#areNear(leaving, span, LEAVING_MS));
    if (isLeft || (chain !== undefined && !isAlone)) return { story: chain?.story ?? null };
    return null;
  }

  /** The stop that the end of a process at that time is a part of: a reload ends nobody by a signal. */
  ofEnd(span: Span): string | null {
    const chain = this.#chainAt(span);
    return chain?.kind === "stop" ? chain.id : null;
  }

  /** The chain that something at that time is a part of. */
  at(span: Span): string | null {
    return this.#chainAt(span)?.id ?? null;
  }

  /** A worker that starts after a reload is a part of it, once. */
  ofStart(workerId: number, isTask: boolean, span: Span): string | null {
    const chain = this.#chainAt(span);
    if (chain === null || chain.kind !== "reload" || chain.started.has(workerId)) return null;
    if (chain.isTasksOnly && !isTask) return null;
    if (chain.started.size < MOST_STARTED) chain.started.add(workerId);
    return chain.id;
  }

  #chainAt(span: Span): Chain | null {
    const chain = this.#chains.findLast((one) => this.#servers.mayBeOne(one.span, span));
    if (chain === undefined) return null;
    const { from } = chain.span;
    const isBefore = from !== null && span.to !== null && span.to < from;
    return !isBefore && isNear(chain.span, span, STORY_MS) ? chain : null;
  }

  #areNear(a: Span, b: Span, slackMs: number): boolean {
    return this.#servers.mayBeOne(a, b) && isNear(a, b, slackMs);
  }

  #newId(kind: string): string {
    this.#count += 1;
    return `${this.#prefix}${kind}-${this.#count}`;
  }
}
