import { expect, test } from "vitest";
import type { Eviction, ProbeKills } from "../../src/domain/conclusion.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { bytes, epochMs, MIB } from "../../src/domain/units.ts";
import { conclusionText } from "../../src/words/conclusions.ts";

const AT = epochMs(Date.UTC(2026, 10, 26, 16, 20, 25));
const say = (conclusion: ProbeKills | Eviction) =>
  conclusionText(conclusion, (at) => new Date(at).toISOString().slice(11, 19));

const probed = (facts: Partial<ProbeKills>): ProbeKills => ({
  kind: "kubelet-killed",
  cause: "liveness",
  confidence: "high",
  container: untrustedText("app"),
  kills: 1,
  at: AT,
  exitCode: null,
  probe: null,
  answer: null,
  ...facts,
});
const evicted = (facts: Partial<Eviction>): Eviction => ({
  kind: "kubelet-killed",
  cause: "evicted",
  confidence: "high",
  pod: untrustedText("shop-1"),
  at: AT,
  why: untrustedText("The node was low on resource: memory. "),
  requestBytes: null,
  ...facts,
});

const probe = {
  kind: "httpGet",
  initialDelaySeconds: 5,
  periodSeconds: 10,
  timeoutSeconds: 1,
  failureThreshold: 3,
};

test("a probe that failed: how it asks, what it was answered, how it ended", () => {
  expect(say(probed({ exitCode: 0 }))).toEqual({
    headline: "The kubelet ended app 16:20:25: its liveness probe failed",
    evidence: "it ended by exit 0, as on any SIGTERM; not for want of memory",
  });
  const answer = untrustedText("Liveness probe failed: status 503\u001b[2J");
  expect(say(probed({ kills: 6, cause: "startup", probe, answer, exitCode: 137 }))).toEqual({
    headline: "The kubelet ended app 6 times, last 16:20:25: its startup probe failed",
    evidence:
      'httpGet every 10 s, 1 s for an answer, ended at 3 failures in a row; "Liveness probe failed: status 503"; it ended by exit 137, after its grace; not for want of memory',
  });
  const once = { ...probe, failureThreshold: 1 };
  expect(say(probed({ probe: once, exitCode: 143 })).evidence).toBe(
    "httpGet every 10 s, 1 s for an answer, ended at the first failure; it ended by exit 143; not for want of memory",
  );
});

test("a time that is not told is left out", () => {
  expect(say(probed({ at: null })).headline).toBe(
    "The kubelet ended app: its liveness probe failed",
  );
  expect(say(probed({ at: null, kills: 2 })).headline).toBe(
    "The kubelet ended app 2 times, last at a time that is not told: its liveness probe failed",
  );
});

test("an eviction in the words of the kubelet", () => {
  expect(say(evicted({ requestBytes: bytes(256 * MIB) }))).toEqual({
    headline: "The kubelet evicted shop-1 16:20:25",
    evidence: "The node was low on resource: memory; it requests 256 MiB; not killed by the kernel",
  });
  expect(say(evicted({ at: null, why: untrustedText("") }))).toEqual({
    headline: "The kubelet evicted shop-1",
    evidence: "why is not told; not killed by the kernel",
  });
});
