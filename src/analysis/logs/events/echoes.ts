import type { EpochMs } from "../../../domain/units.ts";
import type { Seen } from "./desk.ts";
import { mayMeet, type Span } from "./span.ts";

type Said = {
  readonly message: string;
  readonly pid: number | null;
  readonly at: EpochMs | null;
  readonly span: Span;
  readonly source: string;
  readonly server: string | null;
  /** Where it was said again. */
  echoes: readonly string[];
};

const MOST_SAID = 256;
const MOST_LENGTH = 1000;
const ECHO_MS = 2000;

/** The same sentence at the same time on another source is no second event: stdout is kept by a file, the journal and the container's engine at once. */
export class Echoes {
  readonly #said: Said[] = [];
  #next = 0;
  #source: string | null = null;
  #areSeveral = false;

  isEcho({ record: { source, server, message, pid, at }, span }: Seen): boolean {
    this.#source ??= source;
    this.#areSeveral ||= source !== this.#source;
    // Two servers of one machine may say the same: only who wrote it, or the instant, shows that it is the same.
    if (!span.isTimed || (pid === null && at === null) || message.length > MOST_LENGTH)
      return false;
    const said: Said = { message, pid, at, span, source, server, echoes: [] };
    const first = this.#areSeveral ? this.#said.find((one) => isSame(one, said)) : undefined;
    if (first === undefined) {
      this.#said[this.#next] = said;
      this.#next = (this.#next + 1) % MOST_SAID;
      return false;
    }
    first.echoes = [...first.echoes, source];
    return true;
  }
}

const isSame = (one: Said, again: Said): boolean =>
  one.pid === again.pid &&
  (one.pid !== null || one.at === again.at) &&
  one.source !== again.source &&
  (one.server === null || again.server === null || one.server === again.server) &&
  mayMeet(one.span, again.span, ECHO_MS) &&
  !one.echoes.includes(again.source) &&
  one.message === again.message;
