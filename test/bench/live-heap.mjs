// What one live heap costs in the target: its `dd` in the collector's shell, beside a `dd` that reads nothing.
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { chunkCandidates } from "../../src/collector/heap/candidates.ts";
import { HEAD_BYTES, heapSizes, MAIN_BYTES } from "../../src/collector/heap/layout.ts";
import { mainWord } from "../../src/collector/heap/look.ts";
import { readRequest } from "../../src/collector/protocol.ts";
import { startCollector } from "../collector/shells.ts";
import { cpuWithChildrenMs, ROOT } from "./machine.mjs";

const READS = 100;
const AT_ONCE = 10;

/** CPU of one read, ms, and of the yardstick. */
export async function liveHeap() {
  const script = `${ROOT}test/fixtures/idle-heaps.php`;
  const php = spawn("php", [script, String(process.pid)], { stdio: ["ignore", "pipe", "inherit"] });
  const fork = { pid: 0 };
  const collector = await startCollector(["sh"]);
  try {
    await new Promise((resolve) => {
      let text = "";
      php.stdout.on("data", (more) => {
        text += more;
        fork.pid = Number(/^fork\.1 (\d+) .*\n/m.exec(text)?.[1] ?? 0);
        if (fork.pid !== 0) resolve();
      });
    });
    const word = mainWord(php.pid, heapOf(php.pid));
    const nothing = word.replace(String(php.pid), "999999999");
    const none = await perWord(collector, nothing);
    return { read: await perWord(collector, word), yardstick: none };
  } finally {
    collector.child.stdin.end();
    php.kill("SIGKILL");
    if (fork.pid !== 0) process.kill(fork.pid, "SIGKILL");
  }
}

async function perWord({ ask, hello }, word) {
  const words = Array.from({ length: AT_ONCE }, () => word);
  const from = cpuWithChildrenMs(hello.mainPid);
  for (let count = 0; count < READS; count += AT_ONCE)
    await ask((prefix) => readRequest(prefix, 4096, ["uptime", ...words]));
  return (cpuWithChildrenMs(hello.mainPid) - from) / READS;
}

function heapOf(pid) {
  const file = openSync(`/proc/${pid}/mem`, "r");
  try {
    const main = new DataView(new ArrayBuffer(MAIN_BYTES));
    const base = chunkCandidates(readFileSync(`/proc/${pid}/maps`, "latin1"), 1000).find((each) => {
      readSync(file, main, 0, MAIN_BYTES, each);
      return typeof heapSizes(main, each + HEAD_BYTES, null) === "object";
    });
    return base + HEAD_BYTES;
  } finally {
    closeSync(file);
  }
}
