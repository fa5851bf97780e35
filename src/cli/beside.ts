// What is seen from an ephemeral container beside the target's own: the processes are the target's; cgroup, files and environment are not.
import type { Container } from "../domain/container.ts";
import type { Observation } from "../domain/observation.ts";
import type { FilePart, Source, TailedFiles } from "../domain/ports/source.ts";
import type { MemoryReading } from "../domain/reading.ts";
import type { Target } from "../domain/target.ts";
import { memoryTold } from "../domain/told-memory.ts";
import { addressIn, shellOf } from "../targets/k8s/address.ts";

/** The pod in which a target's shells run in a container beside its own; null: they run in its own. */
export function podBeside(target: Target): string | null {
  if (target.scheme !== "k8s") return null;
  const address = addressIn(target);
  return shellOf(address) === address.container ? null : address.pod;
}

export const sourceBeside = (source: Source): Source => ({
  ...source,
  files: source.files === null ? null : filesBeside(source.files),
});

/**
 * Samples without the cgroup of whoever reads: memory is what the cluster tells of the container, its limit by the spec, its use by the metrics API; of the CPU nothing is known.
 * @param pod in which the reader stands; in another one the shell is the container's own again
 */
export async function* withToldMemory(
  observations: AsyncIterable<Observation>,
  pod: string,
): AsyncGenerator<Observation> {
  let container: Container | null = null;
  for await (const observation of observations) {
    if (observation.type === "container") ({ container } = observation);
    const isMoved = (container?.pod?.name ?? pod) !== pod;
    if (observation.type !== "sample" || isMoved) {
      yield observation;
      continue;
    }
    const { sample } = observation;
    yield {
      ...observation,
      sample: { ...sample, memory: toldMemory(container, sample.memory), cpu: null },
    };
  }
}

/** Null: nothing is told yet. */
function toldMemory(
  container: Container | null,
  ofReader: MemoryReading | null,
): MemoryReading | null {
  if (container === null) return null;
  return { ...memoryTold(container), hostAvailableBytes: ofReader?.hostAvailableBytes ?? null };
}

/** The root of the container's first process: with a PID namespace of the container that is PID 1, and its files are the container's. */
const THEIRS = "1/root/";
const OURS = "../";
/** An exec inherits the environment of its container, which is the reader's. */
const OWN_ENVIRONMENT = "self/environ";

const placed = (path: string): string =>
  path.startsWith(OURS) ? `${THEIRS}${path.slice(OURS.length)}` : path;

/** Files by absolute paths are those of the target's container, not of the reader's; answers stand under the paths that were asked for. */
function filesBeside(files: TailedFiles): TailedFiles {
  return {
    async read(paths, mostBytes) {
      const wanted = paths.filter((path) => path !== OWN_ENVIRONMENT);
      if (wanted.length === 0) return new Map();
      return asAsked(wanted, await files.read(wanted.map(placed), mostBytes));
    },
    async list(folder, depth, suffixes) {
      const names = await files.list(placed(folder), depth, suffixes);
      return names.map((name) => `${folder}${name.slice(placed(folder).length)}`);
    },
    async links(paths) {
      return asAsked(paths, await files.links(paths.map(placed)));
    },
    async sizes(paths, beginnings = []) {
      const { sizes, lacks } = await files.sizes(paths.map(placed), beginnings.map(placed));
      return { sizes: asAsked([...paths, ...beginnings], sizes), lacks };
    },
    async parts(parts) {
      const asked = new Map<FilePart, FilePart>();
      for (const part of parts) asked.set({ ...part, path: placed(part.path) }, part);
      const found = await files.parts([...asked.keys()]);
      return new Map([...found].map(([part, bytes]) => [asked.get(part) ?? part, bytes]));
    },
  };
}

/** Patterns have several answers, so that paths are turned back by how they begin. */
function asAsked<Value>(
  asked: readonly string[],
  found: ReadonlyMap<string, Value>,
): ReadonlyMap<string, Value> {
  const hasPlaced = asked.some((path) => path.startsWith(OURS));
  const hasTheirs = asked.some((path) => path.startsWith(THEIRS));
  if (!hasPlaced) return found;
  const answers = new Map<string, Value>();
  for (const [path, value] of found) {
    if (!path.startsWith(THEIRS) || hasTheirs) answers.set(path, value);
    if (path.startsWith(THEIRS)) answers.set(`${OURS}${path.slice(THEIRS.length)}`, value);
  }
  return answers;
}
