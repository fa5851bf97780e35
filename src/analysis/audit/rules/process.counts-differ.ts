import type { Facts, RunningServer } from "../../../domain/facts.ts";
import type { Role } from "../../../domain/role.ts";
import { failed, notConstant, passed, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";
import { COUNT_PLACES, declaredProcesses, type DeclaredCount } from "../swoole-counts.ts";
import { serverOf, windowText } from "../swoole-running.ts";
import { asInt, declaredAt, swooleReading, type Reading } from "../swoole-settings.ts";

export const processCountsDiffer: Rule = {
  id: "process.counts-differ",
  code: "PR-04",
  severity: "warning",
  claim: "Other numbers of processes run than the project declares",
  advice:
    "Deploy or restart if the files are newer than what runs; else look for an environment variable, an option of the start command, or a process's isEnable() that says another number.",
  snippet: null,
  source: "counted in /proc; hyperf:src/process/src/AbstractProcess.php (nums, isEnable)",
  needs: ["project", "processes"],
  check: (facts) => {
    if (!facts.project.known || !facts.processes.known) return [];
    if (COUNT_PLACES[facts.project.value.framework ?? ""] === undefined) return [];
    const server = serverOf(facts);
    if (server === null)
      return [undecided("which of the running servers is the project's; audit one of them alone")];
    // One process, or threads: there is no worker to count.
    if (server.mode !== "process" && server.mode !== "base") return [];
    return [
      ...ofRole(facts, server, { role: "worker", setting: "worker_num" }),
      ...ofRole(facts, server, { role: "task-worker", setting: "task_worker_num" }),
      ...declaredProcesses(facts).map((process) => ofProcess(facts, server, process)),
    ];
  },
};

type Counted = {
  readonly role: "worker" | "task-worker";
  readonly setting: "worker_num" | "task_worker_num";
};

function ofRole(
  facts: Facts,
  server: RunningServer,
  { role, setting }: Counted,
): readonly Finding[] {
  const reading = swooleReading(facts, setting);
  const running = server.counts[role] ?? 0;
  if (reading.state === "constant")
    return [
      compared(facts, {
        subject: role,
        what: setting,
        declaredCount: asInt(reading.value),
        running,
        isSettling: isSettling(server, role),
        declared: declaredAt(reading),
      }),
    ];
  // Swoole then takes one per CPU; task workers there are none. How many that is, no file tells.
  if (reading.state === "unsaid" && role === "task-worker" && running === 0) return [];
  return [
    undecided(whyNot(facts, reading, setting), { subject: role, declared: declaredAt(reading) }),
  ];
}

const whyNot = (
  facts: Facts,
  reading: Exclude<Reading, { state: "constant" }>,
  setting: string,
): string => {
  if (reading.state === "unresolved") return notConstant(reading.at);
  const framework = facts.project.known ? (facts.project.value.framework ?? "") : "";
  return `${setting} is not declared in ${COUNT_PLACES[framework] ?? "the configuration"}`;
};

const ofProcess = (
  { processes, ...facts }: Facts,
  server: RunningServer,
  { name, nums, declared, why }: DeclaredCount,
): Finding =>
  name === null || nums === null
    ? undecided(why, { subject: name, declared })
    : compared(
        { ...facts, processes },
        {
          subject: name,
          what: "nums",
          declaredCount: nums,
          running: server.userProcesses[name] ?? 0,
          isSettling: isSettling(server, "user-process"),
          declared,
        },
      );

type Comparison = {
  readonly subject: string;
  readonly what: string;
  readonly declaredCount: number;
  readonly running: number;
  readonly isSettling: boolean;
  readonly declared: Finding["declared"];
};

function compared({ processes }: Facts, one: Comparison): Finding {
  const { subject, what, declaredCount, running, declared } = one;
  const seen = processes.known ? `, ${windowText(processes.value)}` : "";
  const evidence = `${what} is ${declaredCount}, and ${running} run${running === 1 ? "s" : ""}${seen}`;
  if (declaredCount === running) return passed(evidence, { subject, declared });
  if (one.isSettling)
    return undecided(`a count when nothing restarts: ${evidence}`, { subject, declared });
  return failed(evidence, { subject, declared });
}

/** Old and new live side by side during a reload, and a user process comes back after 5 s (`restartInterval`). */
const SETTLING_MS = 10_000;

const isSettling = ({ slots }: RunningServer, role: Role): boolean =>
  slots.some((slot) => slot.role === role && slot.ageMs !== null && slot.ageMs < SETTLING_MS);
