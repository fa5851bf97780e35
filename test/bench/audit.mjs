// npm run bench, second part: what reading a project costs. Each figure beside its yardstick from the same run; three runs, the median counts.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rules } from "../../src/analysis/audit/rules/index.ts";
import { FACT_SOURCES } from "../../src/domain/facts.ts";
import { directoryFiles } from "../../src/cli/project/directory.ts";
import { startReader } from "../../src/cli/project/reader.ts";
import { MIB, SWTOP, median, printTable, rssOf, sleep } from "./machine.mjs";

const RUNS = 3;
const FILES = 500;
const CANDIDATES = 60;
const FILE_BYTES = 10_000;
const folder = mkdtempSync(join(tmpdir(), "swtop-bench-audit-"));
const CLEAN = fileURLToPath(new URL("../fixtures/projects/clean", import.meta.url));

function put(root, path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const filler = (index) => {
  let text = "";
  for (let at = 0; text.length < FILE_BYTES - 600; at++)
    text += `    public function step${at}(array $rows): array\n    {\n        return array_filter($rows, fn ($row) => $row['area'] === ${index + at});\n    }\n\n`;
  return text;
};

const attribute = (index) =>
  `#[\\Hyperf\\Crontab\\Annotation\\Crontab(rule: '*/${(index % 50) + 2} * * * *', name: 'task-${index}', singleton: true, onOneServer: true, callback: 'step0')]\n`;

/** 500 files, 5 MB, 60 of them with a task. */
function largeProject(root) {
  const packages = ["crontab", "framework", "process", "redis"].map((name) => ({
    name: `hyperf/${name}`,
    version: "v3.1.71",
  }));
  put(root, "composer.json", '{"name":"shop/large","autoload":{"psr-4":{"App\\\\":"app/"}}}');
  put(root, "composer.lock", JSON.stringify({ packages }));
  put(root, "config/config.php", "<?php\nreturn ['app_name' => 'large', 'app_env' => 'prod'];\n");
  put(root, "config/autoload/crontab.php", "<?php\nreturn ['enable' => true];\n");
  for (let index = 0; index < FILES; index++) {
    const name = `Service${index}`;
    const head = index < CANDIDATES ? attribute(index) : "";
    put(
      root,
      `app/Area${index % 20}/${name}.php`,
      `<?php\n\nnamespace App\\Area${index % 20};\n\n${head}final class ${name}\n{\n${filler(index)}}\n`,
    );
  }
}

/** Wall time of a program that runs to its end, and the highest RSS that was seen meanwhile. */
async function timed([file, ...args]) {
  const began = performance.now();
  const child = spawn(file, args, { stdio: "ignore" });
  let rssBytes = 0;
  const looks = setInterval(() => {
    rssBytes = Math.max(rssBytes, rssOf(child.pid));
  }, 5);
  await once(child, "exit");
  clearInterval(looks);
  return { ms: performance.now() - began, rssBytes };
}

/** p99 of the event loop's delay while something goes on. */
async function delayWhile(action) {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  await sleep(50);
  histogram.enable();
  await action();
  histogram.disable();
  return histogram.percentile(99) / 1e6;
}

const view = () => ({ at: Date.now(), next: 3 });

async function besideScreen(root) {
  const life = new AbortController();
  const options = { root, env: { set: {}, target: null, file: null }, withSystem: false };
  const reader = startReader(options, life.signal);
  const files = directoryFiles(root);
  const idle = await delayWhile(() => sleep(1000));
  const before = process.memoryUsage.rss();
  let highest = before;
  const looks = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage.rss());
  }, 20);
  const delay = await delayWhile(() => reader.read(view, files));
  clearInterval(looks);
  const rss = highest - before;
  put(
    root,
    "app/Area0/Service0.php",
    `<?php\n\nnamespace App\\Area0;\n\n${attribute(7)}final class Service0\n{\n${filler(3)}}\n`,
  );
  const began = performance.now();
  const { project } = await reader.read(view, files);
  const again = performance.now() - began;
  life.abort();
  return { idle, delay, rss, again, tasks: project.crontab.tasks.length };
}

