// oxlint-disable typescript/no-unsafe-member-access, typescript/no-unsafe-assignment, typescript/no-unsafe-return, typescript/strict-boolean-expressions -- a script of its own without types, run as it is
// A tree of real Node processes with the titles of a Hyperf server, for machines without PHP: what processes.php is, its heap apart.
// Arguments: JSON {"app", "leakKibPerSecond", "capMib", "dieEveryMs"}, the slot (none: Master). Each start prints one line: {"slot", "pid"}.
// All end at the end of stdin, which they share: its other end belongs to the process that started the tree, and goes away with it.
// A title fits into the memory of the arguments; the path and the JSON are longer than any title here.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const WORKERS = [
  "Worker.0",
  "Worker.1",
  "Worker.2",
  "Worker.3",
  "TaskWorker.4",
  "crontab-dispatcher.0",
];
const [written, slot = "Master"] = process.argv.slice(2);
const plan = JSON.parse(written);
const children = new Set();
let isOver = false;

process.title = `${plan.app}.${slot}`;
process.stdout.on("error", () => process.exit(0));
process.stdin.on("end", end);
process.stdin.on("error", end);
process.stdin.resume();
process.stdout.write(`${JSON.stringify({ slot, pid: process.pid })}\n`);

/** A parent ends after its children, so that none of them is left to anyone. */
function end() {
  isOver = true;
  if (children.size === 0) process.exit(0);
}

function start(slotOfChild) {
  const script = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [script, written, slotOfChild], { stdio: "inherit" });
  children.add(child);
  child.on("error", () => process.exit(1));
  child.on("exit", () => {
    children.delete(child);
    if (isOver) end();
    else if (slot === "Manager") start(slotOfChild);
  });
}

function leakUntilCap() {
  const kept = [];
  const since = performance.now();
  let bytes = 0;
  setInterval(() => {
    const due = ((performance.now() - since) / 1000) * plan.leakKibPerSecond * 1024 - bytes;
    kept.push(Buffer.allocUnsafeSlow(Math.ceil(due)).fill(kept.length % 256));
    bytes += Math.ceil(due);
    if (bytes > plan.capMib * 1024 * 1024) process.exit(0);
  }, 100);
}

if (slot === "Master") start("Manager");
else if (slot === "Manager") WORKERS.forEach(start);
else if (slot === "Worker.0") leakUntilCap();
else if (slot === "Worker.1") setTimeout(() => process.exit(255), plan.dieEveryMs);
