import { show } from "../../domain/text.ts";
import type { Family, Member } from "./family.ts";
import type { Remains } from "./families.ts";
import { SERVERS_KEPT, type Census, type KnownServer } from "./memory.ts";

/** A server of this reading with its id. */
export type Identified = {
  readonly id: string;
  readonly family: Family;
  readonly known: KnownServer;
};

const LONGEST_ID = 80;

/** Unnamed servers are the same when the same command runs again. */
const identityOf = ({ app, frameworkId, head }: Family): string =>
  [frameworkId ?? "", app ?? "", app === null ? (head?.command ?? "") : ""].join("\0");

/**
 * Gives each family its id: the one its processes had, else that of a server of the same app that is down, else a new one. What is left of a server joins
 * whoever has its id now.
 */
export function identified(
  families: readonly Family[],
  remains: readonly Remains[],
  { members, servers }: Census,
): readonly Identified[] {
  const byId = new Map(servers.map((server) => [server.id, server]));
  const ids = new Map<Family, string>();
  const isFree = (id: string) => ![...ids.values()].includes(id);
  const assign = (find: (family: Family) => string | undefined) => {
    for (const family of families) {
      if (ids.has(family)) continue;
      const id = find(family);
      if (id !== undefined && isFree(id)) ids.set(family, id);
    }
  };
  const isSame = (id: string, family: Family) =>
    byId.get(id)?.identity === identityOf(family) || family.head === null;
  assign((family) =>
    inOrder(family)
      .map(({ node }) => members.get(node.key)?.serverId)
      .find((id) => id !== undefined && isSame(id, family)),
  );
  assign((family) =>
    servers
      .map(({ id }) => id)
      .toSorted(byLength)
      .find((id) => isFree(id) && isSame(id, family) && family.head !== null),
  );
  assign((family) => newId(family, (id) => isFree(id) && !byId.has(id)));
  return [
    ...families.map((family) => identify(family, ids.get(family) ?? "", remains, byId)),
    ...remains
      .filter(({ serverId }) => isFree(serverId))
      .flatMap(({ serverId }) => {
        const known = byId.get(serverId);
        return known === undefined ? [] : [identify(ruin(known), serverId, remains, byId)];
      }),
  ];
}

/** The top first, orphans last: they may belong to a server that was there before. */
const inOrder = ({ members }: Family): readonly Member[] =>
  members.toSorted((a, b) => Number(a.isOrphan) - Number(b.isOrphan));

/** `shop` before `shop-2`. */
const byLength = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : 1);

function newId({ app }: Family, isFree: (id: string) => boolean): string {
  const shown = show(app ?? "").slice(0, LONGEST_ID);
  const base = shown === "" ? "swoole" : shown;
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? base : `${base}-${count}`;
    if (isFree(id)) return id;
  }
}

/** A server of which only orphans are left. */
const ruin = ({ app, frameworkId, mode }: KnownServer): Family => ({
  framework: null,
  frameworkId,
  app,
  head: null,
  mode,
  members: [],
});

function identify(
  family: Family,
  id: string,
  remains: readonly Remains[],
  byId: ReadonlyMap<string, KnownServer>,
): Identified {
  const former = byId.get(id);
  const left = remains.filter(({ serverId }) => serverId === id).flatMap(({ members }) => members);
  const mode = family.mode ?? former?.mode ?? null;
  return {
    id,
    family: { ...family, mode, members: [...family.members, ...left] },
    known: {
      id,
      identity:
        family.head === null ? (former?.identity ?? identityOf(family)) : identityOf(family),
      mode,
      app: family.app,
      frameworkId: family.frameworkId,
      generations: former?.generations ?? new Map(),
    },
  };
}

/** Servers of this reading last; of those that are down the latest. */
export const rememberedServers = (
  { servers }: Census,
  now: readonly KnownServer[],
): readonly KnownServer[] => {
  const ids = new Set(now.map(({ id }) => id));
  return [...servers.filter(({ id }) => !ids.has(id)), ...now].slice(
    -Math.max(SERVERS_KEPT, now.length),
  );
};
