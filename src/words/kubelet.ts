import type { Eviction, KubeletKilled, ProbeKills } from "../domain/conclusion.ts";
import type { Probe } from "../domain/pod.ts";
import { show } from "../domain/text.ts";
import type { EpochMs } from "../domain/units.ts";
import { sizeText } from "./oom-past.ts";

type Said = { readonly headline: string; readonly evidence: string };
type FormatTime = (at: EpochMs) => string;

export const kubeletText = (conclusion: KubeletKilled, formatTime: FormatTime): Said =>
  conclusion.cause === "evicted"
    ? evictionText(conclusion, formatTime)
    : probeText(conclusion, formatTime);

/** By SIGKILL: 128 and its number. */
const KILLED = 137;

function probeText(
  { cause, container, kills, at, exitCode, probe, answer }: ProbeKills,
  formatTime: FormatTime,
): Said {
  const times = kills > 1 ? ` ${kills} times, last` : "";
  const when =
    at === null ? (kills > 1 ? " at a time that is not told" : "") : ` ${formatTime(at)}`;
  return {
    headline: `The kubelet ended ${show(container)}${times}${when}: its ${cause} probe failed`,
    evidence: [
      ...(probe === null ? [] : [askedText(probe)]),
      ...(answer === null ? [] : [`"${show(answer)}"`]),
      ...(exitCode === null ? [] : [`it ended by exit ${exitCode}${byText(exitCode)}`]),
      "not for want of memory",
    ].join("; "),
  };
}

/** `httpGet every 10 s, 1 s for an answer, ended at 3 failures in a row`. */
const askedText = ({ kind, periodSeconds, timeoutSeconds, failureThreshold }: Probe): string =>
  `${kind} every ${periodSeconds} s, ${timeoutSeconds} s for an answer, ended at ${
    failureThreshold === 1 ? "the first failure" : `${failureThreshold} failures in a row`
  }`;

const byText = (exitCode: number): string =>
  exitCode === 0 ? ", as on any SIGTERM" : exitCode === KILLED ? ", after its grace" : "";

function evictionText({ pod, at, why, requestBytes }: Eviction, formatTime: FormatTime): Said {
  const reason = show(why).trim().replace(/\.$/u, "");
  return {
    headline: `The kubelet evicted ${show(pod)}${at === null ? "" : ` ${formatTime(at)}`}`,
    evidence: [
      ...(reason === "" ? ["why is not told"] : [reason]),
      ...(requestBytes === null ? [] : [`it requests ${sizeText(requestBytes)}`]),
      "not killed by the kernel",
    ].join("; "),
  };
}
