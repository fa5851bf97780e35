import { expect, test } from "vitest";
import { chunkCandidates } from "../../../src/collector/heap/candidates.ts";
import { seeded } from "../seeded.ts";

/** Of a php-cli 8.2 that holds 100 MiB, shortened. */
const MAPS = `55d0c8a00000-55d0c8b00000 r--p 00000000 fe:00 123 /usr/bin/php8.2
55d0c9200000-55d0c9a00000 rw-p 00000000 00:00 0 [heap]
7f75c6e00000-7f75c71dc000 rw-p 00000000 00:00 0
7f75c9600000-7f75cc201000 rw-p 00000000 00:00 0
7f75cc400000-7f75cea00000 rw-p 00000000 00:00 0 [anon:.zend]
7f75cf000000-7f75cf400000 rw-s 00000000 00:01 5 /dev/zero (deleted)
7f75cf400000-7f75cf800000 r-xp 00000000 00:00 0
7f75d2c00000-7f75d2e00000 rw-p 00000000 00:00 0
7f75d2e10000-7f75d2e20000 rw-p 00000000 00:00 0
7ffd00000000-7ffd00400000 rw-p 00000000 00:00 0 [stack]
not a line of maps
`;

const hex = (addresses: readonly number[]) => addresses.map((each) => each.toString(16));

test("whole areas first, of each its last, its first and its middle; files, stacks and small ones never", () => {
  expect(hex(chunkCandidates(MAPS, 32))).toEqual([
    "7f75d2c00000",
    "7f75ce800000",
    "7f75cc000000",
    "7f75c6e00000",
    "7f75cc400000",
    "7f75c9600000",
    "7f75cd600000",
    "7f75caa00000",
  ]);
});

test("never more than asked for, however large the process", () => {
  const many = Array.from({ length: 5000 }, (_, index) => {
    const start = 0x7000_0000_0000 + index * 0x80_0000;
    return `${start.toString(16)}-${(start + 0x40_0000).toString(16)} rw-p 00000000 00:00 0 \n`;
  });
  expect(chunkCandidates(many.join(""), 32)).toHaveLength(32);
});

test("nothing comes of nothing, nor of garbage", () => {
  expect(chunkCandidates("", 32)).toEqual([]);
  const random = seeded(8);
  const noise = Array.from({ length: 20_000 }, () => Math.floor(random() * 256));
  expect(chunkCandidates(Buffer.from(noise).toString("latin1"), 32)).toEqual([]);
});
