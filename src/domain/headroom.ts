import type { MemoryReading } from "./reading.ts";
import { bytes, type Bytes } from "./units.ts";

/**
 * What may still be taken before the kernel kills: the limit without what cannot be given back (page cache can). Null: the limit or the use is not known.
 * v1 cannot tell the kernel memory that can be given back from the rest: only what is surely kept counts there.
 */
export function headroomOf(memory: MemoryReading | null): Bytes | null {
  if (memory === null) return null;
  const { source, limitBytes, anonBytes, shmemBytes, unreclaimableBytes } = memory;
  const kept = source === "cgroup-v1" ? (anonBytes ?? 0) + (shmemBytes ?? 0) : unreclaimableBytes;
  return limitBytes === null || kept === null ? null : bytes(Math.max(0, limitBytes - kept));
}
