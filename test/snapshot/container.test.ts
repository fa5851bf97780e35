// In a container with what docker allows by default, reached as `docker exec -i` reaches it: nothing of the host is at hand inside,
// and the image has php, a shell and five tools: neither readlink nor ls.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { lacks } from "../fixtures/needs.ts";
import { childOf, knownHeap, snapshotOf, type KnownHeap } from "./known-heap.ts";

// The capabilities of a container by default: moby, oci/caps/defaults.go
const DEFAULT_RIGHTS =
  "chown dac_override fowner fsetid kill setgid setuid setpcap net_bind_service net_raw sys_chroot mknod audit_write setfcap";
const rights = [
  "/usr/bin/setpriv",
  `--bounding-set=-all${DEFAULT_RIGHTS.replaceAll(/^| /gu, ",+")}`,
];
const isRoot = process.getuid?.() === 0;
describe.skipIf(!isRoot || lacks("php"))("a small container", () => {
  const root = mkdtempSync(join(tmpdir(), "swtop-image-"));
  const heaps: KnownHeap[] = [];
  beforeAll(() => {
    const [image, fixture] = ["../fixtures/image.sh", "../fixtures/known-heap.php"].map((path) =>
      fileURLToPath(new URL(path, import.meta.url)),
    );
    const tools = ["php", "setpriv", "dash", "cat", "head", "sleep", "dd", "grep"];
    const made = spawnSync("sh", [String(image), root, String(fixture), ...tools]);
    expect(String(made.stderr)).toBe("");
  });
  afterEach(async () => {
    for (const heap of heaps.splice(0)) await heap.end();
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  const started = async (kind: string, size: number) => {
    const apart = ["unshare", "--mount", "--pid", "--ipc", "--net", "--fork", "--kill-child"];
    const inside = [`--root=${root}`, `--mount-proc=/proc`, ...rights, "/usr/bin/php", "-n"];
    const heap = await knownHeap(kind, size, { command: [...apart, ...inside], isInside: true });
    heaps.push(heap);
    const outer = childOf(Number(heap.child.pid));
    const enter = ["nsenter", `--target=${outer}`, "--mount", "--pid", "--ipc", "--net", "--root"];
    return { heap, command: [...enter, "--wd", ...rights, "sh"] };
  };

  test("a leak: the holder is named, and gc will not help", async () => {
    const { heap, command } = await started("leak", 20_000);
    expect(heap.pid).toBe(1);
    const got = await snapshotOf(1, { command });
    const own = await heap.report();
    expect(got.faults).toEqual([]);
    expect(got.heap?.usedBytes).toBe(own.used);
    expect(got.holders?.[0]).toMatchObject({ holder: "App\\Cache::$items", elements: 20_000 });
    expect(got.dryRun?.freeableBytes).toBe(0);
  });

  test("cyclic garbage: what gc would free is what it then frees", async () => {
    const { heap, command } = await started("cycles", 5000);
    const got = await snapshotOf(1, { command });
    const { freed } = await heap.collect();
    expect(got.faults).toEqual([]);
    const share = Number(got.dryRun?.freeableBytes) / freed;
    expect(share).toBeGreaterThanOrEqual(0.9);
    expect(share).toBeLessThanOrEqual(1.005);
  });
});
