// Looks for the heap of one process that nobody knows: any chunk of its memory names it.
import type { Gathered } from "../../domain/ports/source.ts";
import { canAfford, PRICE_OF_BEAT, PRICE_OF_MEMORY, priceOfFiles } from "../budget.ts";
import type { Connection } from "../exchange.ts";
import type { HeapKnown, Known } from "../known.ts";
import { chunkCandidates } from "./candidates.ts";
import { askFor, keep, uptimeMs } from "./exchange.ts";
import { heapOfChunk } from "./layout.ts";
import { headOf, heapKnown, heapShut, lookAt, mainWord } from "./look.ts";
import { memoryBytes, memoryWord } from "./memory.ts";

/** A process has 65 000 mappings at most; those of most processes are 30 kB. */
const MOST_MAPS_BYTES = 1024 * 1024;
/** Maps are written by the kernel line by line: as dear as that many small files. */
const MAPS_PRICE = priceOfFiles(20);
/** Places that are looked at in one go, until it is given up. */
const BATCHES = [4, 12, 16] as const;
const MOST_CANDIDATES = 32;

type Outcome = "found" | "absent" | "unaffordable";

/** After a search in vain it is left alone for a while; without money for it the next turn tries again. */
export async function* findHeap(
  connection: Connection,
  pid: number,
): AsyncGenerator<Gathered, void> {
  const outcome = yield* search(connection, pid);
  if (outcome === "unaffordable") connection.heapRefused = true;
  if (outcome !== "absent") return;
  change(connection, pid, ({ heap }) => heapShut(heap, uptimeMs(connection)));
}

async function* search(connection: Connection, pid: number): AsyncGenerator<Gathered, Outcome> {
  const isRich = (price: number): boolean => canAfford(connection.ongoing.budget, price);
  if (!isRich(MAPS_PRICE + priceOfHeads(BATCHES[0]))) return "unaffordable";
  const maps = `${pid}/maps`;
  const options = { price: MAPS_PRICE, mostBytes: MOST_MAPS_BYTES };
  const listed = (yield* askFor(connection, [maps], options)).get(maps) ?? "";
  let candidates = chunkCandidates(listed, MOST_CANDIDATES);
  for (const size of BATCHES) {
    const batch = candidates.slice(0, size);
    candidates = candidates.slice(size);
    if (batch.length === 0) return "absent";
    if (!isRich(priceOfHeads(batch.length))) return "unaffordable";
    const heaps = yield* heapsOf(connection, pid, batch);
    const [heap] = heaps ?? [];
    if (heap !== undefined && heaps?.length === 1) return yield* verified(connection, pid, heap);
    // none of them may be read, or there are several heaps (threads): none is that of the process
    if (heaps === null || heaps.length > 1) return "absent";
  }
  return "absent";
}

const priceOfHeads = (count: number): number => PRICE_OF_BEAT + count * PRICE_OF_MEMORY;

/** The heaps that what may be chunks name; null: nothing could be read. */
async function* heapsOf(
  connection: Connection,
  pid: number,
  candidates: readonly number[],
): AsyncGenerator<Gathered, readonly number[] | null> {
  const heads = candidates.map((address) => headOf(pid, address));
  const price = priceOfHeads(heads.length);
  const answer = yield* askFor(connection, heads.map(memoryWord), { price });
  const read = heads.flatMap((each) => memoryBytes(each, answer.get(memoryWord(each)) ?? "") ?? []);
  return read.length === 0 ? null : [...new Set(read.flatMap((head) => heapOfChunk(head) ?? []))];
}

async function* verified(
  connection: Connection,
  pid: number,
  heapAddress: number,
): AsyncGenerator<Gathered, Outcome> {
  const answer = yield* askFor(connection, [mainWord(pid, heapAddress)], {
    price: priceOfHeads(1),
  });
  const look = lookAt(answer, pid, { heapAddress, realOffset: null });
  if (look === null || look === "elsewhere") return "absent";
  const nowMs = uptimeMs(connection);
  change(connection, pid, (known) => {
    // the next turn may find it at rest
    if (look === "moving") return { ...known.heap, triedMs: nowMs };
    const place = { heapAddress, realOffset: look.realOffset, gcAddress: null };
    return heapKnown(known, { pid, place }, answer, nowMs);
  });
  return "found";
}

function change(connection: Connection, pid: number, next: (known: Known) => HeapKnown): void {
  const known = connection.ongoing.roster.get(pid);
  if (known !== undefined) keep(connection, new Map([[pid, next(known)]]));
}
