import type { Fault } from "../../src/domain/fault.ts";
import { TransportError, type Stream, type Transport } from "../../src/domain/ports/transport.ts";
import { untrustedText } from "../../src/domain/text.ts";
import type { FakeClock } from "./fake-clock.ts";

/** A target that answers as collector.sh does, from files that a test changes. */
export type FakeTarget = {
  readonly transport: Transport;
  /** Paths as requests name them. */
  readonly files: Map<string, string>;
  /** Every request as it was written, without its prefix; a start of the collector is `start`. */
  readonly requests: { readonly atMs: number; readonly words: string }[];
  /** What happens instead of an answer to the next requests, one for each; `say:` is written as it stands. */
  readonly next: ("silence" | "end" | `say:${string}` | `late:${number}`)[];
  /** What the next attempts to open meet, one for each. */
  readonly opening: ("not-found" | "end" | "silence" | `say:${string}`)[];
  /** What whoever runs the target says to the next questions why, one for each. */
  readonly why: Fault[];
  /** From now on he says nothing at all. */
  readonly whyNever: () => void;
  /** When it was opened. */
  readonly attemptsMs: number[];
  /** What its hello offers. */
  readonly tools: string[];
  readonly putProcess: (process: FakeProcess) => void;
  readonly removeProcess: (pid: number) => void;
};

export type FakeProcess = {
  readonly pid: number;
  readonly title?: string;
  readonly ppid?: number;
  readonly startTicks?: number;
  readonly cpuTicks?: number;
  readonly minorFaults?: number;
  readonly rssPages?: number;
};

export const BOOT_S = 1_700_000_000;
export const MAIN_PID = 901;
export const WATCHER_PID = 902;
const CGROUP = "../sys/fs/cgroup";

export function fakeTarget(clock: FakeClock): FakeTarget {
  const files = new Map([
    ["stat", `cpu  1 2\ncpu0 1\ncpu1 1\nbtime ${BOOT_S}\n`],
    [
      "meminfo",
      "MemTotal: 8388608 kB\nMemAvailable: 4194304 kB\nAnonPages: 1024 kB\nShmem: 0 kB\nSUnreclaim: 0 kB\nKernelStack: 0 kB\nPageTables: 0 kB\n",
    ],
    ["vmstat", "oom_kill 0\n"],
    ["loadavg", "0.1 0.1 0.1 1/100 4711\n"],
    ["../sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n"],
    [`${CGROUP}/cgroup.controllers`, "cpu memory\n"],
  ]);
  const requests: FakeTarget["requests"] = [];
  const next: FakeTarget["next"] = [];
  const opening: FakeTarget["opening"] = [];
  const why: Fault[] = [];
  const attemptsMs: number[] = [];
  let isMute = false;
  const target: FakeTarget = {
    files,
    requests,
    next,
    opening,
    tools: ["head", "dd"],
    putProcess({
      pid,
      title = `p${pid}`,
      ppid = 1,
      startTicks = 5000,
      cpuTicks = 0,
      minorFaults = 0,
      rssPages = 2560,
    }) {
      const tail = `0 0 20 0 1 0 ${startTicks} 1 ${rssPages} 1 1`;
      files.set(
        `${pid}/stat`,
        `${pid} (php) S ${ppid} 1 1 0 -1 0 ${minorFaults} 0 0 0 ${cpuTicks} 0 ${tail}\n`,
      );
      files.set(`${pid}/statm`, `99999 ${rssPages} 560 1 0 1 0\n`);
      files.set(`${pid}/status`, `Name:\tphp\nNSpid:\t${pid}\nVmRSS:\t${rssPages * 4} kB\n`);
      files.set(`${pid}/cmdline`, `${title}\0`);
      files.set(
        `${pid}/smaps_rollup`,
        "x\nPss: 300 kB\nPrivate_Clean: 0 kB\nPrivate_Dirty: 200 kB\n",
      );
    },
    removeProcess(pid) {
      for (const path of files.keys()) if (path.startsWith(`${pid}/`)) files.delete(path);
    },
    why,
    attemptsMs,
    whyNever() {
      isMute = true;
    },
    transport: {
      scheme: "fake",
      explain: (_target, { fault }) =>
        isMute ? new Promise(() => {}) : Promise.resolve(why.shift() ?? fault),
      open: (_target, _argv, signal) => {
        attemptsMs.push(clock.monotonic());
        const first = opening.shift();
        if (first === "not-found") {
          const fault = { kind: "command-not-found", detail: untrustedText("nosuch") } as const;
          return Promise.reject(new TransportError(fault));
        }
        return Promise.resolve(streamFrom(target, clock, signal, first));
      },
    },
  };
  target.putProcess({ pid: MAIN_PID, rssPages: 500 });
  target.putProcess({ pid: WATCHER_PID, ppid: MAIN_PID, rssPages: 250 });
  return target;
}

