// Tables and links of a process of this project's machine (Linux 6.18): a listener on 127.0.0.1:3306 and one on [::]:9501, which it also talks to itself.
import { describe, expect, test } from "vitest";
import { parseHeld, parseSocketTables, socketsOf } from "../../../src/collector/parse/sockets.ts";
import { epochMs } from "../../../src/domain/units.ts";

const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     
   0: 0100007F:0CEA 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 3740805 1 00000000a8a69a93 100 0 0 10 0                   
   1: 00000000:07E8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1461 1 00000000b98ab824 100 0 0 10 0                      
   2: 0100007F:0CEA 0100007F:8ECC 01 00000000:00000000 00:00000000 00000000     0        0 3740808 1 000000008f93d8d9 20 0 0 10 -1                   
   3: 0100007F:E378 0100007F:251D 01 00000000:00000000 00:00000000 00000000     0        0 3740811 2 0000000039409341 20 0 0 10 -1                   
   4: 0100007F:0CEA 0100007F:8ED6 01 00000000:00000000 00:00000000 00000000     0        0 3740810 1 000000000a8f4e0c 20 0 0 10 -1                   
   5: 0100007F:0CEA 0100007F:8EDA 08 00000000:00000001 00:00000000 00000000     0        0 3740816 2 00000000a54d253b 20 0 1 10 -1                   
   6: 0100007F:8ECC 0100007F:0CEA 01 00000000:00000000 00:00000000 00000000     0        0 3740807 2 00000000c0490a40 20 0 0 10 -1                   
   7: 0100007F:8ED6 0100007F:0CEA 01 00000000:00000000 00:00000000 00000000     0        0 3740809 2 0000000076b6a823 20 0 0 10 -1                   
   8: 0100007F:8EDA 0100007F:0CEA 04 00000001:00000000 01:00000014 00000000     0        0 0 2 00000000d00a8744 20 0 0 10 -1                         
`;
const TCP6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:251D 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 3740806 1 000000002c2fcdb8 100 0 0 10 0
   1: 00000000000000000000000001000000:251D 00000000000000000000000001000000:87D8 01 00000000:00000000 00:00000000 00000000     0        0 3740814 1 00000000bf9e4f7a 20 0 0 10 -1
   2: 00000000000000000000000001000000:87D8 00000000000000000000000001000000:251D 01 00000000:00000000 00:00000000 00000000     0        0 3740813 2 00000000a962cfe4 20 0 0 10 -1
   3: 0000000000000000FFFF00000100007F:251D 0000000000000000FFFF00000100007F:E378 01 00000000:00000000 00:00000000 00000000     0        0 3740812 1 00000000555045a3 20 0 0 10 -1
`;
const PREFIX = ".//./";
const GNU = `lrwxrwxrwx 1 0 0  0 Nov 27 10:34 ${PREFIX}6134/ns/net -> net:[4026531833]
lrwxrwxrwx 1 0 0  0 Nov 27 10:34 ${PREFIX}7/ns/net -> net:[4026532001]

${PREFIX}6134/fd:
total 0
lr-x------ 1 0 0 64 Nov 27 10:34 0 -> /dev/null
lrwx------ 1 0 0 64 Nov 27 10:34 11 -> socket:[3740812]
l-wx------ 1 0 0 64 Nov 27 10:34 14 -> /tmp/a
b
lr-x------ 1 0 0 64 Nov 27 10:34 16 -> pipe:[3740818]
lrwx------ 1 0 0 64 Nov 27 10:34 3 -> socket:[3740805]
lrwx------ 1 0 0 64 Nov 27 10:34 33 -> socket:[3740805]

${PREFIX}7/fd:
total 0
lrwx------ 1 0 0 64 Nov 27 10:34 4 -> socket:[12]
`;
const BUSYBOX = `lrwxrwxrwx    1 0        0                0 Nov 27 10:34 ${PREFIX}6134/ns/net -> net:[4026531833]

${PREFIX}6134/fd:
total 0
lr-x------    1 0        0               64 Nov 27 10:34 0 -> /dev/null
lrwx------    1 0        0               64 Nov 27 10:34 11 -> socket:[3740812]
`;
const FAR = 1024 * 1024;
const AT = epochMs(1_800_000_000_000);
const held = (text: string, most = FAR) => parseHeld(text, PREFIX, most).held;
const tables = (tcp: string | undefined, tcp6?: string, most = FAR) =>
  parseSocketTables({ tcp, tcp6 }, most);

