// The output of a container by an engine that is made up, and a clock on which minutes pass at once.
import { afterEach, describe, expect, test } from "vitest";
import { ContainerOutput } from "../../../src/cli/logs/container.ts";
import { Outbox } from "../../../src/cli/logs/outbox.ts";
import type { LogLine } from "../../../src/domain/log.ts";
import type { LogsFrom } from "../../../src/domain/ports/inspector.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { fakeClock } from "../../collector/fake-clock.ts";
import { fakeEngine, type FakeEngine } from "./fake-engine.ts";

const lives: AbortController[] = [];
afterEach(() => {
  for (const life of lives.splice(0)) life.abort();
});

/** The engine's clock, in ms; ours is another. */
const T = 1_795_774_000_000;

function following(engine: FakeEngine, first: LogsFrom = { kind: "tail", lines: 1000 }) {
  const life = new AbortController();
  lives.push(life);
  const clock = fakeClock(T);
  const outbox = new Outbox(clock, life.signal);
  const lines: LogLine[] = [];
  const states: string[] = [];
  let most = 0;
  const output = new ContainerOutput(
    { inspector: engine.inspector, target: { scheme: "docker", uri: "", address: ["shop"] } },
    {
      outbox,
      clock,
      signal: life.signal,
      first,
      changed: () => states.push(String(output.sources()[0]?.state)),
    },
  );
  const ended = output.run();
  const take = (): void => {
    let count = 0;
    for (const each of outbox.take())
      if (each.type === "log") {
        lines.push(...each.lines);
        count += each.lines.length;
      }
    most = Math.max(most, count);
  };
  return {
    output,
    lines,
    states,
    clock,
    most: () => most,
    texts: () => {
      take();
      return lines.map(({ text }) => String(text));
    },
    of: (stream: string) =>
      lines.filter(({ source }) => source === stream).map(({ text }) => String(text)),
    /** Lets so much time go by. */
    pass: (ms: number) => clock.run(clock.sleep(ms, life.signal)),
    end: () => {
      life.abort();
      return ended;
    },
  };
}

const FIRST_PAUSE = 400;
/** Lines of one stream wait so long for those of the other. */
const HELD = 150;

test("lines have the engine's time, those from before we came too, and their stream as source", async () => {
  const engine = fakeEngine();
  engine.say("before", T - 3_600_000);
  engine.say("bad", T - 5, "stderr");
  const { lines, texts, pass, output, end } = following(engine);
  await pass(HELD);
  engine.say("now\r", T + 1);
  engine.say("x".repeat(70_000), T + 2);
  await pass(HELD);
  expect(texts().map((text) => text.slice(0, 6))).toEqual(["before", "bad", "now", "xxxxxx"]);
  expect(lines).toMatchObject([
    { source: "stdout", clock: "source", at: T - 3_600_000, writer: null, cutBytes: 0 },
    { source: "stderr", clock: "source", at: T - 5 },
    { source: "stdout", clock: "source", at: T + 1 },
    { cutBytes: 70_000 - 65_536 },
  ]);
  expect(engine.asked).toEqual([{ kind: "tail", lines: 1000 }]);
  output.isOf("shop");
  expect(output.sources()).toEqual(
    ["stdout", "stderr"].map((source) => ({
      source,
      why: "container",
      pid: null,
      server: "shop",
      state: "followed",
      bytes: null,
      detail: null,
    })),
  );
  await end();
});

