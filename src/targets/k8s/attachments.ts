import type { Stream } from "../../domain/ports/transport.ts";
import type { Target } from "../../domain/target.ts";
import { addressIn, type PodAddress } from "./address.ts";
import type { Attached } from "./ends.ts";

/** Which pod stands for each target now, and which life of its container we are in: transport and inspector speak of the same one. */
export class Attachments {
  readonly #members = new Map<string, PodAddress>();
  readonly #lives = new Map<string, NonNullable<Attached>>();
  readonly #streams = new Map<string, Stream>();

  memberOf(target: Target): PodAddress {
    return this.#members.get(target.uri) ?? addressIn(target);
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

  /** How the last stream there ended; null: it runs, or there was none. */
  endingOf(target: Target): string | null {
    return this.#streams.get(target.uri)?.ending() ?? null;
  }

  lifeOf(target: Target): Attached {
    return this.#lives.get(target.uri) ?? null;
  }
}
