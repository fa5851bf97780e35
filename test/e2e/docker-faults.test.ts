// What a watcher of a real container says and does at each fault: retry, find it again, keep the data.
import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { inContainer, startDocker, type Docker } from "../fixtures/engine.ts";
import { lacks } from "../fixtures/needs.ts";
import { hyperf } from "../fixtures/tree.ts";
import { until } from "../fixtures/until.ts";
import { validateObservation } from "../schema/validate.ts";
import { run, swtop } from "./swtop.ts";

type Told = {
  readonly type: string;
  readonly state?: string;
  readonly at: string;
  readonly seq?: number;
  readonly fault?: {
    readonly kind: string;
    readonly detail: string;
    readonly life?: {
      readonly exitCode: number;
      readonly oomKilled: boolean;
      readonly endedAt: string;
    };
  } | null;
  readonly servers?: readonly { readonly id: string; readonly processes: readonly object[] }[];
};

class Watch {
  readonly told: Told[] = [];
  readonly child: ChildProcess;

  constructor(engine: Docker, name: string) {
    const [file, ...args] = swtop("watch", "docker", name, "--json", "--interval", "500ms");
    this.child = spawn(file, args, {
      env: { ...process.env, ...engine.env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    createInterface({ input: this.child.stdout! }).on("line", (line) => {
      this.told.push(JSON.parse(line));
    });
  }

  /** The next session of a kind of fault, or in a state, after so many that were told. */
  async next(what: string, from: number): Promise<Told> {
    const fits = ({ type, state, fault }: Told) =>
      type === "session" && (state === what || fault?.kind === what);
    const all = () =>
      this.told.slice(from).map(({ type, state, fault }) => `${type} ${state} ${fault?.kind}`);
    await until(
      () => this.told.slice(from).some(fits),
      () => `${what} after ${all().join(", ")}`,
      30_000,
    );
    return this.told.slice(from).find(fits)!;
  }

  /** Live again, with a sample of all its processes. */
  async back(from: number): Promise<void> {
    await this.next("live", from);
    const at = this.told.findLastIndex(({ state }) => state === "live");
    await until(
      () => this.told.slice(at).some(({ servers }) => servers?.[0]?.processes.length === PROCESSES),
      "a sample of all processes",
      30_000,
    );
  }

  samples = () => this.told.filter(({ type }) => type === "sample");
}

const PROCESSES = 6;

describe.skipIf(lacks("dockerd"))("a container", () => {
  let engine: Docker;
  let watch: Watch;
  const watches: Watch[] = [];
  beforeAll(async () => {
    engine = await startDocker();
    engine.image("php");
    engine.image("noshell", ["dash"]);
  }, 60_000);
  afterAll(() => engine.end(), 60_000);
  afterEach(() => {
    for (const each of watches.splice(0)) each.child.kill("SIGKILL");
  });
  const watched = async (name: string) => {
    const id = engine.tree(name, hyperf("shop"));
    watch = new Watch(engine, name);
    watches.push(watch);
    await watch.back(0);
    return id;
  };

  test("that is paused is waited for, and goes on where it was", async () => {
    await watched("paused");
    let mark = watch.told.length;
    engine.client("pause", "paused");
    const stale = await watch.next("stale", mark);
    expect(stale.fault).toEqual({ kind: "paused", detail: "paused" });
    mark = watch.told.length;
    engine.client("unpause", "paused");
    await watch.back(mark);
  }, 60_000);

  test("that is restarted is found again; seq goes on, its server keeps its id, the gap stays a gap", async () => {
    await watched("again");
    const mark = watch.told.length;
    engine.client("restart", "-t", "0", "again");
    const lost = await watch.next("retrying", mark);
    expect(["restarted", "restarting", "container-ended"]).toContain(lost.fault?.kind);
    expect(lost.fault).toMatchObject({
      detail: "again",
      life: { exitCode: 137, oomKilled: false },
    });
    await watch.back(mark);
    const samples = watch.samples();
    expect(new Set(samples.flatMap(({ servers }) => servers?.map(({ id }) => id)))).toEqual(
      new Set(["shop"]),
    );
    const seqs = samples.map(({ seq }) => Number(seq));
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    expect(new Set(seqs).size).toBe(seqs.length);
    for (const told of watch.told) expect(validateObservation(told)).toEqual([]);
  }, 60_000);

  test("that ends is waited for, with how it ended; started, it is there again", async () => {
    await watched("ends");
    let mark = watch.told.length;
    engine.client("kill", "ends");
    const lost = await watch.next("container-ended", mark);
    expect(lost.fault).toMatchObject({ detail: "ends", life: { exitCode: 137, oomKilled: false } });
    expect(lost.fault?.life?.endedAt).toMatch(/^20/);
    mark = watch.told.length;
    engine.client("start", "ends");
    await watch.back(mark);
  }, 60_000);

  test("that is removed is said to be; made anew under its name it is found", async () => {
    await watched("anew");
    let mark = watch.told.length;
    engine.client("rm", "-f", "anew");
    expect((await watch.next("removed", mark)).fault?.detail).toBe("anew");
    mark = watch.told.length;
    engine.tree("anew", hyperf("shop"));
    await watch.back(mark);
    expect(watch.child.exitCode).toBeNull();
  }, 60_000);

  test("whose engine stops is waited for; with the engine it comes back", async () => {
    await watched("daemon");
    let mark = watch.told.length;
    await engine.stopDaemon();
    expect((await watch.next("engine-unreachable", mark)).fault?.detail).toMatch(/docker/i);
    mark = watch.told.length;
    await engine.startDaemon();
    engine.client("start", "daemon");
    await watch.back(mark);
  }, 120_000);

  test("in which a child is killed for want of memory: the counter, and the session goes on", async () => {
    const leaks = { "Worker.1": { leakKibPerS: 60 * 1024 } };
    engine.tree("child", hyperf("shop", { extra: leaks }), ["-m", "96m", "--memory-swap", "96m"]);
    watch = new Watch(engine, "child");
    watches.push(watch);
    await watch.back(0);
    const mark = watch.told.length;
    const kills = () => watch.samples().map((told) => Object(told).memory?.oomKills);
    await until(() => kills().some((count) => count >= 1), "a kill in the counter", 40_000);
    expect(watch.told.slice(mark).filter(({ type }) => type === "session")).toEqual([]);
  }, 60_000);

  test("whose main process is killed for want of memory: that is why, and its next life is found", async () => {
    const leaks = { Master: { leakKibPerS: 60 * 1024 } };
    const limit = ["-m", "96m", "--memory-swap", "96m", "--restart", "always"];
    engine.tree("main", hyperf("shop", { extra: leaks }), limit);
    watch = new Watch(engine, "main");
    watches.push(watch);
    await watch.back(0);
    const lost = await watch.next("retrying", 0);
    expect(["restarted", "restarting", "container-ended"]).toContain(lost.fault?.kind);
    expect(lost.fault?.life).toMatchObject({ exitCode: 137, oomKilled: true });
    await watch.back(watch.told.indexOf(lost));
  }, 60_000);

  test.each(["SIGKILL", "SIGTERM", "SIGSTOP"] as const)(
    "keeps nothing of a watcher that %s ended: no process, no zombie",
    async (signal) => {
      const name = `left-${signal.toLowerCase()}`;
      const id = await watched(name);
      const strangers = () => inContainer(id).filter(({ title }) => !title.startsWith("shop."));
      expect(strangers().length).toBeGreaterThan(0);
      watch.child.kill(signal);
      await until(() => strangers().length === 0, "an empty container", 15_000);
      expect(inContainer(id)).toHaveLength(PROCESSES);
      expect(inContainer(id).filter(({ state }) => state === "Z")).toEqual([]);
    },
    60_000,
  );

  test("without a Swoole process is refused, and what runs there is said", async () => {
    engine.client("run", "-d", "--name", "idle", "--network", "none", "php", "sleep", "600");
    const { code, stderr } = await run(swtop("watch", "docker", "idle"), { env: engine.env });
    expect(code).toBe(3);
    expect(stderr).toMatch(/no Swoole process runs there; what runs is sleep\./);
  }, 60_000);

  test.each([
    ["nobody", /there is no container or service nobody/],
    ["asleep", /asleep was created and never started/],
    ["bare", /no shell answered|sh/],
  ])(
    "%s: one sentence, exit 3, before the screen is taken",
    async (name, says) => {
      engine.image("noshell", ["dash"]);
      if (name === "asleep")
        engine.client("create", "--name", "asleep", "--network", "none", "php", "sleep", "1");
      if (name === "bare")
        engine.client(
          "run",
          "-d",
          "--name",
          "bare",
          "--network",
          "none",
          "noshell",
          "/usr/bin/sleep",
          "60",
        );
      const ended = await run(swtop("docker", name), { env: engine.env });
      expect(ended.code).toBe(3);
      expect(ended.stderr.trim().split("\n")).toHaveLength(1);
      expect(ended.stderr).toMatch(says);
    },
    60_000,
  );
});
