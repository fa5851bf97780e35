import { spawn, type ChildProcess } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import { ownCost } from "../../src/cli/own-cost.ts";
import { MIB } from "../../src/domain/units.ts";

let child: ChildProcess | null = null;
afterEach(() => child?.kill("SIGKILL"));

test("our own process and the clients it started are measured together", async () => {
  child = spawn(process.execPath, ["-e", "console.log('up'); for (;;);"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  await new Promise((resolve) => child?.stdout?.once("data", resolve));
  const alone = await ownCost([]);
  expect(alone.rssBytes).toBeGreaterThan(20 * MIB);
  expect(alone.cpuPercent).toBeGreaterThanOrEqual(0);
  const both = await ownCost([child.pid ?? 0]);
  expect(Number(both.rssBytes) - Number(alone.rssBytes)).toBeGreaterThan(20 * MIB);
});

test("a client that is gone makes the CPU unknown, never an error", async () => {
  expect(await ownCost([2 ** 22 + 1])).toMatchObject({ rssBytes: expect.any(Number) });
});
