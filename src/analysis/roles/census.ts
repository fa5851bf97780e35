import type { MemoryReading, ProcessReading, Reading } from "../../domain/reading.ts";
import type { Process, Sample, Server } from "../../domain/sample.ts";
import { untrustedText, type Untrusted } from "../../domain/text.ts";
import { bytes, type EpochMs } from "../../domain/units.ts";
import { familiesOf } from "./families.ts";
import type { Member } from "./family.ts";
import { identified, rememberedServers, type Identified } from "./identity.ts";
import { emptyCensus, type Census, type KnownMember, type KnownServer } from "./memory.ts";
import { standings, type Standing } from "./slots.ts";
import { treeOf, type Node } from "./tree.ts";
import { isCandidate, needsDescriptors, type Wanted } from "./wanted.ts";

export { emptyCensus, type Census, type Wanted };

/**
 * Says which Swoole servers a reading shows, and which process is what in them: by titles, else by parents, signal masks and descriptors.
 * Slots, generations and ids go on from the census of the reading before. What cannot be told is null.
 *
 * @returns census for the next reading; wanted: what would tell more.
 * @cost    linear in the processes; 500 take about a millisecond.
 * @source  captures and sources of Swoole 4.8 to 6.2 and of the frameworks in `frameworks/`
 */
export function takeCensus(
  census: Census,
  reading: Reading,
): { readonly census: Census; readonly sample: Sample; readonly wanted: Wanted } {
  const { at } = reading;
  const tree = treeOf(reading.processes);
  const { families, remains } = familiesOf(tree, census, at);
  const counted = identified(families, remains, census).map((each) => count(each, census, reading));
  const members = new Map(counted.flatMap(({ members: each }) => each));
  const others = tree.nodes.filter(({ key }) => !members.has(key));
  const candidates = others.filter((node) => isCandidate(node, at));
  const inside = tree.nodes.filter(({ key }) => members.has(key));
  return {
    census: {
      members,
      servers: rememberedServers(
        census,
        counted.map(({ known }) => known),
      ),
    },
    sample: sampleOf(
      reading,
      counted.map(({ server }) => server),
      others,
    ),
    wanted: {
      watch: pids([...inside, ...candidates]),
      descriptors: pids([...inside, ...candidates].filter((node) => needsDescriptors(node, at))),
      cgroup: counted.flatMap(({ server: { processes }, cgroup }) =>
        cgroup === null ? processes.slice(0, 1).map(({ pid }) => pid) : [],
      ),
    },
  };
}

const pids = (nodes: readonly Node[]): readonly number[] =>
  nodes.map(({ reading: { pid } }) => pid);

type Counted = {
  readonly server: Server;
  readonly known: KnownServer;
  readonly members: readonly (readonly [string, KnownMember])[];
  readonly cgroup: string | null;
};

function count({ id, family, known }: Identified, census: Census, reading: Reading): Counted {
  const filled = {
    ...family,
    members: family.members.map((member) => recalled(member, family.head, census)),
  };
  const { byNode, generations } = standings(filled, known, census);
  const mode = isFormerManager(filled, census)
    ? (formerMode(id, census) ?? known.mode)
    : known.mode;
  const counted = filled.members.map((member) => {
    const standing = byNode.get(member.node) ?? NOWHERE;
    const startedAt =
      census.members.get(member.node.key)?.startedAt ?? member.node.reading.startedAt;
    return { member, standing, startedAt };
  });
  const first = filled.members[0]?.node;
  const cgroup = first === undefined ? null : cgroupOf(first, census);
  return {
    server: {
      id,
      rootPid: family.head?.reading.pid ?? null,
      app: text(family.app),
      framework: family.frameworkId,
      mode,
      memory: ownMemory(cgroup, reading),
      processes: counted.map(({ member, standing, startedAt }) =>
        processOf(member, standing, startedAt),
      ),
    },
    known: { ...known, mode, generations },
    members: counted.map(({ member, standing, startedAt }) => [
      member.node.key,
      { ...remember(member, census), ...standing, serverId: id, startedAt },
    ]),
    cgroup,
  };
}

const NOWHERE: Standing = { slot: null, parentSlot: null, generation: null };

