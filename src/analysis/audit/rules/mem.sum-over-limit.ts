import type { Facts } from "../../../domain/facts.ts";
import { MIB } from "../../../domain/units.ts";
import { failed, passed, undecided } from "../findings.ts";
import { asIni, containerLimit, memoryLimitOf, sized, type MemoryLimit } from "../memory-limit.ts";
import type { Finding, Rule } from "../rule.ts";
import { declaredCounts } from "../swoole-counts.ts";
import { heapsOf, windowText } from "../swoole-running.ts";
import { advised } from "../vetoes.ts";

export const memSumOverLimit: Rule = {
  id: "mem.sum-over-limit",
  code: "SV-07",
  severity: "error",
  claim:
    "The processes together may take more memory than the container has, each within memory_limit",
  advice: "Lower memory_limit, run fewer processes, or give the container more memory.",
  snippet: null,
  source:
    "memory_limit bounds one heap (php-src Zend/zend_alloc.c), the cgroup the sum; hyperf#2164 #2283 #2352 for what boot needs",
  needs: ["declarations"],
  check: (facts) => {
    const limit = memoryLimitOf(facts);
    const { declared } = limit;
    // Without a limit of PHP or of the container it is another finding: mem.limit-unlimited, k8s.no-memory-limit.
    if (limit.state === "constant" && limit.bytes < 0) return [];
    const container = containerLimit(facts);
    if (!container.known) return [undecided(container.why, { declared })];
    if (container.bytes === null) return [];
    if (limit.state === "unknown") return [undecided(limit.why, { declared })];
    const { heaps, text } = countOf(facts);
    if (heaps === null) return [undecided(text, { declared })];
    const sum = limit.bytes * heaps;
    const evidence = `memory_limit ${limit.text} for each of ${heaps} processes (${text}) is ${sized(sum)}; ${container.from} has ${sized(container.bytes)}`;
    if (sum <= container.bytes) return [passed(evidence, { declared })];
    const advice = adviceOf(facts, limit, { heaps, container: container.bytes });
    return [failed(evidence, { declared, ...advice })];
  },
};

/** As they run, else as they are declared with a master and a manager. */
function countOf(facts: Facts): { readonly heaps: number | null; readonly text: string } {
  if (facts.processes.known) {
    const heaps = heapsOf(facts.processes.value);
    if (heaps > 0) return { heaps, text: `running, ${windowText(facts.processes.value)}` };
  }
  const { worker, taskWorker, userProcesses } = declaredCounts(facts);
  if (worker === null || taskWorker === null || userProcesses === null)
    return {
      heaps: null,
      text: "how many processes run: worker_num, task_worker_num or a process's nums is no constant; audit a running target",
    };
  return {
    heaps: worker + taskWorker + userProcesses + 2,
    text: "declared, with master and manager",
  };
}

/** Below it no Hyperf worker is of use: an idle one has 23 MB. */
const LEAST_BYTES = 64 * MIB;
/** The rest is for what is no PHP heap: libraries, buffers, the kernel. */
const SHARE_FOR_HEAPS = 0.8;

function adviceOf(
  facts: Facts,
  limit: MemoryLimit & { readonly state: "constant" },
  { heaps, container }: { readonly heaps: number; readonly container: number },
): Pick<Finding, "advice" | "snippet"> {
  const shared = facts.cgroup.known ? (facts.cgroup.value.shmemBytes ?? 0) : 0;
  const bytes = Math.floor((container * SHARE_FOR_HEAPS - shared) / heaps / MIB) * MIB;
  const proposal = advised(facts, { kind: "memory-limit", bytes });
  const needed = sized((limit.bytes * heaps + shared) / SHARE_FOR_HEAPS);
  if (proposal.withheld)
    return {
      advice: `A lower memory_limit is not advised: ${proposal.reason}. ${proposal.instead} All of them at ${limit.text} need ${needed}.`,
      snippet: proposal.snippet,
    };
  if (bytes < LEAST_BYTES)
    return {
      advice: `Run fewer than ${heaps} processes, or give the container ${needed}: a fair share of it would be ${sized(Math.max(bytes, 0))} for each.`,
    };
  return {
    advice: `Set memory_limit to ${asIni(bytes)}, or run fewer processes, or give the container ${needed}.`,
    snippet:
      limit.by === "bin"
        ? `ini_set('memory_limit', '${asIni(bytes)}');`
        : `memory_limit = ${asIni(bytes)}`,
  };
}
