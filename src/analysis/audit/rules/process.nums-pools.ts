import type { Facts } from "../../../domain/facts.ts";
import { isHyperfProject } from "../evidence.ts";
import { constantOf, type Setting } from "../../../domain/setting.ts";
import { connectedProcesses, type ProcessCount } from "../connected-processes.ts";
import { openTo } from "../open-connections.ts";
import { failed, isHyperf, notConstant, passed, placeOf, undecided } from "../findings.ts";
import { poolsOf, unreadPools, type Pool } from "../pools.ts";
import type { Finding, Rule } from "../rule.ts";

/** What a server allows when nobody changed it. Its own value is never read: that would need its credentials. */
const SERVERS = {
  mysql: { name: "MySQL", setting: "max_connections", limit: 151, port: 3306 },
  pgsql: { name: "PostgreSQL", setting: "max_connections", limit: 100, port: 5432 },
  redis: { name: "Redis", setting: "maxclients", limit: 10_000, port: 6379 },
} as const;
type Server = (typeof SERVERS)[keyof typeof SERVERS];

/** The rest is for others: migrations, consoles, the next deploy's pods. */
const SHARE = 0.8;
/** A limit that is only assumed makes an error only where even twice of it is too little. */
const ERROR_FROM = 2;

/** PoolOption::$maxConnections. */
const MAX_CONNECTIONS = 10;

export const processNumsPools: Rule = {
  id: "process.nums-pools",
  code: "PR-03",
  severity: "warning",
  claim: "All pools of all processes together may open more connections than the server allows",
  advice:
    "Lower max_connections: each process has its own pool of each name. A small pool shows a coroutine that does not give back as `pool exhausted` in the process that has it.",
  snippet: null,
  source:
    "hyperf:src/pool/src/Pool.php; hyperf#4500, #6005; MySQL: max_connections 151, PostgreSQL 100, Redis maxclients 10000 by default",
  needs: ["declarations"],
  applies: isHyperfProject,
  check: (facts) => {
    if (!facts.declarations.known || !isHyperf(facts.declarations.value)) return [];
    const processes = connectedProcesses(facts);
    const replicas = facts.replicas.known ? Math.max(1, facts.replicas.value) : 1;
    return [
      ...unreadPools(facts.declarations.value),
      ...byServer(poolsOf(facts.declarations.value)).map((pools) =>
        judged(pools, { processes, replicas, facts }),
      ),
    ];
  },
};

type Pools = readonly [Pool, ...(readonly Pool[])];

/** Pools of one server: the same driver and the same written address. Pools of what is no server (sqlite) are left out. */
function byServer(pools: readonly Pool[]): readonly Pools[] {
  const groups = new Map<string, [Pool, ...Pool[]]>();
  for (const pool of pools) {
    const driver = driverOf(pool);
    if (driver === "other") continue;
    const address = ["host", "port", "read.host", "write.host"].map((name) =>
      written(pool.of(name)),
    );
    const key = JSON.stringify([pool.kind, driver, ...address]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pool]);
    else group.push(pool);
  }
  return [...groups.values()];
}

const written = (setting: Setting): string =>
  setting.state === "absent" ? "" : String(constantOf(setting) ?? setting.text);

function driverOf({ kind, of }: Pool): keyof typeof SERVERS | "other" | null {
  if (kind === "redis") return "redis";
  const driver = of("driver");
  if (driver.state === "absent") return "mysql";
  const name = constantOf(driver);
  if (typeof name !== "string") return null;
  if (/^(mysql|mariadb)$/iu.test(name)) return "mysql";
  return /^(pgsql|postgres)/iu.test(name) ? "pgsql" : "other";
}

type Around = {
  readonly processes: ProcessCount;
  readonly replicas: number;
  readonly facts: Facts;
};

function judged(pools: Pools, { processes, replicas, facts }: Around): Finding {
  const [first] = pools;
  const where = {
    subject: pools.map(({ subject }) => subject).join(", "),
    declared: placeOf(first.option("max_connections")) ?? placeOf(first.declared),
  };
  const driver = driverOf(first);
  if (driver === null || driver === "other")
    return undecided("which database it is: its driver is no constant", where);
  const sizes: number[] = [];
  for (const { option } of pools) {
    const setting = option("max_connections");
    const size = setting.state === "absent" ? MAX_CONNECTIONS : Number(constantOf(setting));
    if (setting.state !== "absent" && Number.isNaN(size))
      return undecided(notConstant(setting), { ...where, declared: placeOf(setting) });
    sizes.push(size);
  }
  if (processes.count === null) return undecided(processes.why, where);
  return compared({
    server: SERVERS[driver],
    sizes,
    processes: processes.count * replicas,
    text: replicas > 1 ? `${processes.text} in ${replicas} replicas` : processes.text,
    open: openTo(facts, portOf(first, SERVERS[driver])),
    where,
  });
}

type Compared = {
  readonly server: Server;
  readonly sizes: readonly number[];
  readonly processes: number;
  readonly text: string;
  /** What is really open; null: not known. */
  readonly open: string | null;
  readonly where: { readonly subject: string; readonly declared: Finding["declared"] };
};

/** Null: where it is, is no constant. */
function portOf({ of }: Pool, { port }: Server): number | null {
  const setting = of("port");
  if (setting.state === "absent") return port;
  const constant = constantOf(setting);
  return constant === null || Number.isNaN(Number(constant)) ? null : Number(constant);
}

function compared({ server, sizes, processes, text, open, where }: Compared): Finding {
  const perProcess = sizes.reduce((sum, size) => sum + size, 0);
  const bound = perProcess * processes;
  const isEven = new Set(sizes).size === 1;
  const pools = sizes.length === 1 ? "1 pool" : `${sizes.length} pools`;
  const each = isEven
    ? `${sizes[0] ?? 0} connections x ${pools}`
    : `${perProcess} connections (${sizes.join(" + ")})`;
  const evidence = `${each} x ${processes} processes (${text}) = ${bound}, against ${server.name}'s default ${server.setting} of ${server.limit} (the server's own value is not read)${open === null ? "" : `; ${open}`}`;
  if (bound <= server.limit) return passed(evidence, where);
  const fitting = Math.floor((server.limit * SHARE) / (processes * sizes.length));
  return failed(evidence, {
    ...where,
    severity: bound > server.limit * ERROR_FROM ? "error" : "warning",
    ...(fitting >= 1
      ? {
          advice: `Set max_connections of each pool to ${fitting} (${SHARE * 100} % of ${server.limit}), or raise the server's ${server.setting} above ${bound}. ${processNumsPools.advice}`,
          snippet: `'max_connections' => ${fitting},`,
        }
      : {
          advice: `Even one connection per pool is too much for ${SHARE * 100} % of ${server.limit}: run fewer processes, or raise the server's ${server.setting} above ${bound}.`,
        }),
  });
}
