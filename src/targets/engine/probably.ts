import type { Candidate } from "../../domain/ports/inspector.ts";

type Known = Pick<Candidate, "image" | "command" | "ports"> & {
  /** Titles and commands of its processes; null: not asked. */
  readonly titles: readonly string[] | null;
};

/** Titles as Hyperf sets them (InitProcessTitleListener): `app.Master`, `app.Worker.0`. */
const HYPERF = /^\S*\.(?:Master|Manager|(?:Task)?Worker\.\d+)\s*$|hyperf/u;
const SWOOLE = /swoole|swow|easyswoole|laravels|octane|\bimi\b|swoft/iu;
const PHP = /\bphp(?:[\d.]*|-fpm)?\b/u;

/** What a container probably is, as seen from outside; null: nothing says so, and its processes were not looked at. */
export function probablyOf({ image, command, ports, titles }: Known): Candidate["probably"] {
  const isLookedAt = titles !== null && titles.length > 0;
  // What runs counts more than what an image is called.
  const words = isLookedAt ? titles : [image ?? "", command ?? ""];
  if (words.some((word) => HYPERF.test(word))) return "hyperf";
  const isPhp = words.some((word) => PHP.test(word));
  // 9501 is the port of Swoole's and Hyperf's examples
  if (words.some((word) => SWOOLE.test(word)) || (isPhp && ports.includes(9501))) return "swoole";
  if (isPhp) return "php";
  return isLookedAt ? "other" : null;
}
