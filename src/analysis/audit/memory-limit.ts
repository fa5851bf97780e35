// PHP's memory_limit of a project: who sets it, and how many bytes that is.
import type { Facts } from "../../domain/facts.ts";
import type { Place } from "../../domain/project.ts";
import { GIB, KIB, MIB } from "../../domain/units.ts";
import { notConstant } from "./findings.ts";
import { clusterText } from "./live-pod.ts";
import type { Finding } from "./rule.ts";

export type MemoryLimit =
  | {
      readonly state: "constant";
      /** Below zero: there is no limit. */
      readonly bytes: number;
      readonly by: "bin" | "command line" | "php.ini";
      readonly declared: NonNullable<Finding["declared"]> | null;
      /** As written: `1G`. */
      readonly text: string;
    }
  /** `why`: what would settle it. */
  | {
      readonly state: "unknown";
      readonly why: string;
      readonly declared: (Place & { readonly text: string }) | null;
    };

/** The last `ini_set` of bin/hyperf.php wins over `-d` of the command line, that over php.ini. */
export function memoryLimitOf({ declarations, init }: Facts): MemoryLimit {
  if (!declarations.known) return unknownLimit(declarations.why);
  const { bin, ini, entrypoints } = declarations.value;
  const set = bin?.iniSets.findLast(({ name }) => name === "memory_limit");
  if (set !== undefined) {
    const declared = { ...set.place, text: `ini_set('memory_limit', ${set.value.text})` };
    return set.value.kind === "scalar" && set.value.value !== null
      ? limit(String(set.value.value), "bin", declared)
      : unknownLimit(notConstant({ place: set.place, text: set.value.text }), declared);
  }
  if (bin === null && declarations.value.framework === "hyperf")
    return unknownLimit("bin/hyperf.php, which may set memory_limit, was not read");
  const commands = init.known ? [init.value.join(" ")] : entrypoints.map(({ text }) => text);
  const flag = commands.map((text) => /memory_limit=([\w.-]+)/u.exec(text)?.[1]).at(-1);
  if (flag !== undefined) return limit(flag, "command line", null);
  const entry = ini?.findLast(({ name }) => name === "memory_limit");
  return entry === undefined
    ? unknownLimit(
        "memory_limit: no php.ini that was read sets it; audit a running target, or put php.ini into the project",
      )
    : limit(entry.value, "php.ini", { ...entry.place, text: `memory_limit = ${entry.value}` });
}

const limit = (
  text: string,
  by: "bin" | "command line" | "php.ini",
  declared: Finding["declared"],
): MemoryLimit => ({ state: "constant", bytes: iniBytes(text), by, declared, text });

const unknownLimit = (
  why: string,
  declared: (Place & { readonly text: string }) | null = null,
): MemoryLimit => ({ state: "unknown", why, declared });

const MULTIPLIERS: Readonly<Record<string, number>> = { k: KIB, m: MIB, g: GIB };

/** As PHP reads a size (main/zend_ini.c, zend_ini_parse_quantity): leading digits, and of what follows only the very last letter counts. `1GB` is 1, `1.5G` is 1 GiB. */
export function iniBytes(text: string): number {
  const trimmed = text.trim();
  const [number = "0"] = /^[+-]?(?:0x[\da-f]+|0o[0-7]+|0b[01]+|\d+)/iu.exec(trimmed) ?? [];
  const multiplier = MULTIPLIERS[trimmed.at(-1)?.toLowerCase() ?? ""] ?? 1;
  return integerOf(number.toLowerCase()) * multiplier;
}

function integerOf(text: string): number {
  const digits = text.replace(/^[+-]/u, "");
  const value = /^0\d/u.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return (text.startsWith("-") ? -1 : 1) * (Number.isNaN(value) ? 0 : value);
}

/** As PHP takes it: `364M`; never more than the bytes. */
export const asIni = (bytes: number): string => `${Math.floor(bytes / MIB)}M`;

/** `2.0 GiB`, `64 MiB`, `900 KiB`. */
export function sized(bytes: number): string {
  if (bytes >= GIB) return `${(bytes / GIB).toFixed(1)} GiB`;
  return bytes >= MIB ? `${Math.round(bytes / MIB)} MiB` : `${Math.round(bytes / KIB)} KiB`;
}

/** The container's memory limit; null: it has none. From a target, else from its cluster, else from the only manifest that names one. */
export function containerLimit({ cgroup, pod, declarations }: Facts):
  | {
      readonly known: true;
      readonly bytes: number | null;
      readonly from: string;
    }
  | { readonly known: false; readonly why: string } {
  if (cgroup.known)
    return { known: true, bytes: cgroup.value.limitBytes, from: "the container's cgroup" };
  if (pod.known) return { known: true, bytes: pod.value.limitBytes, from: clusterText(pod.value) };
  const manifests = declarations.known
    ? declarations.value.manifests.filter(({ memoryLimitBytes }) => memoryLimitBytes !== null)
    : [];
  const [only] = manifests;
  return only !== undefined && manifests.length === 1
    ? { known: true, bytes: only.memoryLimitBytes, from: `${only.file}:${only.line}` }
    : { known: false, why: cgroup.why };
}
