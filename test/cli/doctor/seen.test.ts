import { expect, test } from "vitest";
import { untrustedText } from "../../../src/domain/text.ts";
import {
  firstBlock,
  hidepidOf,
  isPhp,
  ownOf,
  phpOfProgram,
  processesSeen,
  programOf,
} from "../../../src/cli/doctor/seen.ts";

test("of several mounts on /proc the last is seen", () => {
  const mounts =
    "proc /proc proc rw,relatime 0 0\ntmpfs /run tmpfs rw 0 0\nproc /proc proc rw,gid=27,hidepid=invisible 0 0\n";
  expect(hidepidOf(mounts)).toEqual({ value: "invisible", gid: 27 });
  expect(hidepidOf("proc /proc proc rw 0 0\n")).toEqual({ value: "0", gid: null });
  expect(hidepidOf("proc /mnt/proc proc rw,hidepid=2 0 0\n")).toBeNull();
});

test("as whom we run", () => {
  const status =
    "Uid:\t1000\t33\t33\t33\nGid:\t33\t34\t34\t34\nGroups:\t4 27 \nCapEff:\t0000000000080000\n";
  expect(ownOf(status)).toEqual({ uid: 33, gid: 34, groups: [4, 27], canTrace: true });
  expect(ownOf("")).toBeNull();
});

const stat = (pid: number, comm: string, ppid: number, flags = 0): string =>
  `${pid} (${comm}) S ${ppid} 1 1 0 -1 ${flags} 0 0 0 0 1 1 0 0 20 0 1 0 100 0 10 0\n`;

test("the collector with all below it, and the kernel's threads, are not among what runs", () => {
  const stats = [
    stat(50, "head", 40),
    stat(40, "sh", 1),
    stat(41, "sh", 40),
    stat(42, "sleep", 41),
    stat(2, "kthreadd", 0, 0x00200000),
    stat(8, "php", 7),
    stat(7, "a) S 40 (x", 1),
  ];
  expect(processesSeen(stats, 40).map(({ pid, comm }) => [pid, comm])).toEqual([
    [7, "a) S 40 (x"],
    [8, "php"],
  ]);
});

test("programs of PHP", () => {
  expect(["php", "php8.2", "swoole-cli"].every(isPhp)).toBe(true);
  expect(["php-fpm8.2", "phpx-fpm", "nginx", "sh"].filter(isPhp)).toEqual(["phpx-fpm"]);
  expect(phpOfProgram(untrustedText("/usr/bin/php8.2"))).toBe("8.2");
  expect(phpOfProgram(untrustedText("/usr/local/bin/php"))).toBeNull();
  expect(programOf("lrwxrwxrwx 1 root root 0 /proc/7/exe")).toBeNull();
});

test("the first page that may be read", () => {
  expect(
    firstBlock("55d0c0200000-55d0c0300000 ---p 0\n55d0c0400000-55d0c0600000 r-xp 0\n", 4096),
  ).toBe(0x55d0c0400);
  expect(firstBlock("", 4096)).toBeNull();
});
