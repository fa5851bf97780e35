import { expect, test } from "vitest";
import { MIB, bytes } from "../../../src/domain/units.ts";
import { containersSeen, podSeen } from "../../../src/targets/k8s/seen.ts";

const usages = new Map([
  [
    "shop-0",
    new Map([
      ["app", bytes(64 * MIB)],
      ["once", bytes(8 * MIB)],
    ]),
  ],
]);

const pod = (phase: string, app: object) => ({
  metadata: { name: "shop-0" },
  spec: { containers: [{ name: "app", image: "hyperf/hyperf" }, { name: "once" }] },
  status: {
    phase,
    containerStatuses: [
      { name: "app", state: app },
      { name: "once", state: { terminated: { exitCode: 0, reason: "Completed" } } },
    ],
  },
});

test("what runs is told with the memory that it uses", () => {
  const running = pod("Running", { running: {} });
  expect(podSeen(running, usages, "app").memoryBytes).toBe(64 * MIB);
  expect(containersSeen(running, usages).map(({ memoryBytes }) => memoryBytes)).toEqual([
    64 * MIB,
    // it has ended, beside one that runs
    null,
  ]);
});

test.each([
  // the last that its kubelet told of the container
  ["Failed", { running: {} }],
  ["Succeeded", { terminated: { exitCode: 0 } }],
])("a pod that has ended uses no memory, whatever is still told of it: %s", (phase, app) => {
  expect(podSeen(pod(phase, app), usages, "app").memoryBytes).toBeNull();
});
