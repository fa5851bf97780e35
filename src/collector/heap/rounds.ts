// Live heaps between the readings: each read in its turn, and looked for where nobody knows it.
import type { Gathered } from "../../domain/ports/source.ts";
import { refill, type Connection } from "../exchange.ts";
import { keep, planned, readAll } from "./exchange.ts";
import { planHeaps } from "./plan.ts";
import { findHeap } from "./search.ts";

/** Reads those whose turn it is, and looks for one. */
export async function* readHeaps(connection: Connection): AsyncGenerator<Gathered, void> {
  const { ongoing, options, hasDd } = connection;
  if (!hasDd || ongoing.demand.heap.length === 0) return;
  refill(ongoing, options.clock.monotonic());
  const { asked, search, refused } = planHeaps(
    ongoing.budget,
    ongoing.roster,
    ongoing.demand.heap,
    planned(connection),
  );
  connection.heapRefused ||= refused;
  if (asked.length > 0) keep(connection, yield* readAll(connection, asked));
  if (search !== null) yield* findHeap(connection, search);
}
