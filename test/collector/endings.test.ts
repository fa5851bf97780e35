// Whatever becomes of the client, nothing stays in the target. All cases wait at the same time: the watchdog takes its seconds.
import { spawn, type ChildProcess } from "node:child_process";
import { describe, expect, test } from "vitest";
import { heldRequest, readRequest, startScript } from "../../src/collector/protocol.ts";
import { until } from "../fixtures/until.ts";
import { collectorPids, familyOf, SCRIPT, SHELLS, startCollector, stateOf } from "./shells.ts";

const PREFIX = `./${"/".repeat(32)}`;

const gone = (pids: readonly number[]) =>
  until(
    () => pids.every((pid) => stateOf(pid) === null),
    () => `the end of ${pids.map((pid) => `${pid} ${stateOf(pid)}`).join()}`,
    25_000,
  );

describe.concurrent.each(SHELLS)("$name", ({ command, isMissing }) => {
  test.skipIf(isMissing)("ends with its stdin", async () => {
    const collector = await startCollector(command);
    await until(() => collectorPids(collector).length === 3, "main, watchdog, its sleep");
    const pids = collectorPids(collector);
    collector.child.stdin.end();
    await gone(pids);
  });

  test.skipIf(isMissing)("ends when nobody takes its answers", async () => {
    const collector = await startCollector(command);
    const pids = collectorPids(collector);
    collector.child.stdout.destroy();
    collector.child.stdin.write(readRequest(PREFIX, 100, ["uptime"]));
    await gone(pids);
  });

  test.skipIf(isMissing).each(["SIGTERM", "SIGHUP", "SIGINT"] as const)(
    "ends by %s",
    async (name) => {
      const collector = await startCollector(command);
      const pids = collectorPids(collector);
      collector.child.kill(name);
      await gone(pids);
    },
  );

  test.skipIf(isMissing).each(["SIGKILL", "SIGTERM"] as const)(
    "ends when its client is ended by %s",
    async (name) => {
      const { client, main } = await startClient(command);
      const pids = familyOf(main);
      client.kill(name);
      await gone(pids);
    },
  );

  test.skipIf(isMissing)("ends when the client of its client is killed", async () => {
    const { client, main } = await startClient(["sh", "-c", 'cat | "$@"', "sh", ...command]);
    const pids = familyOf(main);
    client.kill("SIGKILL");
    await gone(pids);
  });

  test.skipIf(isMissing)("ends when nobody speaks any more, and leaves no zombie", async () => {
    const collector = await startCollector(command);
    const pids = collectorPids(collector);
    await gone(pids);
    expect(collector.child.exitCode).toBe(0);
  });

  test.skipIf(isMissing)("ends when it is stuck in a write, and leaves no zombie", async () => {
    const collector = await startCollector(command);
    collector.child.stdout.pause();
    const words = Array.from({ length: 60 }, () => "[0-9]*/stat");
    collector.child.stdin.write(readRequest(PREFIX, 4096, words));
    await until(() => collectorPids(collector).length === 4, "head is stuck");
    await gone(collectorPids(collector));
    expect(collector.child.exitCode).toBe(0);
  });

  test.skipIf(isMissing)("ends when the links of descriptors are stuck in a write", async () => {
    const collector = await startCollector(command);
    collector.child.stdout.pause();
    const often = Array.from({ length: 2000 }, () => process.pid);
    collector.child.stdin.write(heldRequest(PREFIX, 32 * 1024 * 1024, often));
    await until(() => collectorPids(collector).length === 5, "ls and head are stuck");
    await gone(collectorPids(collector));
    expect(collector.child.exitCode).toBe(0);
  });

  test.skipIf(isMissing)("lives through a pause, when somebody is still there", async () => {
    const collector = await startCollector(command);
    await until(() => collectorPids(collector).length === 3, "main, watchdog, its sleep");
    const pids = collectorPids(collector);
    const stop = (name: NodeJS.Signals) =>
      pids.slice(0, 2).forEach((pid) => process.kill(pid, name));
    stop("SIGSTOP");
    const answer = collector.ask((prefix) => readRequest(prefix, 100, ["uptime"]));
    await until(() => stateOf(pids[2] ?? 0) !== "S", "the sleep of its watchdog is over");
    stop("SIGCONT");
    expect((await answer).has("uptime")).toBe(true);
    collector.child.stdin.end();
    await gone(pids);
  });
});

/** A client with a process of its own, which starts a collector. */
async function startClient(
  command: readonly string[],
): Promise<{ client: ChildProcess; main: number }> {
  const program = `
    const { spawn } = require("node:child_process");
    const [script, ...command] = process.argv.slice(1);
    const child = spawn(command[0], command.slice(1), { stdio: ["pipe", "pipe", "ignore"], detached: true });
    child.stdin.write(script);
    child.stdout.on("data", (chunk) => process.stdout.write(chunk));
    setInterval(() => {}, 1000);`;
  const script = Buffer.from(startScript(SCRIPT, ["ab", "cd"])).toString();
  const client = spawn(process.execPath, ["-e", program, "--", script, ...command], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let heard = "";
  client.stdout.on("data", (chunk: Buffer) => (heard += chunk.toString()));
  await until(() => /swtop abcd ready \d+ /.test(heard), "the hello");
  return { client, main: Number(/ready (\d+)/.exec(heard)?.[1]) };
}
