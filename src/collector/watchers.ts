import type { Roster } from "./known.ts";

/** What the watchdog of collector.sh sleeps. */
const NAP = "0003";

/**
 * Collectors of another swtop in the same target: PIDs of their shells. Known by the sleep of their watchdog; what is ours is not in the roster.
 * One that has just ended may be told until the next survey.
 */
export function otherWatchers(roster: Roster): readonly number[] {
  const mains = [...roster.values()]
    .filter(({ stat, cmdline }) => /^(?:sleep|busybox)$/u.test(stat.comm) && cmdline.at(-1) === NAP)
    .map(({ stat }) => roster.get(stat.ppid)?.stat.ppid ?? stat.ppid);
  return [...new Set(mains)].toSorted((a, b) => a - b);
}
