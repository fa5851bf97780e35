import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Candidate, Inspector, Listing, LogsFrom } from "../../src/domain/ports/inspector.ts";
import { TransportError } from "../../src/domain/ports/transport.ts";
import type { Target } from "../../src/domain/target.ts";
import { MIB } from "../../src/domain/units.ts";
import type { Engine } from "../fixtures/engine.ts";
import { hyperf } from "../fixtures/tree.ts";
import { until } from "../fixtures/until.ts";

const ENGINE = new URL("../../src/targets/engine/inspector.ts", import.meta.url).href;

const never = new AbortController().signal;

/** What every engine must tell of its containers, on a real one that has an image `php`. Called once per kind. */
export function tellsOfContainers(inspector: Inspector, engine: () => Engine): void {
  const target = (name: string): Target => ({
    scheme: inspector.scheme,
    uri: `${inspector.scheme}://${name}`,
    address: [name],
  });
  const idle = (name: string, ...args: readonly string[]) =>
    engine().client(
      "run",
      "-d",
      "--name",
      name,
      "--network",
      "none",
      ...args,
      "php",
      "sleep",
      "600",
    );
  const named = (address: readonly string[]): Target => ({
    scheme: inspector.scheme,
    uri: `${inspector.scheme}:`,
    address,
  });
  const resolved = async (words: readonly string[], labels: readonly string[] = []) =>
    (await inspector.resolve(named(words), labels, never)).map(({ uri }) => uri);
  const refused = async (word: string) => {
    const failure: unknown = await inspector
      .resolve(named([word]), [], never)
      .catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(TransportError);
    return failure instanceof TransportError ? failure.fault : null;
  };
  const inspect = (name: string) => inspector.inspect!(target(name), never);

  test("lists what runs and what does not: limit, memory, age, and what it probably is", async () => {
    const id = engine().tree("shop", hyperf("shop"));
    idle("unlimited", "--label", "app=none");
    engine().client("create", "--name", "asleep", "--network", "none", "php", "sleep", "1");
    const listings = await all(inspector.list(never));
    expect(listings.at(-1)).toMatchObject({
      kind: inspector.scheme,
      fault: null,
      isComplete: true,
    });
    const found = candidate(listings, "shop");
    expect(found).toMatchObject({
      target: target("shop"),
      kind: inspector.scheme,
      state: "running",
      limitBytes: 128 * MIB,
      restarts: 0,
      probably: "hyperf",
      containerId: id,
    });
    expect(found.memoryBytes).toBeGreaterThan(MIB);
    expect(isOfToday(found.startedAt)).toBe(true);
    expect(candidate(listings, "unlimited")).toMatchObject({ limitBytes: null, probably: "other" });
    expect(candidate(listings, "asleep")).toMatchObject({ state: "created", startedAt: null });
  });

  test("a name, an id and its beginning mean the container; each once", async () => {
    const id = idle("by-name");
    const uri = `${inspector.scheme}://by-name`;
    expect(await resolved(["by-name"])).toEqual([uri]);
    expect(await resolved([id, id.slice(0, 12), "by-name"])).toEqual([uri]);
  });

  test("a compose service means its container; several of it are named", async () => {
    const label = ["--label", "com.docker.compose.service=web"];
    idle("project-web-1", ...label);
    expect(await resolved(["web"])).toEqual([`${inspector.scheme}://project-web-1`]);
    idle("project-web-2", ...label);
    const fault = await refused("web");
    expect(fault?.kind).toBe("ambiguous-target");
    expect(fault?.detail).toBe("web");
    expect(fault?.others?.toSorted()).toEqual(["project-web-1", "project-web-2"]);
  });

  test("a label means every running container that has it", async () => {
    idle("with-1", "--label", "tier=api");
    idle("with-2", "--label", "tier=api");
    expect((await resolved([], ["tier=api"])).toSorted()).toEqual(
      ["with-1", "with-2"].map((name) => `${inspector.scheme}://${name}`),
    );
    await expect(inspector.resolve(named([]), ["tier=none"], never)).rejects.toHaveProperty(
      "fault",
      {
        kind: "no-such-label",
        detail: "tier=none",
      },
    );
  });

  test("a name that nobody has is refused, with what is named like it", async () => {
    idle("checkout-api");
    expect(await refused("checkout-ap")).toEqual({
      kind: "no-such-target",
      detail: "checkout-ap",
      others: ["checkout-api"],
    });
  });

  test("what does not run is refused, and how it ended is told", async () => {
    engine().client("create", "--name", "new", "--network", "none", "php", "sleep", "1");
    expect(await refused("new")).toEqual({
      kind: "not-running",
      detail: "new",
      life: null,
    });
    engine().client("run", "--name", "failed", "--network", "none", "php", "sh", "-c", "exit 0");
    const failed = await refused("failed");
    expect(failed).toMatchObject({
      kind: "not-running",
      detail: "failed",
      life: { exitCode: 0, oomKilled: false },
    });
    expect(isOfToday(failed?.life?.endedAt ?? null)).toBe(true);
    idle("still");
    engine().client("pause", "still");
    expect(await refused("still")).toEqual({ kind: "paused", detail: "still" });
    engine().client("unpause", "still");
  });

  test("limits, image and former lives, with how they ended", async () => {
    const id = idle("lives", "-m", "64m");
    for (const _ of [1, 2]) {
      engine().client("kill", "-s", "KILL", "lives");
      await until(
        () => engine().client("inspect", "-f", "{{.State.Running}}", id) === "false",
        "its end",
      );
      engine().client("start", "lives");
    }
    const container = await inspect("lives");
    expect(container).toMatchObject({
      engine: inspector.scheme,
      id,
      name: "lives",
      state: "running",
      limitBytes: 64 * MIB,
      restartCount: 0,
    });
    expect(container.imageDigest).toMatch(/^sha256:[0-9a-f]{64}$/u);
    expect(container.imageAt).not.toBeNull();
    expect(container.logDriver).not.toBeNull();
    expect(container.lives.map(({ exitCode }) => exitCode)).toEqual([137, 137, null]);
    expect(container.lives.at(-1)?.endedAt).toBeNull();
    for (const { startedAt, endedAt } of container.lives.slice(0, -1))
      expect(Number(endedAt)).toBeGreaterThan(Number(startedAt));
    expect(container.lives.some(({ oomKilled }) => oomKilled === true)).toBe(false);
  });

  test("its output, stdout and stderr apart, each line with its time; and what came since", async () => {
    const script = "echo one; echo two >&2; echo three; exec sleep 600";
    engine().client("run", "-d", "--name", "talks", "--network", "none", "php", "sh", "-c", script);
    const lines = await first(inspector, target("talks"), { kind: "tail", lines: 100 }, 3);
    const of = (stream: string) =>
      lines
        .filter((line) => line.stream === stream)
        .map(({ bytes }) => Buffer.from(bytes).toString("latin1"));
    expect([of("stdout"), of("stderr")]).toEqual([["one", "three"], ["two"]]);
    for (const { at } of lines) expect(isOfToday(at)).toBe(true);
    const since = await first(inspector, target("talks"), { kind: "since", at: lines[0]!.at! }, 3);
    expect(since.length).toBe(3);
  });

  test("who follows its output may be killed, or stop: no client of the engine stays", async () => {
    idle("followed");
    const follow = `const { engineInspector } = await import(${JSON.stringify(ENGINE)});
      const { logs } = engineInspector({ scheme: ${JSON.stringify(inspector.scheme)} });
      const target = { scheme: "", uri: "", address: ["followed"] };
      for await (const _ of logs(target, { kind: "tail", lines: 9 }, new AbortController().signal));`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", follow]);
    await until(() => clientsOf("followed") > 0, "its client");
    child.kill("SIGKILL");
    await until(() => clientsOf("followed") === 0, "the end of its client");
    const own = new AbortController();
    const lines = inspector.logs!(target("followed"), { kind: "tail", lines: 9 }, own.signal);
    const end = lines[Symbol.asyncIterator]().next();
    await until(() => clientsOf("followed") > 0, "its client");
    own.abort();
    expect(await end).toEqual({ done: true, value: undefined });
    await until(() => clientsOf("followed") === 0, "the end of its client");
  });

  test("the output of a container that is not there is a fault", async () => {
    const failure: unknown = await first(
      inspector,
      target("nobody"),
      { kind: "tail", lines: 1 },
      1,
    ).catch((e: unknown) => e);
    expect(failure).toHaveProperty("fault.kind", "no-such-target");
  });

  test("output that is kept nowhere is a fault with its driver", async () => {
    idle("mute", "--log-driver", "none");
    const failure: unknown = await first(
      inspector,
      target("mute"),
      { kind: "tail", lines: 1 },
      1,
    ).catch((e: unknown) => e);
    expect(failure).toHaveProperty("fault", { kind: "unreadable-logs", detail: "none" });
  });
}

