// Good advice that would do harm here (decision 14): what is withheld, why, and what to do instead.
import type { Facts } from "../../domain/facts.ts";
import { constantOf, settingOf } from "../../domain/setting.ts";
import { MIB } from "../../domain/units.ts";
import { bindingOf, readSetting } from "./bindings.ts";
import { hasWebSocket, serverMode } from "./swoole-settings.ts";

/** What a rule is about to propose. */
export type Proposal =
  /** `singleton` or `onOneServer` on a crontab task. */
  | { readonly kind: "lock" }
  /** A `max_request` above 0. */
  | { readonly kind: "max-request" }
  /** A `memory_limit` of so many bytes. */
  | { readonly kind: "memory-limit"; readonly bytes: number };

export type Veto = {
  readonly id: string;
  readonly forbids: Proposal["kind"];
  /** Why the advice does harm here; null: it does none, as far as is known. */
  readonly when: (facts: Facts, proposal: Proposal) => string | null;
  /** What to do in its place; one or two sentences. */
  readonly instead: string;
  /** What to write in its place; null: it depends. */
  readonly snippet: string | null;
};

export type Advised =
  | { readonly withheld: false }
  | {
      readonly withheld: true;
      readonly veto: string;
      /** A sentence: why the advice is withheld. */
      readonly reason: string;
      readonly instead: string;
      readonly snippet: string | null;
    };

/** Whether a proposal may be made, or what stands in its place. */
export function advised(facts: Facts, proposal: Proposal): Advised {
  for (const { id, forbids, when, instead, snippet } of VETOES) {
    const reason = forbids === proposal.kind ? when(facts, proposal) : null;
    if (reason !== null) return { withheld: true, veto: id, reason, instead, snippet };
  }
  return { withheld: false };
}

/** What the annotation scan at boot needs: 128M is known to die, the maintainers call 256M to 1G normal (hyperf#2164, #2283, #2352). */
export const BOOT_NEEDS_BYTES = 256 * MIB;

export const VETOES: readonly Veto[] = [
  {
    // RedisTaskMutex asks the container for RedisFactory: without it a locked task never runs, and only a warning says so.
    id: "lock-without-redis",
    forbids: "lock",
    when: (facts) =>
      locksNeedRedis(facts) === true && isInstalled(facts, "hyperf/redis") === false
        ? "hyperf/redis is not in composer.lock: a task with a lock would never run"
        : null,
    instead:
      "Install hyperf/redis and give it a Redis that every replica reaches; then switch both locks on.",
    snippet: "composer require hyperf/redis && php bin/hyperf.php vendor:publish hyperf/redis",
  },
  {
    // RedisFactory knows only the pools of redis.php; a task with a lock ends in its exception, which no log line of the task tells.
    id: "lock-without-redis-config",
    forbids: "lock",
    when: (facts) =>
      locksNeedRedis(facts) === true &&
      facts.declarations.known &&
      readSetting(facts.declarations.value, "redis").state === "absent"
        ? "config/autoload/redis.php is missing: there is no Redis to hold a lock"
        : null,
    instead:
      "Publish redis.php and enter a Redis that every replica reaches; then switch both locks on.",
    snippet: "php bin/hyperf.php vendor:publish hyperf/redis",
  },
  {
    // hyperf#5751, #3675, #3900: connections live in the master, and the worker that follows a recycled one does not know them.
    id: "max-request-with-websocket",
    forbids: "max-request",
    when: (facts) => {
      if (!facts.declarations.known || hasWebSocket(facts.declarations.value) !== true) return null;
      const mode = serverMode(facts);
      if (mode === "base") return null;
      return mode === "process"
        ? "a WebSocket server in PROCESS mode loses its clients when a worker is recycled"
        : "a WebSocket server loses its clients when a worker is recycled in PROCESS mode, and the mode is not told";
    },
    instead:
      "Run the WebSocket server in SWOOLE_BASE, where clients notice and connect again, or restart by deploys; keep max_request at 0 in PROCESS mode.",
    snippet: "'mode' => SWOOLE_BASE,",
  },
  {
    id: "memory-limit-below-boot",
    forbids: "memory-limit",
    when: (facts, proposal) =>
      proposal.kind === "memory-limit" &&
      proposal.bytes < BOOT_NEEDS_BYTES &&
      !scansNothingAtBoot(facts)
        ? `${Math.floor(proposal.bytes / MIB)}M is less than the annotation scan at boot needs (${BOOT_NEEDS_BYTES / MIB}M to 1G): the server would not start`
        : null,
    instead:
      "Run fewer processes or give the container more memory; or build the scan cache into the image and set SCAN_CACHEABLE=true.",
    snippet: null,
  },
];

/** The locks are Hyperf's own: no other class is bound for them. Null: what is bound is not told. */
export function locksNeedRedis({ declarations }: Facts): boolean | null {
  if (!declarations.known) return null;
  const bindings = ["Mutex\\TaskMutex", "Mutex\\ServerMutex"].map((name) =>
    bindingOf(declarations.value, name),
  );
  if (bindings.some(({ isKnown }) => !isKnown)) return null;
  return bindings.some(
    ({ className }) => className === null || className.startsWith("Hyperf\\Crontab\\Mutex\\Redis"),
  );
}

/** In composer.lock, not among the packages for development; null: there is none to read. `hyperf/hyperf` is all components in one package. */
export function isInstalled({ declarations }: Facts, name: string): boolean | null {
  if (!declarations.known || declarations.value.packages === null) return null;
  const { packages } = declarations.value;
  const whole = name.startsWith("hyperf/") ? packages["hyperf/hyperf"] : undefined;
  return (packages[name] ?? whole)?.isDev === false;
}

/** Only a Hyperf project scans; with a cache it does not. */
function scansNothingAtBoot({ project, declarations }: Facts): boolean {
  if (project.known && project.value.framework !== "hyperf") return true;
  return declarations.known && constantOf(settingOf(declarations.value, "scan_cacheable")) === true;
}