/** The same project, read through a shell as a target is. */
async function throughShell(root) {
  const php = spawn("sleep", ["600"], { cwd: root, stdio: "ignore" });
  const life = new AbortController();
  try {
    const { openSession } = await import("../../src/collector/session.ts");
    const { collectorScript } = await import("../../src/cli/assets.ts");
    const { systemClock } = await import("../../src/cli/clock.ts");
    const { transports } = await import("../../src/targets/index.ts");
    const { findProject } = await import("../../src/cli/project/target-project.ts");
    const source = openSession(
      {
        target: { scheme: "exec", uri: "exec:sh", address: ["sh"] },
        transport: transports.find(({ scheme }) => scheme === "exec"),
        script: collectorScript(),
        intervalMs: 1000,
        budgetMs: 10,
        clock: systemClock,
        force: false,
        ownPids: [],
      },
      life.signal,
    );
    void (async () => {
      for await (const _ of source.gathered);
    })();
    const began = performance.now();
    const found = await findProject(source.files, php.pid, null);
    let requests = 0;
    const counted = async (wanted) => {
      requests += 1;
      return found.readFiles(wanted);
    };
    const options = { root, env: { set: {}, target: null, file: null }, withSystem: true };
    const { project } = await startReader(options, life.signal).read(view, counted);
    return { ms: performance.now() - began, requests, tasks: project.crontab.tasks.length };
  } finally {
    life.abort();
    php.kill("SIGKILL");
  }
}

const runs = [];
try {
  for (let run = 1; run <= RUNS; run++) {
    process.stderr.write(`audit, run ${run} of ${RUNS} ...\n`);
    const root = join(folder, `large-${run}`);
    largeProject(root);
    runs.push({
      node: await timed([process.execPath, "-e", "0"]),
      large: await timed([...SWTOP, "audit", root, "--json"]),
      small: await timed([...SWTOP, "audit", CLEAN, "--json"]),
      beside: await besideScreen(root),
      target: await throughShell(root),
    });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const of = (pick) => median(runs.map(pick));
const ms = (value) => `${value.toFixed(1)} ms`;
const mib = (value) => `${(value / MIB).toFixed(0)} MiB`;
const row = (what, reach, measured, yardstick, ok) => ({ what, reach, measured, yardstick, ok });
const node = of((run) => run.node.ms);
const large = of((run) => run.large.ms);
const largeRss = of((run) => run.large.rssBytes - run.node.rssBytes);
const small = of((run) => run.small.ms);
const delay = of((run) => run.beside.delay);
const rss = of((run) => run.beside.rss);
const again = of((run) => run.beside.again);
const target = of((run) => run.target.ms);
const isWhole = runs.every(
  (run) => run.beside.tasks === CANDIDATES && run.target.tasks === CANDIDATES,
);

const isOk = printTable([
  row(
    "audit of 500 files, 5 MB, 60 candidates, cold",
    "<= 3 s",
    ms(large),
    `node -e 0 ${ms(node)}`,
    large <= 3000,
  ),
  row(
    "its memory above a bare Node's",
    "<= 120 MiB",
    mib(largeRss),
    `bare Node ${mib(of((run) => run.node.rssBytes))}`,
    largeRss <= 120 * MIB,
  ),
  row(
    "event loop p99 while a thread reads it",
    "<= 16 ms",
    ms(delay),
    `idle ${ms(of((run) => run.beside.idle))}`,
    delay <= 16,
  ),
  row(
    "what the thread adds to the memory",
    "<= 120 MiB",
    mib(rss),
    `bare Node ${mib(of((run) => run.node.rssBytes))}`,
    rss <= 120 * MIB,
  ),
  row("again, one file changed", "<= 0.3 s", ms(again), `cold ${ms(large)}`, again <= 300),
  row(
    "the same from a target, through sh",
    "<= 5 s",
    `${ms(target)}, ${of((run) => run.target.requests)} rounds`,
    `from disk ${ms(large)}`,
    target <= 5000,
  ),
  row(
    "audit of a small project, cold",
    "<= bare Node + 400 ms",
    ms(small),
    `node -e 0 ${ms(node)} (+${(small - node).toFixed(0)})`,
    small - node <= 400,
  ),
  row("every task was found each time", "60", isWhole ? "60" : "NOT ALL", "-", isWhole),
]);
const live = ["processes", "cgroup", "cpu", "extensions", "oomGroup", "init"];
const without = (names) =>
  rules.filter(({ needs }) =>
    needs.every((name) => names.includes(name) === false && FACT_SOURCES[name].sources.length > 0),
  ).length;
console.log(
  `${rules.length} rules: ${without(live)} can answer from a directory, ${without([])} from a target; the others wait for facts without a source yet`,
);
process.exit(isOk === true ? 0 : 1);
