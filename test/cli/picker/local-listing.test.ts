import { expect, test } from "vitest";
import { understand } from "../../../src/cli/args.ts";
import { systemClock } from "../../../src/cli/clock.ts";
import { containerIdOf, localLister } from "../../../src/cli/picker/local-listing.ts";
import type { Run } from "../../../src/cli/run.ts";
import { LOCAL } from "../../../src/cli/target.ts";
import type { Listing } from "../../../src/domain/ports/inspector.ts";
import { lacks } from "../../fixtures/needs.ts";
import { hyperf, isAlive, Tree } from "../../fixtures/tree.ts";
import { until } from "../../fixtures/until.ts";
import { descendants, someApp } from "../../e2e/swtop.ts";

const DAY_MS = 86_400_000;

const ID = "5d1f0c9a".repeat(8);
const POD = "pod1b2c3d4e-0000-1111-2222-333344445555";

test.each([
  ["docker, cgroup v1", `4:memory:/docker/${ID}\n1:name=systemd:/docker/${ID}\n`],
  ["docker, cgroup v2", `0::/system.slice/docker-${ID}.scope\n`],
  ["podman", `0::/machine.slice/libpod-${ID}.scope/container\n`],
  ["podman without systemd", `4:memory:/libpod_parent/libpod-${ID}\n`],
  ["containerd", `0::/kubepods.slice/kubepods-burstable.slice/cri-containerd-${ID}.scope\n`],
  ["kubelet, cgroupfs", `0::/kubepods/besteffort/${POD}/${ID}\n`],
  ["docker in docker: the inner one", `0::/docker/${"a".repeat(64)}/docker/${ID}\n`],
])("the container's id in /proc/PID/cgroup of %s", (_, text) => {
  expect(containerIdOf(text)).toBe(ID);
});

test.each([
  ["a unit", "0::/system.slice/shop.service\n"],
  ["from inside", "0::/\n"],
  ["a longer number", `0::/user.slice/${ID}0\n`],
  ["a process that is gone", ""],
])("no container: %s", (_, text) => {
  expect(containerIdOf(text)).toBeNull();
});

const run: Run = {
  invocation: understand([]),
  target: LOCAL,
  targets: [LOCAL],
  version: "0",
  clock: systemClock,
  signal: new AbortController().signal,
  stop: () => undefined,
  hangUp: () => undefined,
  onScreen: () => undefined,
  env: {},
};

test.skipIf(lacks("php"))(
  "a server of this machine is one entry, with what it takes and since when",
  async () => {
    const app = `${someApp()}-商店服务`;
    const tree = await Tree.start(hyperf(app, { extra: { "Worker.0": { ballastMib: 16 } } }), 120);
    try {
      const listings: Listing[] = [];
      for await (const each of localLister(run).list(new AbortController().signal))
        listings.push(each);
      const last = listings.at(-1);
      expect(last).toMatchObject({ kind: "local", fault: null, isComplete: true });
      const found = last?.candidates.filter(({ name }) => name.toString() === app) ?? [];
      expect(found).toMatchObject([
        { target: LOCAL, state: "running", command: `${app}.Master`, probably: "hyperf" },
      ]);
      expect(found[0]?.memoryBytes).toBeGreaterThan(16 << 20);
      const now = Date.now();
      const startedAt = found[0]?.startedAt ?? 0;
      expect(startedAt > now - DAY_MS && startedAt < now + DAY_MS).toBe(true);
    } finally {
      tree.end();
    }
  },
);

test("aborted, it ends, and leaves no process behind", async () => {
  const before = descendants(process.pid);
  const own = new AbortController();
  const listings: Listing[] = [];
  const during: number[] = [];
  for await (const each of localLister(run).list(own.signal)) {
    listings.push(each);
    during.push(...descendants(process.pid));
    own.abort();
  }
  expect(listings).toHaveLength(1);
  const started = during.filter((pid) => !before.includes(pid));
  expect(started.length).toBeGreaterThan(0);
  await until(() => started.every((pid) => !isAlive(pid)), "the end of what was started");
});