/** Processes of this machine that follow the output of a container. */
function clientsOf(name: string): number {
  const pids = readdirSync("/proc").filter((entry) => /^\d+$/u.test(entry));
  return pids.filter((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, "latin1").split("\0");
      return words.includes("logs") && words.includes(name);
    } catch {
      return false;
    }
  }).length;
}

/** The engine's clock is that of this machine. */
const isOfToday = (at: number | null): boolean => at !== null && Math.abs(Date.now() - at) < DAY_MS;
const DAY_MS = 86_400_000;

async function all(listings: AsyncIterable<Listing>): Promise<readonly Listing[]> {
  const found: Listing[] = [];
  for await (const listing of listings) found.push(listing);
  return found;
}

function candidate(listings: readonly Listing[], name: string): Candidate {
  const found = listings.at(-1)?.candidates.find((each) => each.name === name);
  if (found === undefined) throw new Error(`${name} is not listed`);
  return found;
}

async function first(inspector: Inspector, target: Target, from: LogsFrom, count: number) {
  const life = new AbortController();
  const found = [];
  try {
    for await (const batch of inspector.logs!(target, from, life.signal)) {
      found.push(...batch);
      if (found.length >= count) break;
    }
  } finally {
    life.abort();
  }
  return found.slice(0, count);
}
