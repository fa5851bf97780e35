// Connections of real processes, over real shells.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readlinkSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import type { SessionOptions } from "../../../src/collector/session.ts";
import { NO_DEMAND } from "../../../src/domain/demand.ts";
import type { Reading, SocketsReading } from "../../../src/domain/reading.ts";
import { lacks } from "../../fixtures/needs.ts";
import { sessionIn } from "../real-session.ts";
import { SCRIPT, SHELLS } from "../shells.ts";

const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
});

/** Listens, and greets whom it accepted; says its port when it may be connected to. */
const SERVER = `
  const server = require("net").createServer((socket) => socket.write("hello")).listen(0, () => console.log(server.address().port));
`;
/** Connects to each port; says so when all were greeted. */
const CLIENT = `
  const net = require("net");
  const ports = process.argv.slice(1).map(Number);
  let open = 0;
  for (const port of ports) net.connect(port, "127.0.0.1").once("data", () => {
    if (++open === ports.length) console.log("open");
  });
`;

/** A process of node, once it said its first line. */
async function saying(
  code: string,
  args: readonly (string | number)[] = [],
  before: readonly string[] = [],
): Promise<{ readonly pid: number; readonly line: string }> {
  const [command = "", ...words] = [...before, process.execPath, "-e", code, ...args.map(String)];
  const child = spawn(command, words, { stdio: ["ignore", "pipe", "inherit"] });
  endings.push(() => child.kill("SIGKILL"));
  const [chunk] = (await once(child.stdout, "data")) as [Buffer];
  return { pid: child.pid ?? 0, line: chunk.toString().trim() };
}

/** What a session says of processes, once every one has been asked. */
async function socketsOf(
  command: readonly string[],
  pids: readonly number[],
  {
    isEnough = (reading) => pids.every((pid) => (found(reading, pid)?.sockets ?? null) !== null),
    ...options
  }: Partial<SessionOptions> & { readonly isEnough?: (reading: Reading) => boolean } = {},
): Promise<readonly (SocketsReading | null)[]> {
  const life = new AbortController();
  endings.push(() => life.abort());
  const source = sessionIn(command, life.signal, options);
  source.demand({ ...NO_DEMAND, watch: pids, sockets: pids });
  for await (const gathered of source.gathered) {
    if (gathered.type === "session" && gathered.session.fault !== null)
      throw new Error(JSON.stringify(gathered.session.fault));
    if (gathered.type !== "reading" || !isEnough(gathered.reading)) continue;
    life.abort();
    return pids.map((pid) => found(gathered.reading, pid)?.sockets ?? null);
  }
  throw new Error("the session ended");
}

const spaceOf = (pid: number): string => readlinkSync(`/proc/${pid}/ns/net`);

const found = ({ processes }: Reading, pid: number) => processes.find((each) => each.pid === pid);

describe.each(SHELLS)("$name", ({ command, isMissing }) => {
  test.skipIf(isMissing)("counts connections by peer port, and keeps clients apart", async () => {
    const [database, cache] = [await saying(SERVER), await saying(SERVER)];
    const [mysql, redis] = [Number(database.line), Number(cache.line)];
    const client = await saying(CLIENT, [mysql, mysql, mysql, redis]);
    const read = await socketsOf(command, [database.pid, cache.pid, client.pid]);
    expect(read).toMatchObject([
      { byPeerPort: {}, accepted: 3, listens: [mysql] },
      { byPeerPort: {}, accepted: 1, listens: [redis] },
      { byPeerPort: { [mysql]: 3, [redis]: 1 }, accepted: 0, listens: [] },
    ]);
  });
});

test.skipIf(lacks("network namespaces"))(
  "processes of another network namespace have a table of their own",
  async () => {
    const inside = await saying(SERVER, [], ["unshare", "-n"]);
    const outside = await saying(SERVER);
    expect(spaceOf(inside.pid)).not.toBe(spaceOf(outside.pid));
    const read = await socketsOf(["sh"], [inside.pid, outside.pid]);
    expect(read).toMatchObject([
      { listens: [Number(inside.line)] },
      { listens: [Number(outside.line)] },
    ]);
  },
);

test("where there is no ls, nothing is asked and nothing is said", async () => {
  const server = await saying(SERVER);
  const withoutLs = SCRIPT.replace(
    "for tool in head cat dd readlink ls;",
    "for tool in head cat dd;",
  );
  expect(withoutLs).not.toBe(SCRIPT);
  const read = await socketsOf(["sh"], [server.pid], {
    script: withoutLs,
    isEnough: ({ seq }) => seq === 4,
  });
  expect(read).toEqual([null]);
});

test.skipIf(lacks("another uid"))(
  "whoever may not look at a process does not know its connections",
  async () => {
    const server = await saying(SERVER);
    const asNobody = ["setpriv", "--reuid=65534", "--clear-groups", "sh"];
    const read = await socketsOf(asNobody, [server.pid], { isEnough: ({ seq }) => seq === 4 });
    expect(read).toEqual([null]);
  },
);
