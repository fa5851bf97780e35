import type { Facts } from "../../../domain/facts.ts";
import { failed, passed, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";
import { serverOf, windowText } from "../swoole-running.ts";
import { portsOf } from "../swoole-ports.ts";
import {
  declaredAt,
  isCoroutineServer,
  swooleReading,
  told,
  unresolved,
  type Reading,
} from "../swoole-settings.ts";

export const swooleWorkerNumNodeCpus: Rule = {
  id: "swoole.worker-num-node-cpus",
  code: "SV-06",
  severity: "error",
  claim: "There is a worker for every CPU of the node, though the container may use fewer",
  advice: "Give worker_num a number of its own, from the container's CPU limit.",
  snippet: "'worker_num' => (int) env('WORKER_NUM', 2),",
  source:
    "swoole:src/core/base.cc (sysconf, in all releases up to 6.2.2; swoole_container_cpu_num() falls back to it); octane#1101, swoole#6075 #6087, hyperf#5161",
  needs: ["declarations"],
  check: (facts) => {
    if (!facts.declarations.known) return [];
    const declarations = facts.declarations.value;
    if (isCoroutineServer(declarations) || portsOf(declarations).length === 0) return [];
    const reading = swooleReading(facts, "worker_num");
    if (reading.state === "constant")
      return [passed(told("worker_num", reading), { declared: declaredAt(reading) })];
    if (reading.state === "unresolved" && !CPUS.test(reading.at.text)) return [unresolved(reading)];
    // What other frameworks do without a setting is their own: an option of their command, a number.
    if (reading.state === "unsaid" && declarations.framework !== "hyperf") return [];
    return [followsCpus(facts, reading)];
  },
};

const CPUS = /cpu_?num\s*\(/iu;

function followsCpus(facts: Facts, reading: Exclude<Reading, { state: "constant" }>): Finding {
  const where = { declared: declaredAt(reading) };
  const text =
    reading.state === "unsaid" ? "worker_num is not declared: one for each CPU" : reading.at.text;
  const limitCores = coresOf(facts);
  if (limitCores === null) return undecided(facts.cpu.known ? NO_LIMIT : facts.cpu.why, where);
  const server = serverOf(facts);
  if (!facts.processes.known || server === null)
    return undecided(
      facts.processes.known
        ? "how many workers run: which of the servers is the project's is not told"
        : facts.processes.why,
      where,
    );
  const workers = server.counts.worker ?? 0;
  const cpus = workers / timesOf(reading);
  const seen = `${text}; ${workers} workers run, ${windowText(facts.processes.value)}, and the limit is ${limitCores} CPUs`;
  if (cpus <= Math.ceil(limitCores)) return passed(seen, where);
  return failed(seen, {
    ...where,
    snippet: `'worker_num' => (int) env('WORKER_NUM', ${Math.ceil(limitCores)}),`,
  });
}

const NO_LIMIT = "the container's CPU limit: it has none, or it could not be read";

/** Of the container's cgroup, else of its pod's spec; null: neither tells one. */
const coresOf = ({ cpu, pod }: Facts): number | null =>
  (cpu.known ? cpu.value.limitCores : null) ?? (pod.known ? pod.value.pod.limitCores : null);

/** `swoole_cpu_num() * 2`: two for each CPU. */
const timesOf = (reading: Reading): number =>
  reading.state === "unresolved" ? Number(/\*\s*(\d+)/u.exec(reading.at.text)?.[1] ?? 1) || 1 : 1;