/** Whom a master of PID 1 adopted keeps the role it had below the manager; whoever had a title keeps its role when it calls itself something else. */
function recalled(member: Member, head: Node | null, census: Census): Member {
  const known = census.members.get(member.node.key);
  if (known === undefined || known.role === null) return member;
  const { role, from, name, number } = known;
  if (member.role === null && head !== null && member.node.parent === head)
    return { ...member, role, from, name, number, isOrphan: role !== "manager" };
  const hadTitle = from === "title" && member.from !== "title" && member.role !== "child";
  return hadTitle ? { ...member, role, from, name, number } : member;
}

/** A manager whose master died is the top now, and no server in BASE mode. */
const isFormerManager = (
  { head, mode }: Pick<Identified["family"], "head" | "mode">,
  { members }: Census,
): boolean => mode === "base" && head !== null && members.get(head.key)?.role === "manager";

const formerMode = (id: string, { servers }: Census): Server["mode"] =>
  servers.find((server) => server.id === id)?.mode ?? null;

const cgroupOf = ({ reading, key }: Node, { members }: Census): string | null =>
  reading.cgroup ?? members.get(key)?.cgroup ?? null;

const ownMemory = (cgroup: string | null, { groups }: Reading): MemoryReading | null =>
  cgroup === null ? null : (groups.get(cgroup) ?? null);

const remember = ({ node, role, from, name, number }: Member, census: Census) => ({
  command: node.command,
  role,
  from,
  name,
  number,
  cgroup: cgroupOf(node, census),
});

const text = (value: string | null): Untrusted | null =>
  value === null ? null : untrustedText(value);

function processOf(
  { node: { reading }, role, from, name, isOrphan }: Member,
  { slot, parentSlot, generation }: Standing,
  startedAt: EpochMs | null,
): Process {
  return {
    pid: reading.pid,
    nsPid: reading.nsPid,
    ppid: reading.ppid,
    startedAt,
    role,
    roleFrom: from,
    name: text(name),
    slot: text(slot),
    parentSlot: text(parentSlot),
    generation,
    orphan: isOrphan,
    rssBytes: reading.rssBytes,
    rssAnonBytes: reading.rssAnonBytes,
    rssShmemBytes: reading.rssShmemBytes,
    swapBytes: reading.swapBytes,
    ussBytes: reading.ussBytes,
    ussAt: reading.ussAt,
    pssBytes: reading.pssBytes,
    ...heapOf(reading.heap),
    cpuPercent: reading.cpuPercent,
    threads: reading.threads,
    openFiles: reading.openFiles,
    ...connectionsOf(reading.sockets),
  };
}

const heapOf = (heap: ProcessReading["heap"]) => ({
  heapBytes: heap?.usedBytes ?? null,
  heapRealBytes: heap?.realBytes ?? null,
  gcRoots: heap?.gcRoots ?? null,
  gcRuns: heap?.gcRuns ?? null,
});

const connectionsOf = (sockets: ProcessReading["sockets"]) => ({
  sockets: sockets?.byPeerPort ?? null,
  socketsAt: sockets?.at ?? null,
  accepted: sockets?.accepted ?? null,
  listens: sockets?.listens ?? null,
});

const MOST_STRANGERS = 4;

function strangersOf(others: readonly Node[]): readonly Untrusted[] {
  const largest = others.toSorted((a, b) => (b.reading.rssBytes ?? 0) - (a.reading.rssBytes ?? 0));
  return [...new Set(largest.map(({ reading: { comm } }) => comm))].slice(0, MOST_STRANGERS);
}

function sampleOf(reading: Reading, servers: readonly Server[], others: readonly Node[]): Sample {
  const { at, seq, lateMs, memory, cpu, lastPid, thp, cost, faults } = reading;
  const rss = others.flatMap(({ reading: { rssBytes } }) => rssBytes ?? []);
  const total =
    rss.length === 0 && others.length > 0 ? null : rss.reduce((sum, each) => sum + each, 0);
  return {
    at,
    seq,
    lateMs,
    servers,
    others: { count: others.length, rssBytes: total === null ? null : bytes(total) },
    ...(servers.length === 0 && others.length > 0 ? { strangers: strangersOf(others) } : null),
    memory,
    cpu,
    lastPid,
    thp,
    cost,
    faults,
  };
}
