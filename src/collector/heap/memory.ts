// Memory of a process as words of a request, and as numbers. Pure.

/** A stretch of a process's memory: in blocks of a power of two, which `dd` reads with one system call each. */
export type Stretch = {
  readonly pid: number;
  readonly address: number;
  readonly length: number;
  /** Bytes; `address` need not be a multiple of it. */
  readonly block: number;
};

/** The word that asks for all blocks a stretch touches (collector.sh, `%PID/mem`). Addresses are below 2^47. */
export function memoryWord(stretch: Stretch): string {
  const { pid, block } = stretch;
  const { first, count } = blocksOf(stretch);
  return `%${pid}/mem:${block}:${first}:${count}`;
}

/** The bytes of a stretch, cut out of what came for its word; null: not all of them came. */
export function memoryBytes(stretch: Stretch, text: string): DataView | null {
  const { address, length, block } = stretch;
  const { first, count } = blocksOf(stretch);
  if (text.length !== count * block) return null;
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  return new DataView(bytes.buffer, address - first * block, length);
}

function blocksOf({ address, length, block }: Stretch): { first: number; count: number } {
  const first = Math.floor(address / block);
  return { first, count: Math.ceil((address + length) / block) - first };
}

const WORD = 2 ** 32;

/** An unsigned word of 64 bits, little endian; above 2^53 it is not exact, and larger than any address or size. */
export const u64 = (view: DataView, at: number): number =>
  view.getUint32(at, true) + view.getUint32(at + 4, true) * WORD;