describe("a restart", () => {
  test("nothing twice and nothing lost, with many lines of one text in one second", async () => {
    const engine = fakeEngine();
    const { texts, of, pass } = following(engine);
    await pass(HELD);
    const said: Record<"stdout" | "stderr", string[]> = { stdout: [], stderr: [] };
    for (let life = 0; life < 4; life++) {
      for (let index = 0; index < 300; index++) {
        // ten lines a millisecond, each twice: they differ in nothing
        const stream = index % 3 === 0 ? "stderr" : "stdout";
        said[stream].push(`line ${index % 5}`);
        engine.say(`line ${index % 5}`, T + 10 * life + Math.floor(index / 10), stream);
      }
      engine.stop();
      await pass(HELD);
      // the end of one life, seen after we looked away
      said.stdout.push("bye");
      engine.say("bye", T + 10 * life + 30);
      engine.start();
      await pass(FIRST_PAUSE);
    }
    expect(texts()).toHaveLength(4 * 301);
    for (const stream of ["stdout", "stderr"] as const) expect(of(stream)).toEqual(said[stream]);
    expect(engine.asked).toHaveLength(5);
  });

  test("a container that stays away is asked more and more seldom, and at once when it is there again", async () => {
    const engine = fakeEngine();
    const { texts, pass, output } = following(engine);
    engine.say("one", T);
    engine.stop();
    await pass(120_000);
    expect(engine.asked.length).toBeLessThan(20);
    engine.start();
    engine.say("two", T + 100_000);
    output.wake();
    await pass(HELD);
    expect(texts()).toEqual(["one", "two"]);
  });

  test("another container of the same name begins with its first line", async () => {
    const engine = fakeEngine();
    const other = fakeEngine();
    let current = engine;
    const inspector = {
      ...engine.inspector,
      logs: (...words: Parameters<NonNullable<typeof engine.inspector.logs>>) =>
        current.inspector.logs?.(...words) ?? [],
    } as typeof engine.inspector;
    const { texts, pass, states } = following({ ...engine, inspector });
    engine.say("old", T);
    await pass(HELD);
    engine.stop();
    engine.refuse({ kind: "no-such-target", detail: null });
    await pass(3000);
    current = other;
    other.say("new", T + 2500);
    await pass(20_000);
    expect(texts()).toEqual(["old", "new"]);
    expect(states).toEqual(["absent", "followed"]);
  });

  test.each(["docker", "podman"])(
    "%s: a line that its life left without end is told once, although the engine joins the next life to it",
    async (scheme) => {
      const engine = fakeEngine(scheme);
      const joining = fakeEngine(scheme);
      let current = engine;
      const inspector = {
        ...engine.inspector,
        logs: (...words: Parameters<NonNullable<typeof engine.inspector.logs>>) =>
          current.inspector.logs?.(...words) ?? [],
      } as typeof engine.inspector;
      const { texts, pass } = following({ ...engine, inspector });
      const last = T + 5;
      engine.say("no end", last);
      engine.stop();
      await pass(HELD);
      const stamp = `${new Date(T + 300).toISOString().slice(0, -1)}123456Z `;
      joining.say(`no end${stamp}first`, last);
      current = joining;
      await pass(FIRST_PAUSE);
      expect(texts()).toEqual(["no end", "first"]);
    },
  );
});

describe("clocks", () => {
  test("two streams of which one comes late lose nothing", async () => {
    const engine = fakeEngine();
    for (let minute = 0; minute < 50; minute++) engine.say(`out ${minute}`, T + minute * 60_000);
    for (let minute = 0; minute < 50; minute++)
      engine.say(`err ${minute}`, T + minute * 60_000 + 1, "stderr");
    const { texts, pass } = following(engine);
    await pass(HELD);
    engine.stop();
    await pass(HELD);
    engine.start();
    engine.say("next", T + 60 * 60_000);
    await pass(FIRST_PAUSE);
    expect(texts()).toHaveLength(101);
    expect(texts().at(-1)).toBe("next");
    expect(engine.asked.at(-1)).toEqual({ kind: "since", at: T + 49 * 60_000 + 1 - 1000 });
  });

  test("an engine's clock that goes back an hour brings nothing twice, and hides nothing after it", async () => {
    const engine = fakeEngine();
    const { texts, pass } = following(engine);
    const said: string[] = [];
    const say = (text: string, at: number): void => {
      said.push(text);
      engine.say(text, at);
    };
    for (let index = 0; index < 100; index++) say(`a ${index}`, T + index * 60_000);
    for (let index = 0; index < 5; index++) say(`b ${index}`, T + 3_000_000 + index * 700);
    await pass(HELD);
    engine.stop();
    await pass(HELD);
    engine.start();
    say("c", T + 3_000_000 + 9000);
    await pass(FIRST_PAUSE);
    say("d", T + 3_000_000 + 9100);
    await pass(HELD);
    expect(texts()).toEqual(said);
  });

  test("without stamps a line has our time, and what a client says each time is told once", async () => {
    const engine = fakeEngine();
    engine.say("WARNING: no config", null, "stderr");
    const { texts, lines, pass } = following(engine);
    await pass(HELD);
    engine.say("one", T + 1);
    for (let life = 0; life < 3; life++) {
      engine.stop();
      await pass(HELD);
      engine.start();
      await pass(3000);
    }
    engine.say("two", T + 2000);
    await pass(HELD);
    expect(texts()).toEqual(["WARNING: no config", "one", "two"]);
    expect(lines[0]).toMatchObject({ clock: "reading", source: "stderr" });
  });
});

