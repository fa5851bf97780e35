import type { Container } from "./container.ts";
import { UNREAD_MEMORY, type MemoryReading } from "./reading.ts";

/** What a cluster tells of a container's memory: its limit, and what its metrics API measures. Unknown where nobody measures. */
export function memoryTold({ name, limitBytes, pod }: Container): MemoryReading {
  const seen = pod?.containers.find((each) => each.name === name);
  const used = seen?.memoryBytes ?? null;
  const limit = seen?.limitBytes ?? limitBytes;
  return { ...UNREAD_MEMORY, limitBytes: limit, currentBytes: used, workingSetBytes: used };
}
