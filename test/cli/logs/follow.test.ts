// Logs merged into the observations of a real session over a real shell; nothing here needs Swoole.
import { spawn } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { systemClock } from "../../../src/cli/clock.ts";
import { withLogs, type LogWish } from "../../../src/cli/logs/follow.ts";
import { NO_DEMAND } from "../../../src/domain/demand.ts";
import type { LogLine } from "../../../src/domain/log.ts";
import type { LogSource } from "../../../src/domain/log-source.ts";
import type { Observation } from "../../../src/domain/observation.ts";
import type { Source } from "../../../src/domain/ports/source.ts";
import type { Sample, Server } from "../../../src/domain/sample.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { sessionIn } from "../../collector/real-session.ts";
import { SHELLS, stateOf } from "../../collector/shells.ts";
import { UNKNOWN_PROCESS } from "../../fixtures/unknown.ts";
import { until } from "../../fixtures/until.ts";
import { emptySample } from "../../recording/sample-fixture.ts";
import { fakeEngine } from "./fake-engine.ts";
import { folder, type Endings } from "./tailing.ts";

const endings: Endings = [];
afterEach(() => {
  for (const end of endings.splice(0).toReversed()) end();
});

const NONE: LogWish = { files: [], commands: [], backlogBytes: 1024, since: null };

function session(command: readonly string[], signal: AbortSignal): Source {
  const source = sessionIn(command, signal, { budgetMs: 100 });
  source.demand(NO_DEMAND);
  return source;
}

/** A session whose samples hold one server; what comes of it and its logs. */
function look(
  command: readonly string[],
  options: Partial<LogWish>,
  { servers = [], scheme = "exec" }: { servers?: readonly Server[]; scheme?: string } = {},
) {
  const life = new AbortController();
  endings.push(() => life.abort());
  const source = session(command, life.signal);
  const samples = (async function* (): AsyncGenerator<Observation> {
    for await (const gathered of source.gathered) {
      if (gathered.type === "session") yield { type: "session", session: gathered.session };
      if (gathered.type !== "reading") continue;
      const { at, seq } = gathered.reading;
      yield { type: "sample", sample: { ...emptySample, at, seq, servers } };
    }
  })();
  const all = withLogs(
    samples,
    {
      files: source.files,
      target: { scheme, uri: `${scheme}:`, address: [] },
      options: { ...NONE, ...options },
      clock: systemClock,
      container: null,
    },
    life.signal,
  );
  const lines: LogLine[] = [];
  const counts = { batches: 0, connections: 0 };
  let sources: readonly LogSource[] = [];
  const taken = (async () => {
    for await (const observation of all) {
      if (observation.type === "log") {
        lines.push(...observation.lines);
        counts.batches += 1;
      }
      if (observation.type === "log-sources") sources = observation.sources;
      if (observation.type === "session" && observation.session.state === "live")
        counts.connections += 1;
    }
  })();
  return {
    lines,
    counts,
    texts: () => lines.map(({ text }) => String(text)),
    sources: () => sources,
    clientPids: () => source.clientPids(),
    end: async () => {
      life.abort();
      await taken;
    },
  };
}

const numbered = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, index) => `line ${from + index}`);

describe.each(SHELLS)("$name", ({ command, isMissing }) => {
  test.skipIf(isMissing)(
    "a connection that breaks goes on where it was: nothing lost, nothing twice",
    async () => {
      const path = join(folder(endings), "a.log");
      writeFileSync(path, "old\n");
      const { lines, texts, counts, clientPids, end } = look(command, { files: [path] });
      await until(() => lines.length > 0, "the backlog");
      let written = 0;
      const write = (count: number): void => {
        const more = numbered(written, written + count).join("\n");
        written += count;
        // half of the last line comes with the next write
        appendFileSync(path, more.slice(0, -2));
        appendFileSync(path, `${more.slice(-2)}\n`);
      };
      for (const broken of [1, 2, 3]) {
        write(100);
        const [pid] = clientPids();
        process.kill(pid ?? 0, "SIGKILL");
        write(100);
        if (broken === 2) renameSync(path, `${path}.1`);
        await until(() => counts.connections > broken, "another connection");
        write(100);
      }
      await until(() => lines.length > written, "all lines");
      expect(texts()).toEqual(["old", ...numbered(0, written)]);
      expect(lines.some(({ lostBytes }) => lostBytes !== undefined)).toBe(false);
      await end();
    },
  );
});

const SHELL = SHELLS[0].command;

/** A process that writes into a file as its stdout, in a folder of its own, and the server that it is the first process of. */
function server(root: string, stdout: string): { readonly server: Server; readonly pid: number } {
  const child = spawn("sh", ["-c", `exec sleep 100 >> '${stdout}' 2>/dev/null`], {
    cwd: root,
    stdio: "ignore",
  });
  endings.push(() => child.kill("SIGKILL"));
  const pid = child.pid ?? 0;
  const process = { ...UNKNOWN_PROCESS, pid, nsPid: pid };
  return {
    pid,
    server: {
      id: "shop",
      rootPid: pid,
      app: null,
      framework: "hyperf",
      mode: null,
      memory: null,
      processes: [process],
    },
  };
}

