import { expect, test } from "vitest";
import { rbac } from "../../src/analysis/doctor/checks/rbac.ts";
import type { FaultKind } from "../../src/domain/fault.ts";
import { RIGHT_USES } from "../../src/domain/kubernetes-rights.ts";
import { fixOf } from "../../src/words/doctor-fixes.ts";
import { USE_TEXTS } from "../../src/words/doctor-rights.ts";
import { saidText } from "../../src/words/doctor.ts";
import { facts, failed, podPlace, rightsBut } from "../analysis/doctor/build.ts";

const place = podPlace();
const said = (denied: readonly string[], fault: FaultKind | null = null): string => {
  const known = { place, rights: rightsBut(denied) };
  return saidText(rbac.check(fault === null ? facts(known) : failed(fault, known)).said, place);
};

const USEFUL = ["get pods.metrics.k8s.io", "list pods.metrics.k8s.io", "list events"];
const EXEC = ["get pods/exec", "create pods/exec"];

test.each<[string, readonly string[], FaultKind | null, string]>([
  ["all", [], null, "exec, logs, spec, metrics, events can be had"],
  [
    "no exec",
    EXEC,
    "forbidden",
    `no exec: logs, spec, metrics, events can be had, a table by container; missing: get, create on pods/exec (${USE_TEXTS.exec})`,
  ],
  [
    "neither exec nor logs",
    [...EXEC, "get pods/log"],
    "forbidden",
    `neither exec nor logs: spec, metrics, events can be had, a table by container; missing: get, create on pods/exec (${USE_TEXTS.exec}), get on pods/log (${USE_TEXTS.logs})`,
  ],
  [
    "exec without logs, metrics, events",
    ["get pods/log", ...USEFUL],
    null,
    `exec, spec can be had; missing: get on pods/log (${USE_TEXTS.logs}), get, list on pods.metrics.k8s.io (${USE_TEXTS.metrics}), list on events (${USE_TEXTS.events})`,
  ],
  [
    "nothing",
    ["get pods"],
    "forbidden",
    `not even the pod can be looked at; missing: get on pods (${USE_TEXTS.pods})`,
  ],
  [
    "what a newer cluster will want",
    ["create pods/exec"],
    null,
    `exec, logs, spec, metrics, events can be had; from Kubernetes 1.35 on also needed: create on pods/exec (${USE_TEXTS.exec})`,
  ],
])("%s: what can be had, and which verb gives more", (_, denied, fault, text) => {
  expect(said(denied, fault)).toBe(text);
});

test("what was not told is told apart from what is missing", () => {
  const known = facts({ place, rights: rightsBut([], ["list events"]) });
  expect(saidText(rbac.check(known).said, place)).toBe(
    `exec, logs, spec, metrics, events can be had; not told: list on events (${USE_TEXTS.events})`,
  );
});

test("what is missing is mended by the Role, in the pod's namespace", () => {
  const finding = rbac.check(failed("forbidden", { place, rights: rightsBut(EXEC) }));
  expect(fixOf(finding, place)?.command).toBe("swtop doctor --rbac -n shop");
});

test("each use has words of its own", () => {
  expect(new Set(RIGHT_USES.map((use) => USE_TEXTS[use])).size).toBe(RIGHT_USES.length);
});
