import type { MemoryKinds } from "../domain/snapshot.ts";
import { bytes, KIB, MIB } from "../domain/units.ts";

/** [address, length] */
export type Range = readonly [number, number];
/** Where the reader found them; null: no reader has run, and the heap is told by its shape. */
export type Places = { readonly zend: readonly Range[]; readonly gcBuffer: Range | null };

type Mapping = {
  readonly start: number;
  readonly end: number;
  readonly access: string;
  readonly inode: string;
  readonly name: string;
  readonly rssBytes: number;
};
type Kind = Exclude<keyof MemoryKinds, "rssBytes">;

const CHUNK = 2 * MIB;
/** Of glibc: HEAP_MAX_SIZE on 64 bit. */
const ARENA = 64 * MIB;
/** Below a stack lies a page or a few that nobody may touch. */
const LARGEST_GUARD = 64 * KIB;
/** Of a coroutine 2 MiB (Swoole 4.8 to 6.2, measured) or 256 KiB (PHP's fibers), of a thread 8 MiB; with a guard, a page less or more. */
const STACKS = new Set(
  [256 * KIB, 2 * MIB, 8 * MIB].flatMap((size) => [size - 4 * KIB, size, size + 4 * KIB]),
);

/** Resident memory by kind, from /proc/PID/smaps. Pure; how the kinds are told apart: see the table of names in proc(5), and measured on Swoole 4.8 to 6.2. */
export function kindsOf(smaps: string, places: Places | null): MemoryKinds | null {
  const mappings = mappingsOf(smaps);
  if (mappings.length === 0) return null;
  const sums: Record<Kind, number> = {
    zendBytes: 0,
    sharedBytes: 0,
    fileBytes: 0,
    mallocBytes: 0,
    stackBytes: 0,
    jitBytes: 0,
    gcBufferBytes: 0,
    otherBytes: 0,
  };
  mappings.forEach((mapping, i) => {
    const { rssBytes } = mapping;
    const zend = places === null ? 0 : shareOf(mapping, places.zend);
    const gcBuffer =
      places === null || places.gcBuffer === null ? 0 : shareOf(mapping, [places.gcBuffer]);
    const [zendBytes, gcBufferBytes] = [rssBytes * zend, rssBytes * gcBuffer].map(Math.round);
    sums.zendBytes += zendBytes ?? 0;
    sums.gcBufferBytes += gcBufferBytes ?? 0;
    const kind = kindOf(mapping, { former: mappings[i - 1], next: mappings[i + 1] });
    const isEstimated = places === null && looksLikeZend(mapping);
    sums[isEstimated ? "zendBytes" : kind] += rssBytes - (zendBytes ?? 0) - (gcBufferBytes ?? 0);
  });
  const rssBytes = mappings.reduce((sum, each) => sum + each.rssBytes, 0);
  return {
    rssBytes: bytes(rssBytes),
    zendBytes: bytes(sums.zendBytes),
    sharedBytes: bytes(sums.sharedBytes),
    fileBytes: bytes(sums.fileBytes),
    mallocBytes: bytes(sums.mallocBytes),
    stackBytes: bytes(sums.stackBytes),
    jitBytes: bytes(sums.jitBytes),
    gcBufferBytes: bytes(sums.gcBufferBytes),
    otherBytes: bytes(sums.otherBytes),
  };
}

/** What /proc/PID/status tells where smaps is closed: files and shared memory; the rest cannot be told apart. */
export function kindsOfStatus(status: string): MemoryKinds | null {
  const size = (name: string): number | null => {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status);
    return found === null ? null : Number(found[1]) * KIB;
  };
  const [rss, anon, file, shared] = ["VmRSS", "RssAnon", "RssFile", "RssShmem"].map(size);
  if (rss == null || anon == null || file == null || shared == null) return null;
  return {
    rssBytes: bytes(anon + file + shared),
    zendBytes: null,
    sharedBytes: bytes(shared),
    fileBytes: bytes(file),
    mallocBytes: null,
    stackBytes: null,
    jitBytes: null,
    gcBufferBytes: null,
    otherBytes: bytes(anon),
  };
}

const HEAD = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) [0-9a-f]+ \S+ (\d+)\s*(.*)$/;

function mappingsOf(smaps: string): readonly Mapping[] {
  const found: { -readonly [Key in keyof Mapping]: Mapping[Key] }[] = [];
  for (const line of smaps.split("\n")) {
    const head = HEAD.exec(line);
    if (head !== null) {
      const [, start = "", end = "", access = "", inode = "", name = ""] = head;
      found.push({
        start: parseInt(start, 16),
        end: parseInt(end, 16),
        access,
        inode,
        name,
        rssBytes: 0,
      });
      continue;
    }
    const last = found.at(-1);
    const rss = /^Rss:\s+(\d+) kB$/.exec(line);
    if (last !== undefined && rss !== null) last.rssBytes = Number(rss[1]) * KIB;
  }
  return found;
}

/** How much of a mapping the ranges cover: the kernel joins neighbours. Its resident pages are taken to lie evenly. */
function shareOf({ start, end }: Mapping, ranges: readonly Range[]): number {
  const covered = ranges.reduce(
    (sum, [from, length]) =>
      sum + Math.max(0, Math.min(end, from + length) - Math.max(start, from)),
    0,
  );
  return end > start ? Math.min(1, covered / (end - start)) : 0;
}

/** A chunk of the Zend heap is 2 MiB at a multiple of 2 MiB, and so are its blocks above. */
const looksLikeZend = ({ start, end, access, name }: Mapping): boolean =>
  access === "rw-p" &&
  name === "" &&
  end - start >= CHUNK &&
  start % CHUNK === 0 &&
  (end - start) % CHUNK === 0;

type Neighbours = { readonly former: Mapping | undefined; readonly next: Mapping | undefined };

function kindOf(mapping: Mapping, neighbours: Neighbours): Kind {
  const { access, inode, name } = mapping;
  if (access[3] === "s") return "sharedBytes";
  if (name === "[heap]") return "mallocBytes";
  if (name === "[stack]" || name.startsWith("[stack:") || /^\[anon:.*stack/.test(name))
    return "stackBytes";
  if (name.startsWith("[") && !name.startsWith("[anon")) return "otherBytes";
  if (inode !== "0") return "fileBytes";
  return anonymousKind(mapping, neighbours);
}

function anonymousKind(mapping: Mapping, { former, next }: Neighbours): Kind {
  const { start, end, access } = mapping;
  if (access[0] === "-") return "otherBytes";
  if (access[2] === "x") return "jitBytes";
  const before = former?.end === start ? former : null;
  const after = next?.start === end ? next : null;
  if (before !== null && isData(before)) return "fileBytes";
  if (isArena(mapping, after)) return "mallocBytes";
  return isStack(mapping, before) ? "stackBytes" : "mallocBytes";
}

const isStack = ({ start, end }: Mapping, before: Mapping | null): boolean =>
  STACKS.has(end - start) ||
  (before !== null && isGuard(before) && before.end - before.start <= LARGEST_GUARD);

/** .data of a file, behind which its .bss lies. */
const isData = ({ inode, access }: Mapping): boolean => inode !== "0" && access[1] === "w";

/** Of a thread: 64 MiB, of which what is not in use yet is closed. */
const isArena = ({ start, end }: Mapping, after: Mapping | null): boolean =>
  end - start === ARENA || (start % ARENA === 0 && after !== null && isGuard(after));

const isGuard = ({ access }: Mapping): boolean => access.startsWith("---");
