import { expect, test } from "vitest";
import { refusalOf } from "../../src/snapshot/permission.ts";

const status = (uid: number, gid: number, capabilities = "00000000a80425fb"): string =>
  `Name:\tphp\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\nGid:\t${gid}\t${gid}\t${gid}\t${gid}\nCapEff:\t${capabilities}\n`;
const ROOT_OF_DOCKER = status(0, 0);
const owner = (uid: number): string => `-r--r--r-- 1 ${uid} ${uid} 0 Nov 27 03:53 /proc/7/stat\n`;

test.each([
  [
    "another user",
    { status: status(33, 33), own: ROOT_OF_DOCKER, owner: owner(33) },
    "other-user 33:33",
  ],
  [
    "another group",
    { status: status(33, 34), own: status(33, 33), owner: owner(33) },
    "other-user 33:34",
  ],
  [
    "Swoole's `user`",
    { status: status(33, 33), own: status(33, 33), owner: owner(0) },
    "not-dumpable SYS_PTRACE",
  ],
  [
    "Yama",
    {
      status: status(33, 33),
      own: status(33, 33, "0000000000000000"),
      owner: owner(33),
      yama: "1\n",
    },
    "yama 1",
  ],
  [
    "a process with more capabilities",
    { status: status(0, 0, "000001ffffffffff"), own: ROOT_OF_DOCKER, owner: owner(0), yama: "0\n" },
    "not-permitted SYS_PTRACE",
  ],
  [
    "SYS_PTRACE, and still not",
    { status: status(33, 33), own: status(0, 0, "000001ffffffffff") },
    "not-permitted null",
  ],
  ["nothing is known", {}, "not-permitted SYS_PTRACE"],
  [
    "one that has ended",
    {
      status: `State:\tZ (zombie)\nPPid:\t2\n${status(0, 0, "000001ffffffffff")}`,
      own: status(0, 0, "000001ffffffffff"),
    },
    "zombie null",
  ],
  [
    "one that is ending",
    {
      status: `State:\tR (running)\nPPid:\t7\n${status(0, 0)}`,
      own: status(0, 0, "000001ffffffffff"),
    },
    "zombie null",
  ],
  [
    "a thread of the kernel",
    {
      status: `State:\tI (idle)\nPid:\t9\nPPid:\t2\n${status(0, 0, "000001ffffffffff")}`,
      own: status(0, 0, "000001ffffffffff"),
    },
    "kernel-thread null",
  ],
  [
    "as a newer kernel says it",
    { status: `State:\tS (sleeping)\nPid:\t2\nPPid:\t0\nKthread:\t1\n`, own: status(0, 0) },
    "kernel-thread null",
  ],
])("%s", (_, shown, expected) => {
  const { kind, detail } = refusalOf(new Map(Object.entries(shown)));
  expect(`${kind} ${detail}`).toBe(expected);
});
