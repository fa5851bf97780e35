import { KIB, MIB, MINUTE_MS } from "../domain/units.ts";
import { Head, isHello } from "./head.ts";

export type Packing = {
  /** A text as a compressed member that can stand alone. */
  readonly pack: (text: string) => Uint8Array;
  readonly unpack: (member: Uint8Array) => string;
};

export type KeepBounds = {
  readonly windowMs: number;
  /** Of all members together. */
  readonly bytes: number;
  /** How many lines, and how much text, wait before they are packed. */
  readonly lines: number;
  readonly characters: number;
};

export const KEEP_BOUNDS: KeepBounds = {
  windowMs: 30 * MINUTE_MS,
  bytes: 32 * MIB,
  lines: 60,
  characters: 512 * KIB,
};

type Member = {
  readonly packed: Uint8Array;
  readonly until: number;
  readonly head: readonly string[];
};

/**
 * The last 30 minutes as encoded lines, compressed: what happened before anyone asked for a recording. A cell: it changes.
 * Bounded by time and by bytes, oldest first; of dropped lines it keeps what the later ones stand on (`Head`).
 */
export class Keep {
  readonly #packing: Packing;
  readonly #bounds: KeepBounds;
  readonly #dropped = new Head();
  #members: Member[] = [];
  #packedBytes = 0;
  #waiting: string[] = [];
  #waitingCharacters = 0;

  constructor(packing: Packing, bounds: KeepBounds = KEEP_BOUNDS) {
    this.#packing = packing;
    this.#bounds = bounds;
  }

  /** Compressed bytes held, without the lines that wait. */
  get bytes(): number {
    return this.#packedBytes;
  }

  /** @param at  our own clock in milliseconds, never falling: a target's clock may jump. A hello is not kept, `lines` is handed one. */
  add(line: string, at: number): void {
    if (isHello(line)) return;
    this.#waiting.push(line);
    this.#waitingCharacters += line.length;
    const { lines, characters } = this.#bounds;
    if (this.#waiting.length >= lines || this.#waitingCharacters >= characters) this.#pack(at);
    this.#drop(at);
  }

  /** All lines as of this call, oldest first, `hello` before them. Unpacked one member at a time, while they are taken. */
  lines(hello: string): Iterable<string> {
    const head = [hello, ...this.#dropped.lines()];
    const members = this.#members;
    const waiting = [...this.#waiting];
    const { unpack } = this.#packing;
    return (function* () {
      yield* head;
      for (const { packed } of members) yield* unpack(packed).split("\n");
      yield* waiting;
    })();
  }

  #pack(until: number): void {
    const head = new Head();
    for (const line of this.#waiting) head.note(line);
    const packed = this.#packing.pack(this.#waiting.join("\n"));
    this.#members = [...this.#members, { packed, until, head: head.lines() }];
    this.#packedBytes += packed.length;
    this.#waiting = [];
    this.#waitingCharacters = 0;
  }

  #drop(at: number): void {
    const { windowMs, bytes } = this.#bounds;
    let count = 0;
    for (const { packed, until, head } of this.#members) {
      if (until >= at - windowMs && this.#packedBytes <= bytes) break;
      this.#packedBytes -= packed.length;
      for (const line of head) this.#dropped.note(line);
      count += 1;
    }
    if (count > 0) this.#members = this.#members.slice(count);
  }
}
