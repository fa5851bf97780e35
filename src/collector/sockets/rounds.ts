// TCP connections between the readings: what processes hold, then the tables of their network namespaces, each read once for all that share it.
import type { Gathered } from "../../domain/ports/source.ts";
import { epochMs } from "../../domain/units.ts";
import { priceOfHeld, priceOfSocketTable, spent } from "../budget.ts";
import { ask, refill, type Connection } from "../exchange.ts";
import { askFor, planned, uptimeMs } from "../heap/exchange.ts";
import type { SocketsKnown } from "../known.ts";
import {
  parseHeld,
  parseSocketTables,
  socketsOf,
  type Held,
  type SocketTable,
} from "../parse/sockets.ts";
import { heldRequest, type Prefix } from "../protocol.ts";
import { planSockets } from "./plan.ts";

/** Some 13 000 descriptors, 14 000 sockets: whoever has more is not known. */
const MOST_HELD_BYTES = 1024 * 1024;
const MOST_DESCRIPTORS = 13_000;
const MOST_TABLE_BYTES = 2 * 1024 * 1024;

/** Reads those whose turn it is. */
export async function* readSockets(connection: Connection): AsyncGenerator<Gathered, void> {
  const { ongoing, options, hasLs } = connection;
  if (!hasLs || ongoing.demand.sockets.length === 0) return;
  refill(ongoing, options.clock.monotonic());
  const before = connection.sockets;
  const { pids, dueSinceMs, refused } = planSockets(
    ongoing.budget,
    ongoing.roster,
    ongoing.demand,
    { before, ...planned(connection) },
  );
  connection.sockets = { ...before, dueSinceMs };
  connection.socketsRefused ||= refused;
  if (pids.length === 0) return;
  const nowMs = uptimeMs(connection);
  const { held, cut, costMs } = yield* readHeld(connection, pids);
  const tables = yield* readTables(connection, held);
  // who was to come behind one that was cut has its turn with the next
  const answered = cut === null ? pids : pids.filter((pid) => pid === cut || held.has(pid));
  keep(connection, answered, { held, cut, tables: tables.byNamespace });
  connection.sockets = {
    lastMs: nowMs,
    lastCostMs: costMs + tables.costMs,
    tableBytes: Math.max(0, ...tables.sizes),
    dueSinceMs: null,
  };
}

type HeldByPid = ReadonlyMap<number, Held>;

async function* readHeld(
  connection: Connection,
  pids: readonly number[],
): AsyncGenerator<
  Gathered,
  { readonly held: HeldByPid; readonly cut: number | null; readonly costMs: number }
> {
  const { ongoing } = connection;
  let asked: Prefix = "";
  const answer = yield* ask(connection, (prefix) => {
    asked = prefix;
    return heldRequest(prefix, MOST_HELD_BYTES, pids);
  });
  const { held, cut } = parseHeld(answer.get("held") ?? "", asked, MOST_HELD_BYTES);
  const whole = [...held.values()].reduce((sum, each) => sum + each.descriptors, 0);
  const descriptors = cut === null ? whole : MOST_DESCRIPTORS;
  const costMs = priceOfHeld(0) + descriptors * (priceOfHeld(1) - priceOfHeld(0));
  ongoing.budget = spent(ongoing.budget, costMs);
  return { held, cut, costMs };
}

type Tables = {
  readonly byNamespace: ReadonlyMap<string, SocketTable | null>;
  readonly sizes: readonly number[];
  readonly costMs: number;
};

/** Of the eldest in each namespace: it is least likely to be gone by then. */
async function* readTables(
  connection: Connection,
  held: HeldByPid,
): AsyncGenerator<Gathered, Tables> {
  const { ongoing } = connection;
  const byNamespace = new Map<string, SocketTable | null>();
  const sizes: number[] = [];
  const start = (pid: number): number => Number(ongoing.roster.get(pid)?.stat.startKey ?? Infinity);
  const eldest = [...held].toSorted(([a], [b]) => start(a) - start(b));
  let costMs = 0;
  for (const [pid, { namespace }] of eldest) {
    if (byNamespace.has(namespace)) continue;
    const words = [`${pid}/net/tcp`, `${pid}/net/tcp6`] as const;
    const answer = yield* askFor(connection, words, { price: 0, mostBytes: MOST_TABLE_BYTES });
    const [tcp, tcp6] = words.map((word) => answer.get(word));
    byNamespace.set(namespace, parseSocketTables({ tcp, tcp6 }, MOST_TABLE_BYTES));
    const size = (tcp?.length ?? 0) + (tcp6?.length ?? 0);
    const price = priceOfSocketTable(size);
    ongoing.budget = spent(ongoing.budget, price);
    sizes.push(size);
    costMs += price;
  }
  return { byNamespace, sizes, costMs };
}

function keep(
  connection: Connection,
  pids: readonly number[],
  {
    held,
    cut,
    tables,
  }: {
    readonly held: HeldByPid;
    readonly cut: number | null;
    readonly tables: Tables["byNamespace"];
  },
): void {
  const { ongoing, moment, momentAtMs, options } = connection;
  const at = epochMs(Math.round(moment.at + options.clock.monotonic() - momentAtMs));
  const nowMs = uptimeMs(connection);
  const roster = new Map(ongoing.roster);
  for (const pid of pids) {
    const known = roster.get(pid);
    if (known === undefined) continue;
    const one = held.get(pid);
    const table = one === undefined ? null : (tables.get(one.namespace) ?? null);
    const sockets: SocketsKnown = {
      reading: one === undefined || table === null ? null : socketsOf(one, table, at),
      readMs: nowMs,
      triedMs: nowMs,
      descriptors: one?.descriptors ?? (pid === cut ? MOST_DESCRIPTORS : known.sockets.descriptors),
    };
    roster.set(pid, { ...known, sockets });
  }
  ongoing.roster = roster;
}
