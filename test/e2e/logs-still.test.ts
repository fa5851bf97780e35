// `swtop logs` of a container that does not run: its engine still has what it wrote.
import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startDocker, type Docker } from "../fixtures/engine.ts";
import { lacks } from "../fixtures/needs.ts";
import { hyperf } from "../fixtures/tree.ts";
import { until } from "../fixtures/until.ts";
import { run, swtop } from "./swtop.ts";

describe.skipIf(lacks("dockerd"))("a container that does not run", () => {
  let engine: Docker;
  const start = (name: string, script: string, ...args: readonly string[]) =>
    engine.client(
      "run",
      "-d",
      "--name",
      name,
      "--network",
      "none",
      ...args,
      "php",
      "sh",
      "-c",
      script,
    );
  const logs = (...args: readonly string[]) =>
    run(swtop("logs", "docker", ...args), { env: engine.env });
  beforeAll(async () => {
    engine = await startDocker();
    engine.image("php");
    start("crashed", "echo one; sleep 0.2; echo two >&2; exit 1");
    start("held", "echo held; exec sleep 600");
    await until(() => engine.client("logs", "held") === "held", "its line");
    engine.client("pause", "held");
  }, 60_000);
  afterAll(async () => {
    engine.client("unpause", "held");
    await engine.end();
  }, 60_000);

  test("exited: what it wrote to stdout and stderr, then the end", async () => {
    const { code, stdout, stderr } = await logs("crashed");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/one[^]*two/);
    expect((await logs("crashed", "--grep", "two")).stdout).not.toContain("one");
    const json = (await logs("crashed", "--json")).stdout.trim().split("\n");
    expect(json.map((line) => JSON.parse(line)).slice(0, 2)).toMatchObject([
      { type: "hello", target: "docker://crashed" },
      { type: "record", message: "one" },
    ]);
    expect(await logs("crashed", "--since", "1ms")).toMatchObject({ code: 0, stdout: "" });
  }, 60_000);

  test("paused: what it wrote, and the end although its engine goes on", async () => {
    const { code, stdout } = await logs("held");
    expect(code).toBe(0);
    expect(stdout).toContain("held");
  }, 60_000);

  test("with -f it goes on, and tells what it writes when it is started again", async () => {
    start("comes-back", "echo here; sleep 1");
    await until(
      () => engine.client("inspect", "-f", "{{.State.Running}}", "comes-back") === "false",
      "its end",
    );
    const [file, ...args] = swtop("logs", "docker", "comes-back", "-f");
    const child = spawn(file, args, { env: { ...process.env, ...engine.env } });
    let told = "";
    child.stdout.on("data", (chunk: Buffer) => {
      told += chunk.toString();
    });
    const ended = Promise.withResolvers<number | null>();
    child.once("close", ended.resolve);
    await until(() => told.split("here").length === 2, "its line");
    engine.client("start", "comes-back");
    await until(() => told.split("here").length === 3, "its next line");
    child.kill("SIGTERM");
    expect(await ended.promise).toBe(143);
  }, 60_000);

  test("a name that nobody has is refused as ever; other commands take none that does not run", async () => {
    expect(await logs("nobody")).toMatchObject({ code: 3, stdout: "" });
    const { code, stderr } = await run(swtop("watch", "docker", "crashed"), { env: engine.env });
    expect(code).toBe(3);
    expect(stderr).toContain("crashed is not running");
  }, 60_000);

  test("whose engine keeps nothing: one sentence and 3, whether it runs or not", async () => {
    engine.tree("mute", hyperf("shop"), ["--log-driver", "none"]);
    start("mute-end", "exit 0", "--log-driver", "none");
    for (const name of ["mute", "mute-end"]) {
      const { code, stdout, stderr } = await logs(name);
      expect({ name, code, stdout }).toEqual({ name, code: 3, stdout: "" });
      expect(stderr.trim().split("\n")).toHaveLength(1);
      expect(stderr).toContain("none");
    }
  }, 60_000);
});
