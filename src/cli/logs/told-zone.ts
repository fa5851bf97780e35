import type { Clock } from "../../domain/ports/clock.ts";
import type { TargetFiles } from "../../domain/ports/source.ts";
import { SECOND_MS } from "../../domain/units.ts";
import { targetZone } from "../zone.ts";

/** Lines that come before anything can be read of the target do not wait longer for its zone. */
const PATIENCE_MS = 2 * SECOND_MS;

/** The zone of times that name none, as the target tells it. A cell. */
export class ToldZone {
  readonly #isOwn: boolean;
  #name: string | null;
  #seen: "nothing" | "target" | "process" = "nothing";
  readonly #told = Promise.withResolvers<void>();
  #isOver: boolean;

  /** `own`: it is known without asking. `canAsk`: files of the target may be read. */
  constructor(own: string | null, canAsk: boolean) {
    this.#isOwn = own !== null;
    this.#name = own;
    this.#isOver = own !== null || !canAsk;
  }

  /** IANA; null: not told. */
  get name(): string | null {
    return this.#name;
  }

  /** Nobody has to wait for it. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Resolves when it is told, and after a while in any case. */
  async soon(clock: Pick<Clock, "sleep">, signal: AbortSignal): Promise<void> {
    if (!this.#isOver) await Promise.race([this.#told.promise, clock.sleep(PATIENCE_MS, signal)]);
    this.#isOver = true;
  }

  /** Once of the target as a whole, and once of a process of it. @throws TransportError when the session is over */
  async look(files: TargetFiles, pid: number | null): Promise<void> {
    const wanted = pid === null ? "target" : "process";
    if (this.#isOwn || this.#seen === "process" || this.#seen === wanted) return;
    this.#seen = wanted;
    this.#name = await targetZone(files, { pid, isInherited: true });
    this.#told.resolve();
  }
}
