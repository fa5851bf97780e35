// Where PHP's memory may lie, by /proc/PID/maps. Pure.
import { CHUNK_BYTES } from "./layout.ts";

/** Private, writable, no file behind it, without a name or named by prctl. Heap, stacks and vdso have names. */
const ANONYMOUS = /^([0-9a-f]{1,16})-([0-9a-f]{1,16}) rw-p [0-9a-f]+ 00:00 0 *(?:$|\[anon)/u;

/**
 * Addresses where a chunk may begin: multiples of 2 MiB in anonymous memory, the likeliest first, at most `most` of them.
 * PHP gives back what is left and right of a chunk, so areas that begin and end at one come first; it takes its first chunk before all else, so the highest does.
 * Neighbours grow together, and huge blocks lie among them: of each area first its last chunk, then its first, then one in its middle.
 */
export function chunkCandidates(maps: string, most: number): readonly number[] {
  const areas = maps.split("\n").flatMap((text) => areaOf(text) ?? []);
  const ordered = areas.toSorted(
    (a, b) => Number(b.isWhole) - Number(a.isWhole) || b.last - a.last,
  );
  const all = [
    ...ordered.map(({ last }) => last),
    ...ordered.map(({ first }) => first),
    ...ordered.map(({ first, last }) => middle(first, last)),
  ];
  return [...new Set(all)].slice(0, most);
}

type Area = { readonly first: number; readonly last: number; readonly isWhole: boolean };

function areaOf(text: string): Area | null {
  const [, from = "", to = ""] = ANONYMOUS.exec(text) ?? [];
  if (from === "") return null;
  const [start, end] = [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  const first = Math.ceil(start / CHUNK_BYTES) * CHUNK_BYTES;
  const last = Math.floor(end / CHUNK_BYTES) * CHUNK_BYTES - CHUNK_BYTES;
  if (last < first || end > 2 ** 47) return null;
  return { first, last, isWhole: first === start && last + CHUNK_BYTES === end };
}

const middle = (first: number, last: number): number =>
  first + Math.floor((last - first) / CHUNK_BYTES / 2) * CHUNK_BYTES;
