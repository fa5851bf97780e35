import { expect, test } from "vitest";
import { examined } from "../../../src/analysis/doctor/examine.ts";
import { failed, facts } from "./build.ts";

test("the engines of this machine come last: one that is not installed is no defect", () => {
  const engines = [
    { engine: "docker", count: 3, fault: null },
    { engine: "podman", count: 0, fault: { kind: "command-not-found", detail: null } },
    { engine: "ssh", count: 0, fault: { kind: "no-permission", detail: null } },
  ] as const;
  const checks = examined(facts({ engines }));
  expect(checks.slice(-3).map(({ id, ok, said }) => [id, ok, said.kind])).toEqual([
    ["docker", true, "listed"],
    ["podman", null, "not-installed"],
    ["ssh", false, "refused"],
  ]);
});

test.each([
  "command-not-found",
  "no-permission",
  "no-shell",
  "missing-command",
  "no-proc",
  "no-headroom",
] as const)("%s fails one check and no other, and what comes behind it is not known", (kind) => {
  const oks = examined(failed(kind)).map(({ ok }) => ok);
  const at = oks.indexOf(false);
  expect(oks.filter((ok) => ok === false)).toHaveLength(1);
  expect(new Set(oks.slice(at + 1))).toEqual(new Set([null]));
});
