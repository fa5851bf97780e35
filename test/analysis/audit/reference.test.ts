// The rules that there are, against the list of the reference this program was made from: rules of Swoole and Hyperf with their sources, part 5.
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ADVISORIES } from "../../../src/analysis/audit/advisories.ts";
import { rules } from "../../../src/analysis/audit/rules/index.ts";

const REFERENCE = `
  CR-01 cron.no-singleton
  CR-02 cron.no-one-server
  CR-03 cron.single-lock-only
  CR-04 cron.lock-without-redis
  CR-05 cron.lock-pool-missing
  CR-06 cron.redis-unreachable
  CR-07 cron.mutex-expires-3600
  CR-08 cron.mutex-expires-too-short
  CR-09 cron.node-identity
  CR-10 cron.redis-no-prefix
  CR-11 cron.duplicate-name
  CR-12 cron.dispatcher-missing
  CR-13 cron.dispatcher-twice
  CR-14 cron.enable-off
  CR-15 cron.enable-merged
  CR-16 cron.enable-string
  CR-17 cron.worker-strategy-heavy
  CR-18 cron.coroutine-strategy-immortal
  CR-19 cron.strategy-vs-coroutine-server
  CR-20 cron.taskworker-without-tasks
  CR-21 cron.task-not-coroutine
  CR-22 cron.pipe-callback-missing
  CR-23 cron.exit-callback-missing
  CR-24 cron.closure-needs-coroutine
  CR-25 cron.command-dispatcher-flag
  CR-26 cron.rule-infinite
  CR-27 cron.rule-never
  CR-28 cron.rule-and
  CR-29 cron.rule-start-step
  CR-30 cron.every-second
  CR-31 cron.thundering-minute
  CR-32 cron.timezone
  CR-33 cron.environment-mismatch
  CR-34 cron.method-enable-string
  CR-35 cron.version-skips
  CR-36 cron.version-timer-leak
  CR-37 cron.eval-type
  CR-38 cron.duration-vs-interval
  SV-01 swoole.leaky-version-pipe
  SV-02 swoole.leaky-version-curl
  SV-03 swoole.max-request-zero
  SV-04 swoole.max-request-huge
  SV-05 swoole.max-request-useless-for-cron
  SV-06 swoole.worker-num-node-cpus
  SV-07 mem.sum-over-limit
  SV-08 mem.limit-overridden
  SV-09 mem.limit-unlimited
  SV-10 http.package-max-length
  SV-11 http.upload-mismatch
  SV-12 http.output-buffer
  SV-13 swoole.mode-process
  SV-14 swoole.base-onstart
  SV-15 swoole.base-old-log
  SV-16 swoole.max-wait-time
  SV-17 swoole.reload-async-off
  SV-18 swoole.coroutine-off
  SV-19 swoole.hook-flags
  SV-20 swoole.daemonize
  SV-21 swoole.log-file
  SV-22 swoole.log-level
  SV-23 swoole.log-date-format
  SV-24 swoole.max-coroutine
  SV-25 swoole.admin-server-open
  SV-26 swoole.pid-file-shared
  SV-27 swoole.tcp-nodelay
  SV-28 swoole.socket-buffer
  SV-29 swoole.short-name
  SV-30 swoole.task-coroutine-mismatch
  PR-01 process.busy-loop
  PR-02 process.immortal-leak
  PR-03 process.nums-pools
  DI-01 di.scan-cacheable
  DI-02 di.unknown-strategy
  LG-01 log.no-pid
  LG-02 log.stdout-no-timestamp
  LG-03 log.debug-in-prod
  LG-04 log.single-file-unbounded
  LG-05 log.name-per-request
  LG-06 log.display-errors
  LG-07 log.buffered-handler
  DB-01 db.full-result
  DB-02 db.query-log
  DB-03 pool.wait-heartbeat
  RD-01 redis.pipeline-defer
  RD-02 redis.phpredis-600
  RD-03 redis.read-timeout
  MT-01 metric.path-cardinality
  SG-01 signal.combined-mask
  K8-01 k8s.no-memory-limit
  K8-02 k8s.oom-group
  K8-03 docker.shell-entrypoint
  K8-04 k8s.grace-period
  K8-05 k8s.hpa-cron
  K8-06 php.opcache-jit
`
  .trim()
  .split("\n")
  .map((line) => line.trim());

/** Rules that are rows of the one rule over the advisories. */
const ADVISED = {
  "SV-01 swoole.leaky-version-pipe": ["SW-PIPEMSG"],
  "SV-02 swoole.leaky-version-curl": ["SW-CURL613"],
  "RD-01 redis.pipeline-defer": ["HF-REDIS-DEFER"],
} as const;

/** Those that collected cases added. */
const FROM_CASES = [
  "cron.failure-unlogged",
  "dev.tool-in-prod",
  "mem.limit-too-small-for-boot",
  "php.instrumentation",
  "websocket.max-request",
];

test("all 94 of the reference are there, by their codes and ids", () => {
  expect(new Set(REFERENCE).size).toBe(94);
  const ours = new Set(rules.map(({ code, id }) => `${code} ${id}`));
  expect(REFERENCE.filter((each) => !ours.has(each)).toSorted()).toEqual(
    Object.keys(ADVISED).toSorted(),
  );
});

test("what is no rule of its own is an advisory of the one rule over their table", () => {
  const advisories = new Set<string>(ADVISORIES.map(({ id }) => id));
  for (const id of Object.values(ADVISED).flat()) expect(advisories).toContain(id);
  expect(rules.map(({ id }) => id)).toContain("version.advisory");
});

test("the five rules from the cases are there", () => {
  const ids = rules.map(({ id }) => id);
  for (const id of FROM_CASES) expect(ids).toContain(id);
});

test("each rule has a table with what fails, what passes and what is unknown", () => {
  const without = rules.filter(({ id }) => {
    const file = new URL(`rules/${id}.test.ts`, import.meta.url);
    return !existsSync(file) || !readFileSync(file, "utf8").includes("\nruleTable(");
  });
  expect(without.map(({ id }) => id)).toEqual([]);
});
