import { expect, test } from "vitest";
import { rightsSeen } from "../../../src/cli/doctor/rights.ts";
import type { Inspector } from "../../../src/domain/ports/inspector.ts";
import { TransportError } from "../../../src/domain/ports/transport.ts";
import { rightsBut } from "../../analysis/doctor/build.ts";

const TARGET = { scheme: "k8s", uri: "k8s:///shop/api-0/app", address: [] };
const { signal } = new AbortController();

async function* nothing() {}

const inspector = (scheme: string, rights?: Inspector["rights"]): Inspector => ({
  scheme,
  list: nothing,
  resolve: async () => [],
  inspect: null,
  logs: null,
  ...(rights === undefined ? {} : { rights }),
});

test("whoever runs the target is asked, and nobody else", async () => {
  const rights = rightsBut(["get pods/exec"]);
  const others = inspector("docker", async () => Promise.reject(new Error("asked")));
  expect(await rightsSeen([others, inspector("k8s", async () => rights)], TARGET, signal)).toBe(
    rights,
  );
});

test("who knows no rights, and who does not answer, tells none", async () => {
  expect(await rightsSeen([], TARGET, signal)).toBeNull();
  expect(await rightsSeen([inspector("k8s")], TARGET, signal)).toBeNull();
  const fault = { kind: "cluster-unreachable", detail: null } as const;
  const silent = inspector("k8s", async () => Promise.reject(new TransportError(fault)));
  expect(await rightsSeen([silent], TARGET, signal)).toBeNull();
});

test("a bug stays one", async () => {
  const broken = inspector("k8s", async () => Promise.reject(new TypeError("x")));
  await expect(rightsSeen([broken], TARGET, signal)).rejects.toThrow(TypeError);
});
