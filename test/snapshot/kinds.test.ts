import { expect, test } from "vitest";
import { kindsOf, kindsOfStatus } from "../../src/snapshot/kinds.ts";

/** Lines of /proc/PID/smaps as a Swoole worker on PHP 8.2 has them (Debian 12, kernel 6.18), addresses and sizes rounded. */
const map = (range: string, access: string, rssKb: number, inode = "0", name = ""): string =>
  `${range} ${access} 00000000 00:00 ${inode}                          ${name}\nSize: 4 kB\nRss:                ${rssKb} kB\nPss:                  1 kB\n`;

const SMAPS = [
  map("55d000000000-55d000400000", "r-xp", 4000, "1201", "/usr/bin/php8.2"),
  map("55d000600000-55d000700000", "rw-p", 300, "1201", "/usr/bin/php8.2"),
  map("55d000700000-55d000720000", "rw-p", 100), // .bss behind it
  map("55d001000000-55d002000000", "rw-p", 2000, "0", "[heap]"),
  map("7f0000000000-7f0000200000", "rw-p", 2048), // Zend chunk
  map("7f0000400000-7f0000800000", "rw-p", 1000), // another and something beside it
  map("7f0001000000-7f0001001000", "---p", 0), // guard
  map("7f0001001000-7f0001801000", "rw-p", 16), // stack of a thread
  map("7f0004000000-7f0004021000", "rw-p", 132), // arena of a thread
  map("7f0004021000-7f0008000000", "---p", 0),
  map("7f0009000000-7f0009040000", "r-xp", 64), // JIT
  map("7f000a000000-7f000a101000", "rw-p", 40), // gc buffer, by malloc
  map("7f000b000000-7f0013000000", "rw-s", 9000, "77", "/dev/zero (deleted)"),
  map("7ffc00000000-7ffc00021000", "rw-p", 24, "0", "[stack]"),
  map("7ffc00100000-7ffc00102000", "r-xp", 4, "0", "[vdso]"),
].join("");

const kb = (kinds: ReturnType<typeof kindsOf>) =>
  Object.fromEntries(Object.entries(kinds ?? {}).map(([kind, size]) => [kind, (size ?? 0) / 1024]));

test("with the places that the reader found", () => {
  const zend = [
    [0x7f0000000000, 0x200000],
    [0x7f0000400000, 0x200000],
  ] as const;
  expect(kb(kindsOf(SMAPS, { zend, gcBuffer: [0x7f000a000000, 0x101000] }))).toEqual({
    rssBytes: 18_728,
    zendBytes: 2048 + 500,
    sharedBytes: 9000,
    fileBytes: 4400,
    mallocBytes: 2000 + 500 + 132,
    stackBytes: 16 + 24,
    jitBytes: 64,
    gcBufferBytes: 40,
    otherBytes: 4,
  });
});

test("without: what has the shape of chunks is taken for the heap", () => {
  const kinds = kb(kindsOf(SMAPS, null));
  expect([kinds["zendBytes"], kinds["gcBufferBytes"]]).toEqual([3048, 0]);
  const { rssBytes, ...parts } = kinds;
  expect(Object.values(parts).reduce((sum, each) => sum + each, 0)).toBe(rssBytes);
});

test("where smaps is closed, status tells files and shared memory", () => {
  const status =
    "VmRSS:\t   22400 kB\nRssAnon:\t    7000 kB\nRssFile:\t   15000 kB\nRssShmem:\t     400 kB\n";
  expect(kindsOfStatus(status)).toEqual({
    rssBytes: 22_400 * 1024,
    zendBytes: null,
    sharedBytes: 400 * 1024,
    fileBytes: 15_000 * 1024,
    mallocBytes: null,
    stackBytes: null,
    jitBytes: null,
    gcBufferBytes: null,
    otherBytes: 7000 * 1024,
  });
  expect(kindsOfStatus("Name: kthreadd\n")).toBeNull();
  expect(kindsOf("", null)).toBeNull();
});
