import { expect, test } from "vitest";
import {
  advised,
  isInstalled,
  locksNeedRedis,
  VETOES,
  type Proposal,
} from "../../../src/analysis/audit/vetoes.ts";
import { known, unknown, type Facts } from "../../../src/domain/facts.ts";
import { MIB } from "../../../src/domain/units.ts";
import {
  declarationsOf,
  factsOf,
  projectOf,
  raw,
  runningOf,
  withDeclarations,
  withProject,
} from "./build.ts";

const LOCK: Proposal = { kind: "lock" };
const MAX_REQUEST: Proposal = { kind: "max-request" };
const CRONTAB_ONLY = { "hyperf/crontab": { version: "3.1.71", isDev: false } };

/** The veto that withholds it; null: it is advised. */
const vetoOf = (facts: Facts, proposal: Proposal): string | null => {
  const answer = advised(facts, proposal);
  return answer.withheld ? answer.veto : null;
};

const websocket = (mode: "process" | "base" | null): Facts =>
  factsOf({
    project: known(projectOf({ server: { mode } }), "project files"),
    declarations: known(
      declarationsOf({ config: { server: { servers: [{ name: "ws", type: 2 }] } } }),
      "project files",
    ),
    processes: unknown("no target"),
  });

test("a lock without hyperf/redis is withheld, and what comes first is said", () => {
  const answer = advised(withDeclarations({ packages: CRONTAB_ONLY }), LOCK);
  expect(answer).toMatchObject({
    withheld: true,
    veto: "lock-without-redis",
    reason: expect.stringContaining("composer.lock"),
    snippet: expect.stringContaining("composer require hyperf/redis"),
  });
});

test("a lock without a Redis in the configuration is withheld", () => {
  expect(vetoOf(withDeclarations({ config: { redis: null } }), LOCK)).toBe(
    "lock-without-redis-config",
  );
});

test.each([
  ["with both", factsOf()],
  [
    "with locks of the project's own",
    withDeclarations({
      packages: CRONTAB_ONLY,
      config: {
        dependencies: {
          "Hyperf\\Crontab\\Mutex\\TaskMutex": "App\\Lock",
          "Hyperf\\Crontab\\Mutex\\ServerMutex": "\\App\\Lock",
        },
      },
    }),
  ],
  [
    "where redis.php is there and no constant",
    withDeclarations({ config: { redis: raw("pools()") } }),
  ],
  [
    "where redis.php could not be read",
    withDeclarations({ config: { redis: null }, unreadable: ["config/autoload"] }),
  ],
  ["where no composer.lock was read", withDeclarations({ packages: null })],
  ["where no file was read", factsOf({ declarations: unknown("a recording") })],
])("a lock is advised %s", (_, facts) => {
  expect(vetoOf(facts, LOCK)).toBeNull();
});

test.each([
  ["process", "max-request-with-websocket"],
  [null, "max-request-with-websocket"],
  ["base", null],
] as const)("max_request for a WebSocket server in mode %s: %s", (mode, veto) => {
  expect(vetoOf(websocket(mode), MAX_REQUEST)).toBe(veto);
});

test("the mode that runs counts where the files do not tell it", () => {
  const facts = { ...websocket(null), processes: known(runningOf({ mode: "base" }), "target") };
  expect(vetoOf(facts, MAX_REQUEST)).toBeNull();
});

test("max_request is advised for an HTTP server", () => {
  expect(vetoOf(factsOf(), MAX_REQUEST)).toBeNull();
});

const limit = (mib: number): Proposal => ({ kind: "memory-limit", bytes: mib * MIB });
const scanning = withDeclarations({ config: { scan_cacheable: false } });

test("a memory_limit below what the scan at boot needs is withheld", () => {
  expect(vetoOf(scanning, limit(255))).toBe("memory-limit-below-boot");
  expect(vetoOf(scanning, limit(256))).toBeNull();
});

test.each([
  ["with a scan cache", factsOf()],
  ["of another framework, which scans nothing", withProject({ framework: "octane" })],
])("a small memory_limit is advised %s", (_, facts) => {
  expect(vetoOf(facts, limit(64))).toBeNull();
});

test("each veto says what to do instead", () => {
  expect(VETOES.filter(({ instead }) => instead.trim() === "")).toEqual([]);
  expect(new Set(VETOES.map(({ id }) => id)).size).toBe(VETOES.length);
});

test("a package for development is not installed where it counts", () => {
  const facts = withDeclarations({
    packages: {
      "hyperf/devtool": { version: "3.1.71", isDev: true },
      "hyperf/redis": { version: "3.1.71", isDev: false },
    },
  });
  const packages = ["hyperf/devtool", "hyperf/redis", "hyperf/task"];
  expect(packages.map((name) => isInstalled(facts, name))).toEqual([false, true, false]);
  expect(isInstalled(factsOf({ declarations: unknown("a recording") }), "hyperf/redis")).toBeNull();
});

const bound = (value: unknown): boolean | null =>
  locksNeedRedis(
    withDeclarations({
      config: { dependencies: { "Hyperf\\Crontab\\Mutex\\TaskMutex": value } },
    }),
  );

test("what is bound as a lock is not guessed", () => {
  expect(bound(raw("fn () => new Lock()"))).toBeNull();
  expect(bound("App\\Lock")).toBe(true); // the other lock is still Hyperf's
});
