// How many processes a project declares, by role.
import type { Declarations, DeclaredProcess } from "../../domain/declarations.ts";
import type { Facts } from "../../domain/facts.ts";
import { isHyperf, placeText } from "./findings.ts";
import type { Finding } from "./rule.ts";
import { asInt, swooleReading } from "./swoole-settings.ts";

/**
 * Where each framework's workers are declared, in words: what to look for when it was not read there, or is not said.
 * @source octane:src/Commands/StartSwooleCommand.php, laravel-s:config/laravels.php, laravel-swoole:config/swoole_http.php, think-swoole:src/config/swoole.php,
 * imi:src/Components/swoole/src/Server/Base.php, easyswoole:src/Resource/Config._php, swoft:app/bean.php, mezzio-swoole:src/HttpServerFactory.php
 */
export const COUNT_PLACES: Readonly<Record<string, string>> = {
  hyperf: "config/autoload/server.php, settings",
  octane: "config/octane.php, swoole.options (or --workers, --task-workers of octane:start)",
  "laravel-s": "config/laravels.php, swoole",
  "laravel-swoole": "config/swoole_http.php, server.options",
  "think-swoole": "config/swoole.php, http (version 3: server.options)",
  imi: "config/config.php, mainServer.configs",
  easyswoole: "dev.php or produce.php, MAIN_SERVER.SETTING",
  swoft: "app/bean.php, the setting of the server that is started",
  "mezzio-swoole": "config/autoload, mezzio-swoole.swoole-http-server.options (or --num-workers)",
};

/** Frameworks that start no processes beside their workers. */
const WITHOUT_PROCESSES = ["octane", "laravel-swoole"];

/** One user process as declared; without a name or number `why` says what would settle it. */
export type DeclaredCount = {
  readonly name: string | null;
  readonly nums: number | null;
  readonly declared: NonNullable<Finding["declared"]>;
  readonly why: string;
};

type Counts = {
  readonly worker: number | null;
  readonly taskWorker: number | null;
  readonly userProcesses: number | null;
};

/** Null: no constant, or not told. */
export function declaredCounts(facts: Facts): Counts {
  return {
    worker: countOf(facts, "worker_num"),
    taskWorker: countOf(facts, "task_worker_num"),
    userProcesses: sumOf(facts),
  };
}

function countOf(facts: Facts, name: string): number | null {
  const reading = swooleReading(facts, name);
  return reading.state === "constant" ? asInt(reading.value) : null;
}

function sumOf(facts: Facts): number | null {
  if (!facts.declarations.known) return null;
  const declarations = facts.declarations.value;
  if (WITHOUT_PROCESSES.includes(declarations.framework ?? "")) return 0;
  if (!isHyperf(declarations)) return null;
  return declaredProcesses(facts).reduce<number | null>(
    (sum, { nums }) => (sum === null || nums === null ? null : sum + nums),
    0,
  );
}

/** Hyperf's user processes; those of one name together. What packages register by themselves is not among them. */
export function declaredProcesses(facts: Facts): readonly DeclaredCount[] {
  if (!facts.declarations.known || !isHyperf(facts.declarations.value)) return [];
  const counts = enabledProcesses(facts, facts.declarations.value).map(countedProcess);
  const byName = Map.groupBy(counts, ({ name }) => name);
  return [...byName].flatMap(([name, same]) => {
    const [first] = same;
    if (name === null || first === undefined) return same;
    const nums = same.reduce<number | null>(
      (sum, one) => (sum === null || one.nums === null ? null : sum + one.nums),
      0,
    );
    return [{ ...first, nums }];
  });
}

/** It has no process while crontab is off (hyperf:src/crontab/src/Process/CrontabDispatcherProcess.php isEnable). */
const DISPATCHER = "Hyperf\\Crontab\\Process\\CrontabDispatcherProcess";

function enabledProcesses(
  { project }: Facts,
  { processes }: Declarations,
): readonly DeclaredProcess[] {
  const enable = project.known ? project.value.crontab.enable : null;
  return processes.flatMap((process) => {
    if (process.className !== DISPATCHER && process.parent !== DISPATCHER) return [process];
    if (enable === false) return [];
    return [
      {
        ...process,
        name: process.name ?? (process.className === DISPATCHER ? "crontab-dispatcher" : null),
        nums: enable === null ? null : process.nums,
      },
    ];
  });
}

const countedProcess = ({ className, name, nums, place }: DeclaredProcess): DeclaredCount => ({
  name,
  nums,
  declared: { ...place, text: className },
  why: `${placeText(place)}: ${name === null ? "the name" : "the number"} of the process ${className ?? ""} is no constant, or its class was not read`,
});