describe("what processes hold", () => {
  test("sockets by process, with its namespace and how many descriptors it has", () => {
    expect(held(GNU)).toEqual(
      new Map([
        [
          6134,
          { namespace: "4026531833", sockets: new Set(["3740812", "3740805"]), descriptors: 6 },
        ],
        [7, { namespace: "4026532001", sockets: new Set(["12"]), descriptors: 1 }],
      ]),
    );
    expect(held(BUSYBOX).get(6134)).toEqual({
      namespace: "4026531833",
      sockets: new Set(["3740812"]),
      descriptors: 2,
    });
  });

  test("of a process that was cut nothing is known, of those before it all", () => {
    expect([...held(GNU, GNU.length).keys()]).toEqual([6134]);
    expect(held(BUSYBOX, BUSYBOX.length).size).toBe(0);
    expect(parseHeld(GNU, PREFIX, GNU.length).cut).toBe(7);
    expect(parseHeld(GNU, PREFIX, FAR).cut).toBeNull();
  });

  test("whose links may not be followed, or whose namespace is not told, is not known", () => {
    const noLinks = BUSYBOX.replaceAll(/ -> (?:\/dev|socket).*/gu, "");
    expect(held(noLinks).size).toBe(0);
    expect(held(BUSYBOX.replace(" -> net:[4026531833]", "")).size).toBe(0);
    expect(held(BUSYBOX.replaceAll(/^lr.x------.*\n/gmu, "")).size).toBe(0);
    expect(held("").size).toBe(0);
  });

  test("a name with line ends in it forges nothing of another process", () => {
    const forged = "/tmp/x\n./././7/fd:\nlrwx------ 1 0 0 64 Nov 27 10:34 9 -> socket:[666]";
    const read = held(GNU.replace("/dev/null", () => forged));
    expect(read.get(7)?.sockets).toEqual(new Set(["12"]));
    expect([...read.keys()]).toEqual([6134, 7]);
  });
});

describe("tables", () => {
  test("established by peer port, what came in apart, and who listens", () => {
    expect(tables(TCP, TCP6)).toEqual({
      listening: new Map([
        ["3740805", 3306],
        ["1461", 2024],
        ["3740806", 9501],
      ]),
      established: new Map([
        ["3740808", null],
        ["3740811", 9501],
        ["3740810", null],
        ["3740807", 3306],
        ["3740809", 3306],
        ["3740814", null],
        ["3740813", 9501],
        ["3740812", null],
      ]),
    });
  });

  test("a port that is only listened to at another address is a client's", () => {
    const elsewhere = TCP.replace("0: 0100007F:0CEA", "0: 0200007F:0CEA");
    expect(tables(elsewhere)?.established.get("3740808")).toBe(0x8ecc);
  });

  test("a system without IPv6 has one table", () => {
    expect(tables(TCP)?.listening.size).toBe(2);
  });

  test("cut or garbled is unknown: a lower number would be wrong", () => {
    expect(tables(TCP, TCP6, TCP6.length)).toBeNull();
    expect(tables(TCP, TCP6, Math.max(TCP.length, TCP6.length) + 1)).not.toBeNull();
    expect(tables(TCP.slice(0, -120))).toBeNull();
    expect(tables(undefined, TCP6)).toBeNull();
    expect(tables("", TCP6)).toBeNull();
    expect(tables(`${TCP}no row\n`)).toBeNull();
  });
});

/** A table of connections to so many ports. */
const to = (ports: number) => ({
  listening: new Map<string, number>(),
  established: new Map(Array.from({ length: ports }, (_, port) => [String(port), port + 1])),
});

describe("of one process", () => {
  const table = tables(TCP, TCP6);
  const of = (...sockets: readonly string[]) =>
    table === null
      ? null
      : socketsOf({ namespace: "1", sockets: new Set(sockets), descriptors: 9 }, table, AT);

  test("counts by port; closing ones and other kinds of sockets are none", () => {
    expect(
      of("3740805", "3740806", "3740807", "3740809", "3740811", "3740812", "3740816", "999"),
    ).toEqual({
      at: AT,
      byPeerPort: { "3306": 2, "9501": 1 },
      accepted: 1,
      listens: [3306, 9501],
    });
    expect(of("999")).toEqual({ at: AT, byPeerPort: {}, accepted: 0, listens: [] });
  });

  test("who talks to more ports than are worth a record is not told", () => {
    const all = { namespace: "1", sockets: new Set(to(300).established.keys()), descriptors: 300 };
    expect(socketsOf(all, to(300), AT)).toBeNull();
    expect(Object.keys(socketsOf(all, to(256), AT)?.byPeerPort ?? {})).toHaveLength(256);
  });
});
