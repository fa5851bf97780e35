// Questions about the memory of processes, and what is kept of their answers.
import type { Gathered } from "../../domain/ports/source.ts";
import { PRICE_OF_BEAT, priceOfFiles, priceOfTails, spent } from "../budget.ts";
import { ask, type Connection } from "../exchange.ts";
import type { HeapKnown } from "../known.ts";
import { readRequest, type Answer } from "../protocol.ts";
import { heapKnown, heapWords } from "./look.ts";
import { priceOfPlace, type HeapAsked } from "./plan.ts";

export type Heaps = ReadonlyMap<number, HeapKnown>;

const MOST_BYTES = 4096;

export async function* askFor(
  connection: Connection,
  words: readonly string[],
  { price, mostBytes = MOST_BYTES }: { readonly price: number; readonly mostBytes?: number },
): AsyncGenerator<Gathered, Answer> {
  const { ongoing } = connection;
  const answer = yield* ask(connection, (prefix) => readRequest(prefix, mostBytes, words));
  ongoing.budget = spent(ongoing.budget, price);
  return answer;
}

/** Reads heaps, and keeps nothing yet. */
export async function* readAll(
  connection: Connection,
  asked: readonly HeapAsked[],
): AsyncGenerator<Gathered, Heaps> {
  const price = asked.reduce((sum, { place }) => sum + priceOfPlace(place), PRICE_OF_BEAT);
  const answer = yield* askFor(connection, asked.flatMap(heapWords), { price });
  const nowMs = uptimeMs(connection);
  const heaps = new Map<number, HeapKnown>();
  for (const each of asked) {
    const known = connection.ongoing.roster.get(each.pid);
    if (known !== undefined) heaps.set(each.pid, heapKnown(known, each, answer, nowMs));
  }
  return heaps;
}

export function keep({ ongoing }: Connection, heaps: Heaps): void {
  const roster = new Map(ongoing.roster);
  for (const [pid, heap] of heaps) {
    const known = roster.get(pid);
    if (known !== undefined) roster.set(pid, { ...known, heap });
  }
  ongoing.roster = roster;
}

/** What the next reading takes stays untouched. */
export const planned = (connection: Connection): { nowMs: number; reserveMs: number } => ({
  nowMs: uptimeMs(connection),
  reserveMs:
    priceOfFiles(3 * connection.ongoing.demand.watch.length) +
    priceOfTails(connection.ongoing.budget),
});

/** Of the target, by our clock since it last told. */
export const uptimeMs = ({ moment, momentAtMs, options: { clock } }: Connection): number =>
  moment.uptimeMs + clock.monotonic() - momentAtMs;