function streamFrom(
  { files, requests, next, tools }: FakeTarget,
  clock: FakeClock,
  signal: AbortSignal,
  opening: FakeTarget["opening"][number] | undefined,
): Stream {
  const out = channel();
  signal.addEventListener("abort", out.end, { once: true });
  let kept = "";
  const answer = (prefix: string, words: string): string => {
    files.set("uptime", `${((clock.now() - BOOT_S * 1000) / 1000).toFixed(2)} 1.00\n`);
    const paths = words.split(" ").flatMap((word) => pathsOf(word, kept, files));
    const parts = paths
      .filter((path) => files.has(path))
      .map((path) => `==> ${prefix}${path} <==\n${files.get(path)}\n`);
    return `${parts.join("")}==> ${prefix}../dev/null <==\n`;
  };
  /** What a test put there, with PREFIX where the real one stands. */
  const held = (prefix: string): string =>
    `==> ${prefix}held <==\n${files.get("held")?.replaceAll("PREFIX", prefix) ?? ""}\n==> ${prefix}../dev/null <==\n`;
  const request = (line: string): void => {
    const [prefix = "", verb = "", ...words] = line.split(" ");
    requests.push({ atMs: clock.monotonic(), words: [verb, ...words].join(" ") });
    if (verb === "keep") kept = words.join(" ");
    const instead = next.shift();
    if (instead === "end") out.end();
    else if (instead?.startsWith("say:") === true) out.push(instead.slice(4));
    else if (instead?.startsWith("late:") === true) {
      void clock
        .sleep(Number(instead.slice(5)), signal)
        .then(() => out.push(answer(prefix, words.slice(1).join(" "))));
    } else if (instead === undefined) {
      out.push((verb === "held" ? held : answer)(prefix, words.slice(1).join(" ")));
    }
  };
  const start = (script: string): void => {
    requests.push({ atMs: clock.monotonic(), words: "start" });
    const [, a, b] = /main (\w+) (\w+)\n$/.exec(script) ?? [];
    if (opening === "end") out.end();
    else if (opening?.startsWith("say:") === true) {
      out.push(opening.slice(4).replace("SECRET", `${a}${b}`).replace("ECHO", script));
    } else if (opening === undefined) {
      out.push(`motd\nswtop ${a}${b} ready ${MAIN_PID} ${WATCHER_PID} ${tools.join(" ")}\n`);
    }
  };
  return {
    stdout: out.chunks,
    write: (bytes) => {
      const text = Buffer.from(bytes).toString();
      queueMicrotask(() => (text.startsWith("./") ? request(text.trimEnd()) : start(text)));
      return Promise.resolve();
    },
    complaint: () => (opening === "end" ? "first\nError: no such container\n" : ""),
    ending: () => "exit 1",
    clientPid: 77,
  };
}

function pathsOf(
  word: string,
  kept: string,
  files: ReadonlyMap<string, string>,
): readonly string[] {
  if (word === "@") return kept.split(" ").flatMap((each) => pathsOf(each, "", files));
  if (/^\d+$/.test(word)) return [`${word}/stat`, `${word}/statm`];
  if (!word.includes("[")) return [word];
  const pattern = new RegExp(`^${word.replaceAll("[0-9]", String.raw`\d`).replace("*", ".*")}$`);
  return [...files.keys()].filter((path) => pattern.test(path));
}

function channel(): {
  readonly push: (text: string) => void;
  readonly end: () => void;
  readonly chunks: AsyncIterable<Uint8Array>;
} {
  const waiting: (Uint8Array | null)[] = [];
  let wake: (() => void) | null = null;
  const put = (item: Uint8Array | null): void => {
    waiting.push(item);
    wake?.();
  };
  return {
    push: (text) => put(Buffer.from(text, "latin1")),
    end: () => put(null),
    chunks: (async function* () {
      for (;;) {
        const item = waiting.shift();
        if (item === null) return;
        if (item === undefined) await new Promise<void>((resolve) => (wake = resolve));
        else yield item;
      }
    })(),
  };
}
