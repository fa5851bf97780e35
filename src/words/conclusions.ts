import type { Conclusion, CrashLoop, OomKill, OomKilled } from "../domain/conclusion.ts";
import { show } from "../domain/text.ts";
import { GIB, MIB, SECOND_MS, type Bytes, type EpochMs } from "../domain/units.ts";
import { counted } from "./format.ts";

/** A conclusion in two short sentences: what is wrong, and what that stands on. */
export type ConclusionText = { readonly headline: string; readonly evidence: string };

export function conclusionText(
  conclusion: Conclusion,
  formatTime: (at: EpochMs) => string,
): ConclusionText {
  return conclusion.kind === "oom-killed"
    ? oomKilledText(conclusion, formatTime)
    : crashLoopText(conclusion);
}

function oomKilledText(conclusion: OomKilled, formatTime: (at: EpochMs) => string): ConclusionText {
  const { seen, kills } = conclusion;
  const limit = limitText(conclusion);
  const last = seen.at(-1);
  if (last === undefined)
    return {
      headline: `OOM: the kernel killed ${counted(kills, "process", "processes")} before swtop came`,
      evidence: `${counterText(kills)}; ${limit}; whom and when is not known`,
    };
  const seenCount = seen.reduce((sum, { count }) => sum + count, 0);
  const before = kills - seenCount;
  const times =
    seenCount > 1 ? `, ${seenCount} kills since ${formatTime(seen[0]?.at ?? last.at)}` : "";
  return {
    headline: `OOM: the kernel killed ${victimsText(last)} at ${formatTime(last.at)}${times}`,
    evidence: [
      limit,
      counterText(kills),
      ...(before > 0 ? [`${before} of them before swtop came`] : []),
    ].join("; "),
  };
}

function limitText({ by, limitBytes }: OomKilled): string {
  const size = limitBytes === null ? "" : ` of ${sizeText(limitBytes)}`;
  if (by === "own-limit") return `its own memory limit${size} was reached`;
  if (by === "unknown") return "whose limit it was cannot be told";
  return limitBytes === null
    ? "a limit above its own was reached (the machine's memory or a parent group's)"
    : `the machine ran out of its memory${size}`;
}

function victimsText({ victims, count }: OomKill): string {
  const named = victims.map(({ pid, slot }) =>
    slot === null ? `PID ${pid}` : `${show(slot)} (PID ${pid})`,
  );
  const unnamed = count - victims.length;
  if (named.length === 0) return `${counted(count, "process", "processes")} (not seen which)`;
  return [...named, ...(unnamed > 0 ? [`${unnamed} more`] : [])].join(", ");
}

const counterText = (kills: number): string =>
  `the kernel's counter stands at ${counted(kills, "kill", "kills")}`;

function crashLoopText({ serverId, slot, starts, windowMs, lastPid }: CrashLoop): ConclusionText {
  return {
    headline: `${show(slot)} of ${show(serverId)} dies and is started again: ${starts} starts in ${windowMs / SECOND_MS} s`,
    evidence: `last start: PID ${lastPid}; see its last log lines before each exit`,
  };
}

/** MiB below 10 GiB: limits are set in it. */
const sizeText = (size: Bytes): string =>
  size < 10 * GIB ? `${trimmed(size / MIB)} MiB` : `${trimmed(size / GIB)} GiB`;

const trimmed = (value: number): string => value.toFixed(1).replace(/\.0$/, "");
