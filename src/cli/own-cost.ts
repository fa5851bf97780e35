import pidusage from "pidusage";
import type { Cost } from "../domain/reading.ts";
import { bytes } from "../domain/units.ts";

/**
 * What swtop takes on this side: its own process and the client commands it started. CPU in percent of one core since the last call, memory resident.
 * Null where the system does not say; never throws.
 */
export async function ownCost(clientPids: readonly number[]): Promise<Cost> {
  try {
    const usage = Object.values(await pidusage([process.pid, ...clientPids]));
    const sum = (key: "cpu" | "memory") => usage.reduce((total, each) => total + each[key], 0);
    return { cpuPercent: Math.round(sum("cpu") * 10) / 10, rssBytes: bytes(sum("memory")) };
  } catch {
    return { cpuPercent: null, rssBytes: bytes(process.memoryUsage.rss()) };
  }
}
