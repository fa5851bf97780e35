// Several containers side by side, on a real pseudo terminal.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startDocker, type Docker } from "../fixtures/engine.ts";
import { lacks } from "../fixtures/needs.ts";
import { hyperf } from "../fixtures/tree.ts";
import { run, swtop } from "./swtop.ts";
import { KEYS, Terminal } from "./terminal.ts";

describe.skipIf(lacks("dockerd"))("several containers", () => {
  let engine: Docker;
  let terminal: Terminal | null = null;
  beforeAll(async () => {
    engine = await startDocker();
    engine.image("php");
    engine.tree("one", hyperf("shop"), [
      "-m",
      "128m",
      "--memory-swap",
      "128m",
      "--label",
      "tier=web",
    ]);
    engine.tree("two", hyperf("shop", { workers: 3 }), ["--label", "tier=web"]);
  }, 60_000);
  afterEach(() => terminal?.close());
  afterAll(() => engine.end(), 60_000);

  test("each has its bar and its rows; Enter opens one, q comes back, q again ends", async () => {
    terminal = new Terminal(swtop("docker", "one", "two"), {
      columns: 120,
      rows: 40,
      env: engine.env,
    });
    const shown = terminal;
    await shown.until(
      () =>
        rowsOf(shown.lines(), "docker://one") === 6 && rowsOf(shown.lines(), "docker://two") === 7,
    );
    expect(shown.lines().filter((each) => each.startsWith(" MEM"))).toHaveLength(3);
    expect(shown.text()).toMatch(/without a limit, of the machine's/);
    shown.picture("several-120x40");
    for (let step = 0; step < 6; step += 1) shown.press("j");
    await shown.until(/^ swtop {2}docker:\/\/two/m);
    shown.press(KEYS.enter);
    await shown.until(/- Processes 7/);
    shown.press("q");
    await shown.until(/- 2 targets - 13 processes/);
    shown.press("q");
    await shown.until(() => shown.ended !== null);
    expect(shown.ended?.code).toBe(0);
  }, 60_000);

  test("one that is paused says so at its head; the other goes on", async () => {
    terminal = new Terminal(swtop("docker", "-l", "tier=web"), {
      columns: 120,
      rows: 40,
      env: engine.env,
    });
    const shown = terminal;
    await shown.until(() => rowsOf(shown.lines(), "docker://two") === 7);
    engine.client("pause", "two");
    try {
      await shown.until(/^docker:\/\/two +STALE \d+s/m);
      expect(shown.text()).toMatch(/^docker:\/\/one +\* LIVE/m);
      expect(rowsOf(shown.lines(), "docker://two")).toBe(7);
    } finally {
      engine.client("unpause", "two");
    }
    await shown.until(/^docker:\/\/two +\* LIVE/m);
  }, 60_000);

  test("those that do not run are waited for, beside one that does", async () => {
    engine.client("create", "--name", "new", "--network", "none", "php", "sleep", "600");
    engine.client("pause", "two");
    try {
      terminal = new Terminal(swtop("docker", "one", "two", "new"), {
        columns: 120,
        rows: 40,
        env: engine.env,
      });
      const shown = terminal;
      await shown.until(() => rowsOf(shown.lines(), "docker://one") === 6);
      await shown.until(/^docker:\/\/two +(?:STALE|RETRYING).*paused/im);
      await shown.until(/^docker:\/\/new +(?:STALE|RETRYING).*never started/im);
      engine.client("unpause", "two");
      await shown.until(() => rowsOf(shown.lines(), "docker://two") === 7);
      engine.client("pause", "two");
      const told = await run(
        swtop("watch", "docker", "-l", "tier=web", "--json", "--for", "5s", "--interval", "500ms"),
        { env: engine.env },
      );
      const all = told.stdout.split("\n").filter((line) => line !== "");
      const its = all.map((line) => JSON.parse(line)).filter((each) => /two/.test(each.target));
      expect(told).toMatchObject({ code: 0, stderr: "" });
      expect(its.map(({ state }) => state)).toContain("retrying");
      const alone = await run(swtop("watch", "docker", "two", "new"), { env: engine.env });
      expect(alone.code).toBe(3);
    } finally {
      engine.client("unpause", "two");
      engine.client("rm", "-f", "new");
    }
  }, 60_000);

  test("as NDJSON each object has its target, and a count is each target's", async () => {
    const { code, stdout } = await run(
      swtop("watch", "docker", "one", "two", "--json", "--count", "2", "--interval", "300ms"),
      {
        env: engine.env,
      },
    );
    expect(code).toBe(0);
    const told = stdout
      .trim()
      .split("\n")
      .map((each) => JSON.parse(each));
    expect(new Set(told.map(({ target }) => target))).toEqual(
      new Set(["docker://one", "docker://two"]),
    );
    for (const uri of ["docker://one", "docker://two"]) {
      const its = told.filter(({ target }) => target === uri);
      expect(its[0].type).toBe("hello");
      expect(its.filter(({ type }) => type === "sample")).toHaveLength(2);
    }
  }, 60_000);

  test("without a terminal a table each; one that is not there is named before", async () => {
    const { code, stdout } = await run(swtop("docker", "one", "two"), { env: engine.env });
    expect(code).toBe(0);
    expect(stdout.match(/docker:\/\/(?:one|two)/g)).toEqual(["docker://one", "docker://two"]);
    const refused = await run(swtop("docker", "one", "three"), { env: engine.env });
    expect(refused.code).toBe(3);
    expect(refused.stderr).toMatch(/there is no container or service three/);
  }, 60_000);
});

const rowsOf = (lines: readonly string[], target: string): number => {
  const from = lines.findIndex((each) => each.startsWith(target));
  const after = lines.slice(from + 1);
  const end = after.findIndex((each) => each.startsWith("docker://"));
  return after
    .slice(0, end === -1 ? after.length : end)
    .filter((each) => /Worker\.\d|Master|Manager|crontab/.test(each)).length;
};
