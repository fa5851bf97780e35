import { PLACES, type Candidate, type Listing } from "../../domain/ports/inspector.ts";
import { show } from "../../domain/text.ts";

/** Something that may be chosen, and what it is known by while listings come and go. */
export type Entry = {
  readonly key: string;
  readonly candidate: Candidate;
  /** Memory against its limit; null: one of them is not known, or there is no limit. */
  readonly ratio: number | null;
};

/** Not asked before it is chosen, and not of this machine. */
export const SSH = "ssh";
/** Always there, and always last. */
export const DEMO_KIND = "demo";
const LOCAL_KIND = "local";
/** Pods: what the places have. */
export const PODS_KIND = "k8s";

/** Namespaces and contexts: no targets, but where some are. */
export const isPlace = (kind: string | null): boolean => PLACES.some((each) => each === kind);

/**
 * All that was listed, each once, the most endangered first: what runs by memory against its limit, then what stands still, hosts that are not asked, the demo.
 * A server of this machine that lies in a listed container is that container's entry.
 */
export function entriesOf(listings: ReadonlyMap<string, Listing>): readonly Entry[] {
  const all = [...listings.values()].flatMap(({ candidates }) => candidates);
  return once(all).map(entryOf).toSorted(inOrder);
}

function once(all: readonly Candidate[]): readonly Candidate[] {
  const containers = new Map<string, Candidate>();
  for (const candidate of all) {
    const { kind, containerId } = candidate;
    if (kind === LOCAL_KIND || containerId === null) continue;
    // a pod is more than its container: it goes on when that ends
    if (kind === PODS_KIND || !containers.has(containerId)) containers.set(containerId, candidate);
  }
  const seenFromHere = new Map<string, Candidate>();
  const kept = all.filter((candidate) => {
    const { kind, containerId } = candidate;
    const container = containerId === null ? undefined : containers.get(containerId);
    if (containerId === null || container === undefined) return true;
    if (kind === LOCAL_KIND) seenFromHere.set(containerId, candidate);
    return container === candidate;
  });
  return kept.map((candidate) => {
    const local = seenFromHere.get(candidate.containerId ?? "");
    return local === undefined || candidate.kind === LOCAL_KIND
      ? candidate
      : joined(candidate, local);
  });
}

/** From here its processes are seen, and the figures of its cgroup before the engine has them. */
const joined = (container: Candidate, seen: Candidate): Candidate => ({
  ...container,
  memoryBytes: container.memoryBytes ?? seen.memoryBytes,
  probably: surest(container.probably, seen.probably),
});

const SURENESS: readonly Candidate["probably"][] = [null, "other", "php", "swoole", "hyperf"];

const surest = (a: Candidate["probably"], b: Candidate["probably"]): Candidate["probably"] =>
  SURENESS.indexOf(a) >= SURENESS.indexOf(b) ? a : b;

function entryOf(candidate: Candidate): Entry {
  const { kind, name, target, memoryBytes, limitBytes } = candidate;
  const ratio =
    memoryBytes === null || limitBytes === null || limitBytes === 0
      ? null
      : memoryBytes / limitBytes;
  return { key: [kind, target.uri, name].join("\n"), candidate, ratio };
}

function inOrder(a: Entry, b: Entry): number {
  return (
    rank(a.candidate) - rank(b.candidate) ||
    (b.ratio ?? -1) - (a.ratio ?? -1) ||
    SURENESS.indexOf(b.candidate.probably) - SURENESS.indexOf(a.candidate.probably) ||
    (b.candidate.memoryBytes ?? -1) - (a.candidate.memoryBytes ?? -1) ||
    compared(a.candidate.name, b.candidate.name) ||
    compared(a.key, b.key)
  );
}

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function rank(candidate: Candidate): number {
  const { kind, state } = candidate;
  if (kind === DEMO_KIND) return 4;
  if (kind === SSH) return 3;
  if (!isStopped(candidate)) return 0;
  return state === "paused" ? 1 : 2;
}

type Standing = Pick<Candidate, "kind" | "state">;

/** It is there, and no process of it runs. A pod that is started over and over is what somebody was called for. */
export function isStopped({ kind, state }: Standing): boolean {
  if (state === null) return false;
  return kind === PODS_KIND ? STOPPED_POD.test(state) : !LIVELY.has(state);
}

const LIVELY: ReadonlySet<string> = new Set(["running", "restarting"]);

/** What kubectl says of a pod that is over, or whose containers were not started yet. @source kubernetes, printPod; kubelet, images and events */
const STOPPED_POD =
  /^(?:Completed|Succeeded|Failed|Evicted|Error|Pending|ContainerCreating|PodInitializing|SchedulingGated|Init:.*|\w*Image\w*|CreateContainer\w*|NodeLost|Unknown)$/u;

/** How it stands, where that is worth a word. */
export const stateOf = ({ kind, state }: Standing): string | null =>
  state === (kind === PODS_KIND ? "Running" : "running") ? null : state;

/** Each word of `filter` stands somewhere in what is told of it. */
export function isFound({ candidate }: Entry, filter: string): boolean {
  const words = filter.toLowerCase().split(" ");
  const { kind, name, state, image, command, probably, ports } = candidate;
  const told = [name, kind, state, probably, image, command, ...ports.map((port) => `:${port}`)];
  const text = told.map((each) => show(each ?? "").toLowerCase()).join("\n");
  return words.every((word) => text.includes(word));
}
