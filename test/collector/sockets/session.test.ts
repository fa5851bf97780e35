// Sockets in a session, with a fake clock and a fake target.
import { expect, test } from "vitest";
import { NO_DEMAND, type Demand } from "../../../src/domain/demand.ts";
import { MIB } from "../../../src/domain/units.ts";
import { rig, type Rig } from "../rig.ts";

const HEAD =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
const row = (inode: number, port = "0CEA"): string =>
  `   1: 0100007F:8ECC 0100007F:${port} 01 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0 20 0 0 10 -1\n`;
const link = (name: string, target: string): string =>
  `lrwx------ 1 0 0 64 Nov 27 10:34 ${name} -> ${target}\n`;

/** Processes that hold a socket each, whose inode is their PID, in one network namespace. */
function sockets(
  pids: readonly number[],
  options: Parameters<typeof rig>[0] = {},
  now: readonly number[] = [],
): Rig {
  const wish = (): Demand => ({ ...NO_DEMAND, watch: pids, sockets: pids, socketsNow: now });
  const session = rig(options, wish);
  const { files, tools, putProcess } = session.target;
  tools.push("ls");
  for (const pid of pids) {
    putProcess({ pid, startTicks: pid });
    files.set(`${pid}/net/tcp`, HEAD + pids.map((inode) => row(inode)).join(""));
  }
  const spaces = pids.map((pid) => link(`PREFIX${pid}/ns/net`, "net:[1]")).join("");
  const folders = pids.map((pid) => `\nPREFIX${pid}/fd:\ntotal 0\n${link("3", `socket:[${pid}]`)}`);
  files.set("held", spaces + folders.join(""));
  return session;
}

const asked = ({ target }: Rig, pattern: RegExp) =>
  target.requests.filter(({ words }) => pattern.test(words));

test("all are asked at once, once a minute, and their table is read once", async () => {
  const session = sockets([11, 12]);
  const readings = await session.readings(125);
  expect(asked(session, /^held/).map(({ words }) => words)).toEqual(
    Array.from({ length: 3 }, () => "held 1048576 11 12"),
  );
  expect(asked(session, /net\/tcp/).map(({ words }) => words)).toEqual(
    Array.from({ length: 3 }, () => "read 2097152 11/net/tcp 11/net/tcp6"),
  );
  const last = readings.at(-1);
  expect(last?.processes.find(({ pid }) => pid === 12)?.sockets).toMatchObject({
    byPeerPort: { "3306": 1 },
    accepted: 0,
    listens: [],
  });
  expect(readings.flatMap(({ faults }) => faults)).toEqual([]);
});

test("who is looked at is asked each 10 s", async () => {
  const session = sockets([11, 12], {}, [12]);
  await session.readings(58);
  const requests = asked(session, /^held/).map(({ words }) => words);
  expect(requests[0]).toBe("held 1048576 12 11");
  expect(requests.slice(1).every((words) => words === "held 1048576 12")).toBe(true);
  expect(requests.length).toBeGreaterThan(4);
});

test("a table that is cut is unknown, not a lower number; the reading before it is not kept", async () => {
  const session = sockets([11]);
  await session.readings(3);
  session.target.files.set("11/net/tcp", `${HEAD}${row(11).repeat(20_000)}`.slice(0, 2 * MIB));
  const readings = await session.readings(65);
  const seen = readings.map(({ processes }) => processes.find(({ pid }) => pid === 11)?.sockets);
  expect(seen[0]).not.toBeNull();
  expect(seen.at(-1)).toBeNull();
});

test("what has no budget is said after a minute, and one is read all the same", async () => {
  const session = sockets([11, 12, 13], { budgetMs: 1 });
  const readings = await session.readings(90);
  const said = readings.filter(({ faults }) => faults.some(({ kind }) => kind === "over-budget"));
  expect(said.length).toBeGreaterThan(0);
  expect(asked(session, /^held/).length).toBeGreaterThan(0);
});

test("another incarnation of a PID has none of the former one's", async () => {
  const session = sockets([11]);
  const before = await session.readings(3);
  expect(before.at(-1)?.processes.find(({ pid }) => pid === 11)?.sockets).not.toBeNull();
  session.target.files.delete("held");
  session.target.putProcess({ pid: 11, startTicks: 9999 });
  const after = await session.readings(8);
  expect(after.at(-1)?.processes.find(({ pid }) => pid === 11)?.sockets).toBeNull();
});
