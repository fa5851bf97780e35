// What the files of /proc and /sys say about the whole machine.
import type { MemoryReading, ThpMode } from "../../domain/reading.ts";
import { bytes, KIB, SECOND_MS, type Bytes } from "../../domain/units.ts";

export type MemoryInfo = {
  readonly totalBytes: Bytes;
  readonly availableBytes: Bytes | null;
  readonly host: MemoryReading;
};

/** Memory of the machine, as a MemoryReading without OOM kills (they stand in /proc/vmstat). @source proc_meminfo(5) */
export function parseMeminfo(text: string): MemoryInfo | null {
  const fields = new Map<string, number>();
  for (const [, name = "", value] of text.matchAll(/^([\w()]+): +(\d{1,15}) kB$/gm)) {
    fields.set(name, Number(value) * KIB);
  }
  const field = (name: string): Bytes | null => {
    const value = fields.get(name);
    return value === undefined ? null : bytes(value);
  };
  const totalBytes = field("MemTotal");
  if (totalBytes === null) return null;
  const availableBytes = field("MemAvailable");
  const used = availableBytes === null ? null : bytes(totalBytes - availableBytes);
  return {
    totalBytes,
    availableBytes,
    host: {
      source: "host",
      limitBytes: totalBytes,
      currentBytes: used,
      peakBytes: null,
      anonBytes: field("AnonPages"),
      fileBytes: field("Cached"),
      shmemBytes: field("Shmem"),
      unreclaimableBytes: sum(
        ["AnonPages", "Shmem", "SUnreclaim", "KernelStack", "PageTables"].map(field),
      ),
      workingSetBytes: used,
      swapBytes: difference(field("SwapTotal"), field("SwapFree")),
      oomKills: null,
      oomEvents: null,
      hostAvailableBytes: availableBytes,
    },
  };
}

/** Processes the kernel killed for want of memory since boot. @source proc_vmstat(5), `oom_kill` since Linux 4.13 */
export const parseOomKills = (vmstat: string): number | null =>
  numberIn(/^oom_kill (\d{1,15})$/m, vmstat);

/** Seconds since boot. @source proc_uptime(5) */
export const parseUptime = (text: string): number | null => numberIn(/^(\d{1,12}\.\d\d) /, text);

/** When the machine was booted, in milliseconds since 1970. @source proc_stat(5) */
export function parseBootTime(stat: string): number | null {
  const seconds = numberIn(/^btime (\d{1,12})$/m, stat);
  return seconds === null ? null : seconds * SECOND_MS;
}

/** CPUs that are online. */
export const parseCpuCount = (stat: string): number | null =>
  stat.match(/^cpu\d+ /gm)?.length ?? null;

/** The PID that was given last in this PID namespace. @source proc_loadavg(5), fifth field */
export const parseLastPid = (loadavg: string): number | null =>
  numberIn(/^\S+ \S+ \S+ \S+ (\d{1,10})$/m, loadavg);

/** @source Documentation/admin-guide/mm/transhuge.rst: the chosen word stands in brackets */
export function parseThp(text: string): ThpMode | null {
  const word = /\[(always|madvise|never)\]/.exec(text)?.[1];
  return word === "always" || word === "madvise" || word === "never" ? word : null;
}

export function numberIn(pattern: RegExp, text: string): number | null {
  const value = pattern.exec(text)?.[1];
  return value === undefined ? null : Number(value);
}

/** `null` when one of them is unknown. */
export function sum(parts: readonly (number | null)[]): Bytes | null {
  let total = 0;
  for (const part of parts) {
    if (part === null) return null;
    total += part;
  }
  return bytes(total);
}

/** Never below zero: the kernel counts its parts at different times. `null` when one is unknown. */
export const difference = (whole: number | null, part: number | null): Bytes | null =>
  whole === null || part === null ? null : bytes(Math.max(0, whole - part));
