import type { FormerPod } from "../domain/container.ts";
import { show, type Untrusted } from "../domain/text.ts";
import type { EpochMs } from "../domain/units.ts";

/** Why swtop ends at once. `strangers`: what runs instead. */
export function nothingToWatchText(
  where: "here" | "there",
  strangers: readonly Untrusted[],
): string {
  const place = where === "here" ? "on this machine" : "there";
  const instead =
    where === "here" || strangers.length === 0
      ? ""
      : `; what runs is ${strangers.map((name) => show(name)).join(", ")}`;
  return `nothing to watch: no Swoole process runs ${place}${instead}. \`swtop demo\` shows what it would look like.`;
}

/** What two that look at the same cost it twice. */
export const alsoWatchedText = (pids: readonly number[]): string =>
  `another swtop reads here, too (PID ${pids.join(", ")} in the target): both cost it`;

/** What was watched until then is no longer told of by anything else on the screen. */
export function formerPodText(
  { name, until, life }: FormerPod,
  clock: (at: EpochMs) => string,
): string {
  return `until ${clock(until)} in pod ${show(name)}${endText(life, clock)}`;
}

function endText(life: FormerPod["life"], clock: (at: EpochMs) => string): string {
  if (life === null || life.endedAt === null) return "";
  const code = life.exitCode === null ? "ended" : `exit ${life.exitCode}`;
  return ` (${life.oomKilled === true ? "OOM killed" : code} ${clock(life.endedAt)})`;
}

/** What is on the screen instead of the user's own service. `shows`: what its recording is about. */
export const demoText = (shows: string, isFallback: boolean): string =>
  `${isFallback ? "no Swoole process runs on this machine; " : ""}demo, a recorded service in fast motion: ${shows}`;