test.skipIf(SHELLS[0].isMissing)(
  "finds the folder of logs below a working directory, and what a process has as its stdout",
  async () => {
    const root = folder(endings);
    mkdirSync(join(root, "runtime/logs"), { recursive: true });
    writeFileSync(join(root, "runtime/logs/hyperf.log"), "a\n");
    writeFileSync(join(root, "runtime/logs/day-2026-11-26.log"), "b\n");
    writeFileSync(join(root, "runtime/logs/day-2026-11-27.log"), "c\n");
    const { server: shop, pid } = server(root, join(root, "out.txt"));
    await until(() => readFileSync(`/proc/${pid}/comm`, "utf8") === "sleep\n", "it sleeps");
    const { lines, texts, sources, end } = look(SHELL, {}, { servers: [shop] });
    await until(() => sources().length === 3 && lines.length === 2, "all sources");
    const told = sources().map(({ source, why, state }) => [source.replace(root, ""), why, state]);
    expect(told).toEqual(
      [
        ["file:/runtime/logs/day-2026-11-27.log", "runtime-logs", "followed"],
        ["file:/runtime/logs/hyperf.log", "runtime-logs", "followed"],
        ["file:/out.txt", "descriptor", "followed"],
      ].map(([path, ...rest]) => [path, ...rest]),
    );
    expect(sources()[2]).toMatchObject({ pid, bytes: 0 });
    expect(sources().map(({ server: id }) => id)).toEqual(["shop", "shop", "shop"]);
    expect(texts()).toEqual(["c", "a"]);
    appendFileSync(join(root, "out.txt"), "said\n");
    await until(() => lines.length === 3, "what it said");
    expect(lines.at(-1)).toMatchObject({ text: "said", clock: "reading", writer: null });
    expect(lines[0]?.clock).toBe("backlog");
    await until(() => sources()[2]?.bytes === 5, "its size");
    await end();
  },
);

test.skipIf(SHELLS[0].isMissing)("what a command prints, until it ends or we do", async () => {
  const script = `echo $$; echo two >&2; printf 'no end'; sleep 100 & wait`;
  const { lines, sources, end } = look(SHELL, {
    commands: [script, "echo once; echo why >&2; exit 3"],
  });
  await until(() => sources().some(({ state }) => state === "ended"), "the end of the second");
  await until(() => lines.length === 2, "the lines");
  const [first] = lines.filter(({ source }) => source === "stdout");
  const pid = Number(first?.text);
  expect(stateOf(pid)).not.toBeNull();
  expect(sources()).toEqual([
    {
      source: "stdout",
      why: "option",
      pid: null,
      server: null,
      state: "followed",
      bytes: null,
      detail: null,
    },
    {
      source: "stdout:2",
      why: "option",
      pid: null,
      server: null,
      state: "ended",
      bytes: null,
      detail: "exit 3: why",
    },
  ]);
  await end();
  await until(() => stateOf(pid) === null, "its end, zombie included");
});

test("without files the rest goes on, and who leaves does not wait for the next sample", async () => {
  const never = (async function* (): AsyncGenerator<Observation> {
    yield { type: "sample", sample: { ...emptySample, at: epochMs(1) } satisfies Sample };
    await new Promise(() => undefined);
  })();
  const life = new AbortController();
  endings.push(() => life.abort());
  const target = { scheme: "local", uri: "local:", address: [] };
  const options = { ...NONE, commands: ["echo hello; sleep 100"] };
  const all = withLogs(
    never,
    { files: null, target, options, clock: systemClock, container: null },
    life.signal,
  );
  const seen: string[] = [];
  for await (const observation of all) {
    seen.push(observation.type);
    if (observation.type === "log") break;
  }
  expect(seen.toSorted()).toEqual(["log", "log-sources", "sample"]);
});

test("a container's output is its one server's, and commands have the names behind it", async () => {
  const engine = fakeEngine();
  engine.say("out", 1_795_774_000_000);
  engine.say("err", 1_795_774_000_001, "stderr");
  const shop = { id: "shop", rootPid: 1, app: null, framework: "hyperf", mode: null, memory: null };
  const servers = [{ ...shop, processes: [UNKNOWN_PROCESS] }] as const;
  const observed = (async function* (): AsyncGenerator<Observation> {
    yield { type: "sample", sample: { ...emptySample, servers } };
    yield { type: "sample", sample: { ...emptySample, servers: [] } };
    await new Promise(() => undefined);
  })();
  const life = new AbortController();
  endings.push(() => life.abort());
  const target = { scheme: "docker", uri: "docker://shop", address: ["shop"] };
  const options = { ...NONE, commands: ["echo hello"] };
  const container = { inspector: engine.inspector, target };
  const asked = { files: null, target, options, clock: systemClock, container };
  const lines: LogLine[] = [];
  let sources: readonly LogSource[] = [];
  for await (const observation of withLogs(observed, asked, life.signal)) {
    if (observation.type === "log") lines.push(...observation.lines);
    if (observation.type === "log-sources") ({ sources } = observation);
    if (lines.length === 3 && sources.some(({ state }) => state === "ended")) break;
  }
  expect(lines.map(({ source, text }) => `${source} ${text}`).toSorted()).toEqual([
    "stderr err",
    "stdout out",
    "stdout:2 hello",
  ]);
  expect(sources.map((each) => [each.source, each.why, each.server])).toEqual([
    ["stdout", "container", "shop"],
    ["stderr", "container", "shop"],
    ["stdout:2", "option", null],
  ]);
  expect(engine.asked).toEqual([{ kind: "tail", lines: 4 }]);
});
