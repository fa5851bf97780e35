// npm run soak: how fast log lines become records. 200 MB of real formats, in the shares of the captures; per second of CPU; three runs, the median counts; grep counts the same patterns in the same run.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lineCutter } from "../../src/analysis/logs/lines.ts";
import { phraseOf } from "../../src/analysis/logs/phrases.ts";
import { logReader } from "../../src/analysis/logs/reader.ts";
import { cpuWithChildrenMs, median, printTable } from "./machine.mjs";

const RUNS = 3;
const SIZE = 200_000_000;
const CHUNK = 256 * 1024;
const two = (value) => String(value).padStart(2, "0");
const secondOf = (n) =>
  `2026-11-23 ${two(Math.floor(n / 3600) % 24)}:${two(Math.floor(n / 60) % 60)}:${two(n % 60)}`;

/** Lines as the captures of Hyperf 3.1 and 3.2 on Swoole 5.1 and 6.2 have them. */
const MIXED = [
  (t) =>
    `[${t}.310] [DEBUG] Event Hyperf\\Framework\\Event\\OnPipeMessage handled by Hyperf\\Crontab\\Listener\\OnPipeMessageListener listener.`,
  (t) => `[${t}.265] [INFO] Crontab task [leaky-import] executed successfully at ${t}.`,
  (t, n) =>
    `[${t}] task.INFO: leaky-import appended 1 MiB {"pid":${9000 + (n % 90)},"mem":${n * 4096},"held":${n % 999}} []`,
  (t) => `[${t}] task.INFO: heartbeat [] []`,
  () => "[INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:46:05.",
  (t, n) =>
    `[${t} $5854.0]\tWARNING\tServer::check_worker_exit_status(): worker(pid=${5000 + (n % 900)}, id=1) abnormal exit, status=255, signal=0`,
  (t) =>
    `[${t} *5865.1]\tERROR\tphp_swoole_server_rshutdown() (ERRNO 503): Fatal error: Uncaught Swoole\\ExitException: swoole exit in /srv/plain/server.php:21`,
  () => "Stack trace:",
  () => "#0 [internal function]: {closure}()",
  () => "#1 {main}",
  () => "  thrown in /srv/plain/server.php on line 21",
  () =>
    "PHP Fatal error:  Allowed memory size of 33554432 bytes exhausted (tried to allocate 6295552 bytes) in /srv/app/app/Crontab/Tasks.php on line 14",
  (t, n) =>
    `{"message":"order ${n} paid","context":{"order":${n}},"level":200,"level_name":"INFO","channel":"shop","datetime":"${t.replace(" ", "T")}.123456+00:00","extra":{"process_id":${9000 + (n % 90)}}}`,
  (t, n) => `||${t}||app||INFO||vip levels: ${n}||[]||[]`,
  (t, n) => `  200    GET /goods/${n} .............. 19.89 mb 35.50 ms`,
  (_, n) => `onWorkerStop worker_id=${n % 4} pid=${14000 + (n % 90)}`,
];
const PLAIN = [
  (_, n) => `SELECT id, name FROM goods WHERE category = ${n % 977} ORDER BY sales DESC LIMIT 20`,
  (_, n) => `consumer: message ${n} acknowledged after 12 ms, queue length 4`,
];
const PATTERNS = [
  String.raw`^\[[^]]+ [#$*^@%][0-9]+\.-?[0-9]+\][[:space:]]+(DEBUG|TRACE|INFO|NOTICE|WARNING|ERROR)[[:space:]]`,
  String.raw`^(\[[0-9-]{10} [0-9:]{8}\.[0-9]{3}\] )?\[(DEBUG|INFO|NOTICE|WARNING|ERROR|CRITICAL|ALERT|EMERGENCY)\] `,
  String.raw`^\[[0-9-]{10}[T ][0-9:]{8}[^]]*\] [^][:space:][]+\.(DEBUG|INFO|NOTICE|WARNING|ERROR|CRITICAL|ALERT|EMERGENCY): `,
  String.raw`^(PHP )?Fatal error: `,
  String.raw`^\{"message":`,
  String.raw`^ +[0-9]{3} +[A-Z]+ [^ ]+ .* ms$`,
];

function linesOf(kinds) {
  const parts = [];
  for (let size = 0, n = 0; size < SIZE; n++) {
    const line = `${kinds[n % kinds.length](secondOf(Math.floor(n / 40)), n)}\n`;
    parts.push(line);
    size += line.length;
  }
  return Buffer.from(parts.join(""));
}

function classified(bytes, each) {
  const cutter = lineCutter();
  const reader = logReader({ zone: null, pidPattern: null });
  const began = process.cpuUsage();
  let lines = 0;
  const feed = (cut) => {
    for (const raw of cut) {
      lines += 1;
      for (const record of reader.read({
        at: 0,
        clock: "reading",
        source: "stdout",
        text: raw.text,
        cutBytes: raw.cutBytes,
        cut: raw.cut,
        writer: null,
      }))
        each(record);
    }
  };
  for (let at = 0; at < bytes.length; at += CHUNK) feed(cutter.cut(bytes.subarray(at, at + CHUNK)));
  feed(cutter.end());
  for (const record of reader.flush()) each(record);
  const { user, system } = process.cpuUsage(began);
  return (lines * 1000) / (user + system);
}

function grepped(path, patterns, lines) {
  const began = cpuWithChildrenMs(process.pid);
  const { status } = spawnSync("grep", [
    "-cE",
    patterns.map((pattern) => `(${pattern})`).join("|"),
    path,
  ]);
  return status === null || status > 1
    ? Number.NaN
    : lines / (cpuWithChildrenMs(process.pid) - began);
}

const rate = (perMs) => (Number.isNaN(perMs) ? "-" : `${Math.round(perMs)} k lines/s`);
const folder = mkdtempSync(join(tmpdir(), "swtop-bench-logs-"));
const rows = [];
try {
  for (const { name, kinds, reach } of [
    { name: "mixed", kinds: MIXED, reach: 500 },
    { name: "plain", kinds: PLAIN, reach: 1000 },
  ]) {
    const path = join(folder, name);
    writeFileSync(path, linesOf(kinds));
    const bytes = readFileSync(path);
    const count = bytes.reduce((sum, byte) => sum + (byte === 10 ? 1 : 0), 0);
    const runs = { records: [], phrases: [], grep: [] };
    for (let run = 0; run < RUNS; run++) {
      runs.records.push(classified(bytes, () => {}));
      runs.phrases.push(classified(bytes, ({ message }) => phraseOf(message)));
      runs.grep.push(grepped(path, PATTERNS, count));
    }
    const yardstick = `grep -cE ${rate(median(runs.grep))}`;
    const measured = median(runs.records);
    rows.push(
      {
        what: `200 MB of ${name} lines: cut, and records of them`,
        reach: `>= ${reach} k lines/s`,
        measured: rate(measured),
        yardstick,
        ok: measured >= reach,
      },
      {
        what: "  the same, with their sentences",
        reach: "-",
        measured: rate(median(runs.phrases)),
        yardstick,
        ok: true,
      },
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = printTable(rows) === true ? 0 : 1;
