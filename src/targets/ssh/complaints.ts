// What the words of ssh mean. Measured with OpenSSH 9.2; ssh itself ends with 255, and its words are English everywhere.
import type { Fault, FaultKind } from "../../domain/fault.ts";
import { maskText } from "../../domain/secret.ts";
import { untrustedText } from "../../domain/text.ts";

/** Most telling first: where a key has changed, 14 lines say so, and the last of them only that it was not verified. */
const MEANINGS: readonly (readonly [RegExp, FaultKind])[] = [
  [/^Host key for \S+ (?:has changed|was revoked)/u, "host-key"],
  [/^No \S+ host key is known for/u, "host-key"],
  [/REMOTE HOST IDENTIFICATION HAS CHANGED|REVOKED HOST KEY DETECTED/u, "host-key"],
  [/^Host key verification failed/u, "host-key"],
  [/: Permission denied \([\w,. -]+\)\.?$/u, "login-refused"],
  [/Too many authentication failures/u, "login-refused"],
  [/^ssh: (?:Could not resolve hostname|connect to host)/u, "host-unreachable"],
  [
    /^(?:kex_exchange_identification|ssh_exchange_identification|banner exchange): /u,
    "host-unreachable",
  ],
  [/^Timeout, server \S+ not responding/u, "host-unreachable"],
  [/^(?:Connection|Shared connection) (?:to|closed|reset|timed out)\b/u, "host-unreachable"],
  [/^(?:client_loop|ssh_dispatch_run_fatal|packet_write_wait): /u, "host-unreachable"],
  [/^Unable to negotiate with /u, "host-unreachable"],
];
const LONGEST_DETAIL = 300;

/** The fault that a complaint tells, with the line that tells it; null: none that is known. */
export function faultOf(complaint: string): Fault | null {
  const lines = complaint.split("\n").map((line) => line.trim());
  for (const [pattern, kind] of MEANINGS) {
    const line = lines.findLast((each) => pattern.test(each));
    if (line !== undefined) return { kind, detail: untrustedText(sentencePart(line)) };
  }
  return null;
}

/** Without the full stop: it stands in a sentence. */
const sentencePart = (line: string): string =>
  maskText(line.slice(0, LONGEST_DETAIL)).replace(/^@\s+|[\s.!@]+$/gu, "");
