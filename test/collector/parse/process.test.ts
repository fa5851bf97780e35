import { expect, test } from "vitest";
import {
  parseCgroupPath,
  parseCmdline,
  parseDescriptors,
  parseRollup,
  parseStat,
  parseStatm,
  parseStatus,
} from "../../../src/collector/parse/process.ts";
import { KIB } from "../../../src/domain/units.ts";
import { seeded } from "../seeded.ts";

// A worker of Hyperf 3.2 on Swoole 6.2, Linux 6.18: captures/hyperf-a-worker/proc-start/9507.txt, shortened.
const STAT =
  "9507 (php8.2) S 9505 9156 3686 0 -1 4194368 460 0 0 0 7 5 2 1 20 0 3 0 184628 358498304 5755 18446744073709551615 93862252531712 93862255724573 140730321986352 0 0 0 134240769 4096 67127815 0 0 0 17 0 0 0 0 0 0 93862256676616 93862257285326 93863327289344 140730321988130 140730321988264 140730321988264 140730321989608 0\n";
const STATUS = `Name:	php8.2
State:	S (sleeping)
Tgid:	9507
NSpid:	9507	7
VmHWM:	   23104 kB
VmRSS:	   23104 kB
RssAnon:	   15120 kB
RssFile:	    7968 kB
RssShmem:	      16 kB
VmSwap:	       4 kB
Threads:	3
SigBlk:	0000000208005a01
SigIgn:	0000000000001000
SigCgt:	0000000104004a07
`;
const ROLLUP = `555e0229a000-7ffe54d9f000 ---p 00000000 00:00 0                          [rollup]
Rss:               23104 kB
Pss:                3693 kB
Pss_Dirty:          3584 kB
Shared_Clean:       7968 kB
Private_Clean:        12 kB
Private_Dirty:      1268 kB
Private_Hugetlb:    2048 kB
`;

test("a stat is read", () => {
  expect(parseStat(STAT)).toEqual({
    pid: 9507,
    comm: "php8.2",
    state: "S",
    ppid: 9505,
    minorFaults: 460,
    isKernelThread: false,
    clockTicks: 12,
    childrenClockTicks: 3,
    threads: 3,
    startKey: "184628",
    rssPages: 5755,
  });
});

test.each([[") S 1 1 ("], ["a\nb"], ["1 (x) R 0"], ["()"], [""]])(
  "a comm of %j ends with the last bracket",
  (comm) => {
    expect(parseStat(STAT.replace("php8.2", comm))).toMatchObject({ comm, ppid: 9505 });
  },
);

test("a thread of the kernel is told by its flags", () => {
  const flags = STAT.replace(" 4194368 ", " 2129984 ");
  expect(parseStat(flags)?.isKernelThread).toBe(true);
});

test.each([
  [""],
  ["9507 (php8.2"],
  [STAT.slice(0, 60)],
  ["x (y) S 1"],
  [STAT.replace("184628", "-")],
])("%j is no stat", (text) => {
  expect(parseStat(text)).toBeNull();
});

test("statm tells anonymous memory from the rest", () => {
  expect(parseStatm("87524 5776 1996 780 0 10371 0\n")).toEqual({
    residentPages: 5776,
    anonPages: 15120 / 4,
  });
  expect(parseStatm("")).toBeNull();
});

test("a status is read", () => {
  expect(parseStatus(STATUS)).toEqual({
    nsPid: 7,
    rssBytes: 23104 * KIB,
    rssShmemBytes: 16 * KIB,
    swapBytes: 4 * KIB,
    signals: { blocked: 0x208005a01n, ignored: 0x1000n, caught: 0x104004a07n },
  });
});

test("what a status does not have is unknown", () => {
  expect(parseStatus("Name:	kthreadd\nThreads:	1\n")).toEqual({
    nsPid: null,
    rssBytes: null,
    rssShmemBytes: null,
    swapBytes: null,
    signals: null,
  });
  expect(parseStatus("")).toBeNull();
});

test("USS is all that is private", () => {
  expect(parseRollup(ROLLUP)).toEqual({
    ussBytes: (12 + 1268 + 2048) * KIB,
    pssBytes: 3693 * KIB,
  });
  expect(parseRollup("")).toBeNull();
});

test.each([
  ["skeleton.Worker.0\0\0\0\0\0", ["skeleton.Worker.0"]],
  ["php\0bin/hyperf.php\0\0start\0", ["php", "bin/hyperf.php", "", "start"]],
  ["", []],
  ["\0\0", []],
  ["\xe6\x97\xa5 \xff", ["日 \ufffd"]],
  ["a\u001b[2J\n\u001eb\0", ["a\u001b[2J\n\u001eb"]],
])("the words of %j", (text, words) => {
  expect(parseCmdline(text)).toEqual(words);
});

test("descriptors are told by what fdinfo says", () => {
  const epoll =
    "pos:\t0\nflags:\t02000002\ntfd:       13 events:       19 data:  d\ntfd: 11 events: 19\n";
  const signalfd = "pos:\t0\nflags:\t02004002\nsigmask:\t0000000208005a01\n";
  expect(parseDescriptors([epoll, signalfd, "pos:\t0\n", epoll])).toEqual({
    eventpolls: 2,
    signalfds: 1,
  });
});

test.each([
  ["4:memory:/process_api/219a\n2:cpuacct:/\n0::/\n", "/process_api/219a"],
  ["5:cpu,memory:/x\n", "/x"],
  ["0::/system.slice/app.service\n", "/system.slice/app.service"],
  ["1:cpu:/\n", null],
  ["", null],
])("the memory cgroup in %j", (text, path) => {
  expect(parseCgroupPath(text)).toBe(path);
});

test("no text makes a reader throw", () => {
  const random = seeded(21);
  const whole = [STAT, STATUS, ROLLUP];
  for (let round = 0; round < 2000; round++) {
    const text = whole[round % 3] ?? "";
    const at = Math.floor(random() * text.length);
    const torn =
      text.slice(0, at) + String.fromCharCode(random() * 256) + text.slice(at + random() * 9);
    const results = [parseStat, parseStatm, parseStatus, parseRollup].map((parse) => parse(torn));
    expect(results.flatMap((result) => Object.values(result ?? {})).some(Number.isNaN)).toBe(false);
  }
});
