import type { Stream } from "../../domain/ports/transport.ts";
import type { Target } from "../../domain/target.ts";
import { addressIn, type PodAddress } from "./address.ts";
import type { Attached } from "./ends.ts";

/** Who looks at a pod asks for it each 15 s at least: what nobody asked for so long is looked at no more. */
const IN_USE_MS = 45_000;

/** Which pod stands for each target now, and which life of its container we are in: transport and inspector speak of the same one. */
export class Attachments {
  readonly #members = new Map<string, PodAddress>();
  readonly #lives = new Map<string, NonNullable<Attached>>();
  readonly #streams = new Map<string, Stream>();
  /** The pods of the targets as they were told last. */
  readonly #bodies = new Map<string, { readonly pod: string; readonly body: unknown }>();
  /** When somebody last asked which pod stands for a target. */
  readonly #asked = new Map<string, { readonly atMs: number; readonly target: Target }>();
  readonly #now: () => number;

  /** @param now milliseconds that only go forward */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  memberOf(target: Target): PodAddress {
    this.#asked.set(target.uri, { atMs: this.#now(), target });
    return this.#members.get(target.uri) ?? addressIn(target);
  }

  /** Pods in the same namespace that stand for other targets now: two rows of a screen never are one pod. */
  takenBesides({ uri }: Target, { context, namespace }: PodAddress): ReadonlySet<string> {
    const others = [...this.#asked.values()].filter(
      ({ target, atMs }) => target.uri !== uri && this.#now() - atMs < IN_USE_MS,
    );
    const members = others.map(({ target }) => this.#members.get(target.uri) ?? addressIn(target));
    return new Set(
      members
        .filter((each) => each.context === context && each.namespace === namespace)
        .map(({ pod }) => pod),
    );
  }

  /** Another member of the workload stands for the target from now on. */
  moved(target: Target, to: PodAddress): void {
    this.#members.set(target.uri, to);
  }

  /** `life`: null where nobody tells it; then the one before is what is known. */
  attached(target: Target, stream: Stream, life: Attached): void {
    this.#streams.set(target.uri, stream);
    if (life !== null) this.#lives.set(target.uri, life);
  }

  /** `body`: of the pod that stands for the target now. */
  told(target: Target, body: unknown): void {
    this.#bodies.set(target.uri, { pod: this.memberOf(target).pod, body });
  }

  /** What was told last of the pod that stands for the target; null: nothing of that one. */
  bodyOf(target: Target): unknown {
    const told = this.#bodies.get(target.uri);
    return told?.pod === this.memberOf(target).pod ? told.body : null;
  }

  /** How the last stream there ended; null: it runs, or there was none. */
  endingOf(target: Target): string | null {
    return this.#streams.get(target.uri)?.ending() ?? null;
  }

  lifeOf(target: Target): Attached {
    return this.#lives.get(target.uri) ?? null;
  }
}
