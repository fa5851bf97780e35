// Which TCP connections a process holds: descriptors lead to inodes, the tables of its network namespace say what an inode is. Pure.
import type { SocketsReading } from "../../domain/reading.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { Prefix } from "../protocol.ts";

/** What a process holds, by its descriptors. */
export type Held = {
  /** Inode of its network namespace. */
  readonly namespace: string;
  /** Inodes of its sockets of any kind. */
  readonly sockets: ReadonlySet<string>;
  /** How many descriptors it has. */
  readonly descriptors: number;
};

/** A link of `ls -nl`: the last number before the arrow is the descriptor; times are written in more than one way. */
const LINK = /^l\S+\s.*?\s(\S+) -> (.*)$/u;

/**
 * The answer to `held`: rows `PREFIX12/ns/net -> net:[4026531840]`, then folders `PREFIX12/fd:` with rows `7 -> socket:[4711]`.
 * A name with a line end in it can forge rows of its own process; the folders bear the prefix, which nobody knows.
 * @returns held: by PID; absent: gone, not readable (also by its links alone), or cut. cut: who has more than was to be read; what would come after it is not there
 */
export function parseHeld(
  text: string,
  prefix: Prefix,
  mostBytes: number,
): { readonly held: ReadonlyMap<number, Held>; readonly cut: number | null } {
  const namespaces = new Map<number, string>();
  const folders: { readonly pid: number; readonly targets: string[] }[] = [];
  for (const line of text.split("\n")) {
    if (line.startsWith(prefix)) {
      folders.push({ pid: Number.parseInt(line.slice(prefix.length), 10), targets: [] });
      continue;
    }
    const [, name = "", target] = LINK.exec(line) ?? [];
    if (target === undefined) continue;
    if (name.startsWith(prefix)) noteNamespace(namespaces, name.slice(prefix.length), target);
    else folders.at(-1)?.targets.push(target);
  }
  const last = text.length < mostBytes ? undefined : folders.pop();
  const held = folders.flatMap(({ pid, targets }) => {
    const namespace = namespaces.get(pid);
    // without any descriptor is only who may not be looked at
    if (namespace === undefined || targets.length === 0) return [];
    return [[pid, heldBy(namespace, targets)] as const];
  });
  return { held: new Map(held), cut: last?.pid ?? null };
}

const heldBy = (namespace: string, targets: readonly string[]): Held => ({
  namespace,
  sockets: new Set(targets.flatMap((target) => /^socket:\[(\d+)\]$/u.exec(target)?.[1] ?? [])),
  descriptors: targets.length,
});

function noteNamespace(namespaces: Map<number, string>, name: string, target: string): void {
  const pid = /^(\d+)\/ns\/net$/u.exec(name)?.[1];
  const inode = /^net:\[(\d+)\]$/u.exec(target)?.[1];
  if (pid !== undefined && inode !== undefined) namespaces.set(Number(pid), inode);
}

/** By inode, the sockets of one network namespace that listen, or are established. */
export type SocketTable = {
  readonly listening: ReadonlyMap<string, number>;
  /** The peer's port; null: it came in by a port to which somebody listens. */
  readonly established: ReadonlyMap<string, number | null>;
};

/**
 * Number, local and peer address and port, state, queues, timer, retransmits, uid, timeout, inode.
 * Addresses are hex in the machine's byte order, and only compared here; ports are plain hex.
 * @source Documentation/networking/proc_net_tcp.rst; get_tcp4_sock() in net/ipv4/tcp_ipv4.c, get_tcp6_sock() in net/ipv6/tcp_ipv6.c
 */
const ROW =
  /^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) [0-9A-F]+:([0-9A-F]{4}) ([0-9A-F]{2}) \S+ \S+ \S+\s+\d+\s+\d+ (\d+) /u;
const ESTABLISHED = "01";
const LISTEN = "0A";

type Row = {
  readonly address: string;
  readonly port: number;
  readonly peerPort: number;
  readonly state: string;
  readonly inode: string;
};

/**
 * /proc/PID/net/tcp and tcp6 (which is not there without IPv6).
 * @returns null when one of them is cut, or is no such table: a lower number than the true one is wrong
 */
export function parseSocketTables(
  { tcp, tcp6 }: { readonly tcp: string | undefined; readonly tcp6: string | undefined },
  mostBytes: number,
): SocketTable | null {
  const texts = [tcp ?? "", ...(tcp6 === undefined ? [] : [tcp6])];
  const tables = texts.map((text) => rowsOf(text, mostBytes));
  const listening = new Map<string, number>();
  const established = new Map<string, number | null>();
  for (const rows of tables) {
    if (rows === null) return null;
    const listeners = rows.filter(({ state }) => state === LISTEN);
    const doors = new Set(listeners.map(doorOf));
    for (const { inode, port } of listeners) listening.set(inode, port);
    for (const row of rows) {
      if (row.state !== ESTABLISHED) continue;
      const cameIn = doors.has(doorOf(row)) || doors.has(`any:${row.port}`);
      established.set(row.inode, cameIn ? null : row.peerPort);
    }
  }
  return { listening, established };
}

function rowsOf(text: string, mostBytes: number): readonly Row[] | null {
  const [head = "", ...lines] = text.split("\n");
  if (text.length >= mostBytes || !head.includes("local_address")) return null;
  const rows: Row[] = [];
  for (const line of lines) {
    const [, address, port = "", peerPort = "", state = "", inode = ""] = ROW.exec(line) ?? [];
    if (address !== undefined)
      rows.push({ address, port: hex(port), peerPort: hex(peerPort), state, inode });
    else if (line.trim() !== "") return null;
  }
  return rows;
}

const doorOf = ({ address, port }: Row): string =>
  `${/^0+$/u.test(address) ? "any" : address}:${port}`;

const hex = (digits: string): number => Number.parseInt(digits, 16);

/** Who speaks to so many different ports is no pool, and no record of it is of use. */
const MOST_PORTS = 256;

/** Null: more ports than anybody wants to know. */
export function socketsOf(
  { sockets }: Held,
  { listening, established }: SocketTable,
  at: EpochMs,
): SocketsReading | null {
  const byPeerPort = new Map<number, number>();
  const listens = new Set<number>();
  let accepted = 0;
  for (const inode of sockets) {
    const port = listening.get(inode);
    if (port !== undefined) listens.add(port);
    const peerPort = established.get(inode);
    if (peerPort === null) accepted += 1;
    else if (peerPort !== undefined) byPeerPort.set(peerPort, (byPeerPort.get(peerPort) ?? 0) + 1);
  }
  if (byPeerPort.size > MOST_PORTS || listens.size > MOST_PORTS) return null;
  const ports = [...byPeerPort].toSorted(([a], [b]) => a - b);
  return {
    at,
    byPeerPort: Object.fromEntries(ports),
    accepted,
    listens: [...listens].toSorted((a, b) => a - b),
  };
}