test("lines of both streams stand in the order of their times, each stream in its own", async () => {
  const engine = fakeEngine();
  for (const at of [1, 3, 5, 4, 9]) engine.say(`out ${at}`, T + at);
  for (const at of [0, 3, 7, 10]) engine.say(`err ${at}`, T + at, "stderr");
  const { texts, pass } = following(engine);
  await pass(HELD);
  const order = ["err 0", "out 1", "out 3", "err 3", "out 5", "out 4", "err 7", "out 9", "err 10"];
  expect(texts()).toEqual(order);
});

test("a flood waits for whoever takes its lines, and stays whole over a restart", async () => {
  const engine = fakeEngine("docker", 1000);
  const count = 150_000;
  for (let index = 0; index < count; index++) engine.say(`n ${index}`, T + Math.floor(index / 200));
  const { texts, pass, most } = following(engine, { kind: "since", at: epochMs(T) });
  engine.stop();
  let told = -1;
  for (let seen = texts().length; seen !== told; seen = texts().length) {
    told = seen;
    await pass(100);
  }
  engine.start();
  engine.say("end", T + 2000);
  await pass(20_000);
  expect(texts()).toEqual([...Array.from({ length: count }, (_, index) => `n ${index}`), "end"]);
  expect(most()).toBeLessThan(25_000);
});

test("output that its driver does not give back is said once, with the driver, and not asked for over and over", async () => {
  const engine = fakeEngine();
  engine.refuse({ kind: "unreadable-logs", detail: untrustedText("syslog") });
  const { states, pass, output } = following(engine);
  await pass(300_000);
  expect(engine.asked).toHaveLength(1);
  expect(states).toEqual(["unreadable"]);
  expect(output.sources()[0]).toMatchObject({ state: "unreadable", detail: "syslog" });
});

test("an engine that does not answer for a while is asked again, and what was said meanwhile is there", async () => {
  const engine = fakeEngine();
  const { texts, states, pass } = following(engine);
  engine.say("one", T);
  await pass(HELD);
  engine.stop();
  engine.refuse({ kind: "engine-unreachable", detail: untrustedText("connection refused") });
  await pass(5000);
  engine.say("two", T + 2000);
  engine.refuse(null);
  engine.start();
  await pass(20_000);
  expect(texts()).toEqual(["one", "two"]);
  expect(states).toEqual(["absent", "followed"]);
});

test("podman is asked where its last lines begin, and for all since then", async () => {
  const engine = fakeEngine("podman");
  engine.say("old", T - 10_000);
  engine.say("a", T);
  engine.say("b", T + 1);
  const { texts, pass } = following(engine, { kind: "tail", lines: 2 });
  await pass(HELD);
  expect(texts()).toEqual(["a", "b"]);
  expect(engine.asked).toEqual([
    { kind: "tail", lines: 2 },
    { kind: "since", at: T - 1000 },
  ]);
});
