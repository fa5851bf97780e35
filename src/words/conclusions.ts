import type {
  Conclusion,
  CrashLoop,
  OomChild,
  OomKill,
  OomKilled,
  OomPast,
} from "../domain/conclusion.ts";
import { show } from "../domain/text.ts";
import { SECOND_MS, type EpochMs } from "../domain/units.ts";
import { connectionsText } from "./connections.ts";
import { counted } from "./format.ts";
import { kubeletText } from "./kubelet.ts";
import { pastEvidence, pastText, sizeText } from "./oom-past.ts";

/** A conclusion in two short sentences: what is wrong, and what that stands on. */
export type ConclusionText = { readonly headline: string; readonly evidence: string };

export function conclusionText(
  conclusion: Conclusion,
  formatTime: (at: EpochMs) => string,
): ConclusionText {
  switch (conclusion.kind) {
    case "oom-killed":
      return oomKilledText(conclusion, formatTime);
    case "kubelet-killed":
      return kubeletText(conclusion, formatTime);
    case "crash-loop":
      return crashLoopText(conclusion);
    case "connections":
      return connectionsText(conclusion, formatTime);
  }
}

function oomKilledText(conclusion: OomKilled, formatTime: (at: EpochMs) => string): ConclusionText {
  const { seen, past, kills, children } = conclusion;
  const last = seen.at(-1);
  if (past === null && kills === 0) return childrenText(children, formatTime);
  if (past !== null && isHeadline(conclusion, past))
    return pastOomText(conclusion, past, formatTime);
  const also =
    past === null
      ? []
      : [
          `besides, ${pastText(past, formatTime)}`,
          ...pastEvidence(past),
          ...alsoChildren(conclusion, formatTime),
        ];
  if (conclusion.by === "elsewhere" && last !== undefined)
    return {
      headline: `${victimsText(last)} died at ${formatTime(last.at)}, perhaps killed by the kernel for want of memory`,
      evidence: [ELSEWHERE, ...also].join("; "),
    };
  const limit = limitText(conclusion);
  if (last === undefined)
    return {
      headline: `OOM: the kernel killed ${counted(kills, "process", "processes")} ${unseenText(conclusion)}`,
      evidence: [counterText(conclusion), limit, "whom and when is not known", ...also].join("; "),
    };
  return {
    headline: `OOM: the kernel killed ${victimsText(last)} at ${formatTime(last.at)}${since(seen, formatTime)}`,
    evidence: [limit, ...countText(conclusion), ...also].join("; "),
  };
}

const ELSEWHERE =
  "the kernel killed a process of this machine then; it tells no container which kills are its own";

/** What is sure comes first, of that the last that happened. */
function isHeadline({ seen, kills }: OomKilled, { deaths }: OomPast): boolean {
  const sure = deaths.findLast(({ isSure }) => isSure);
  if (sure === undefined) return kills === 0;
  return (sure.endedAt ?? 0) >= (seen.at(-1)?.at ?? 0);
}

/** Told by ends of lives, which its engine tells. */
function pastOomText(
  conclusion: OomKilled,
  past: OomPast,
  formatTime: (at: EpochMs) => string,
): ConclusionText {
  const { seen, kills } = conclusion;
  const last = seen.at(-1);
  const text = pastText(past, formatTime);
  const isSure = past.deaths.some((death) => death.isSure);
  return {
    headline: isSure ? `OOM: ${text}` : text.replace(/^killed /u, "Killed "),
    evidence: [
      ...pastEvidence(past),
      ...(last === undefined ? [] : [`besides, ${victimsText(last)} at ${formatTime(last.at)}`]),
      ...(kills === 0 ? [] : countText(conclusion)),
      ...alsoChildren(conclusion, formatTime),
    ].join("; "),
  };
}

/** Whom nobody knows: its runtime tells only that there was a kill in that life. */
function childrenText(
  children: readonly OomChild[],
  formatTime: (at: EpochMs) => string,
): ConclusionText {
  return {
    headline: `OOM: ${childText(children, formatTime)}`,
    evidence:
      "its runtime says OOMKilled, and its main process ended in another way: perhaps a worker was killed; whom and when is not known",
  };
}

function childText(children: readonly OomChild[], formatTime: (at: EpochMs) => string): string {
  const last = children.at(-1);
  const at = last?.endedAt ?? null;
  const end = at === null ? "" : ` at ${formatTime(at)}`;
  const code = last?.exitCode == null ? "" : ` by exit ${last.exitCode}`;
  const lives =
    children.length > 1 ? `${children.length} former lives, the last of which` : "a life that";
  return `the kernel killed a process in ${lives} ended${end}${code}`;
}

const alsoChildren = (
  { children }: OomKilled,
  formatTime: (at: EpochMs) => string,
): readonly string[] =>
  children.length === 0
    ? []
    : [`besides, ${childText(children, formatTime)}: not its main process`];

function since(seen: readonly OomKill[], formatTime: (at: EpochMs) => string): string {
  const count = seen.reduce((sum, each) => sum + each.count, 0);
  const first = seen[0];
  return count > 1 && first !== undefined ? `, ${count} kills since ${formatTime(first.at)}` : "";
}

function countText(conclusion: OomKilled): readonly string[] {
  const { unseenKills } = conclusion;
  const unseen = unseenKills > 0 ? [`${unseenKills} of them ${unseenText(conclusion)}`] : [];
  return [counterText(conclusion), ...unseen];
}

const unseenText = ({ formerKills }: OomKilled): string =>
  formerKills === 0 ? "before swtop came" : "while swtop did not see it";

function limitText({ by, limitBytes }: OomKilled): string {
  const size = limitBytes === null ? "" : ` of ${sizeText(limitBytes)}`;
  if (by === "own-limit") return `its own memory limit${size} was reached`;
  if (by === "unknown" || by === "elsewhere") return "whose limit it was cannot be told";
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

const counterText = ({ kills, formerKills }: OomKilled): string =>
  formerKills === 0
    ? `the kernel's counter stands at ${counted(kills, "kill", "kills")}`
    : `the kernel counted ${counted(formerKills, "kill", "kills")} before its restart and ${kills - formerKills} since`;

function crashLoopText({ serverId, slot, starts, windowMs, lastPid }: CrashLoop): ConclusionText {
  return {
    headline: `${show(slot)} of ${show(serverId)} dies and is started again: ${starts} starts in ${windowMs / SECOND_MS} s`,
    evidence: `last start: PID ${lastPid}; see its last log lines before each exit`,
  };
}
