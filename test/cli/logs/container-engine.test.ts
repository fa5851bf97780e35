// The output of real containers, over what happens to them; what the engine itself prints in the end is the truth.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../../src/cli/clock.ts";
import { ContainerOutput } from "../../../src/cli/logs/container.ts";
import { Outbox } from "../../../src/cli/logs/outbox.ts";
import type { LogLine } from "../../../src/domain/log.ts";
import { inspectors } from "../../../src/targets/index.ts";
import { startDocker, podmanThatRuns, type Docker, type Engine } from "../../fixtures/engine.ts";
import { lacks } from "../../fixtures/needs.ts";
import { until } from "../../fixtures/until.ts";

const lives: AbortController[] = [];
afterEach(() => {
  for (const life of lives.splice(0)) life.abort();
});

/** Numbers over all its lives, in bursts on both streams; a line of 40 KB now and then. */
const NUMBERS = `for (;;) {
  file_put_contents('/seen', 'ten lines.', FILE_APPEND); clearstatcache(); $n = filesize('/seen');
  for ($i = 0; $i < 10; $i++) echo "line ", $n + $i, "\\n";
  fwrite(STDERR, "error $n\\n");
  if ($n % 1000 === 0) echo 'long ', $n, ' ', str_repeat('x', 40000), "\\n";
  usleep(20000);
}`;

function following({ scheme }: Engine, name: string) {
  const inspector = inspectors.find((each) => each.scheme === scheme);
  const logs = inspector?.logs ?? null;
  if (inspector === undefined || logs === null) throw new Error(`no ${scheme}`);
  let asks = 0;
  const counted: typeof logs = (...words) => {
    asks += 1;
    return logs(...words);
  };
  const life = new AbortController();
  lives.push(life);
  const outbox = new Outbox(systemClock, life.signal);
  const lines: LogLine[] = [];
  const output = new ContainerOutput(
    {
      inspector: { ...inspector, logs: counted },
      target: { scheme, uri: `${scheme}://${name}`, address: [name] },
    },
    {
      outbox,
      clock: systemClock,
      signal: life.signal,
      first: { kind: "tail", lines: 100_000 },
      changed: () => undefined,
    },
  );
  const ended = output.run();
  const texts = (source: string): readonly string[] => {
    for (const each of outbox.take()) if (each.type === "log") lines.push(...each.lines);
    return lines.filter((line) => line.source === source).map(({ text }) => String(text));
  };
  return {
    output,
    asks: () => asks,
    texts,
    lines,
    end: async () => {
      life.abort();
      await ended;
    },
  };
}

const isAscending = (texts: readonly string[]): boolean => {
  const numbers = texts.map((text) => Number(/^line (\d+)$/u.exec(text)?.[1] ?? Number.NaN));
  const all = numbers.filter((number) => !Number.isNaN(number));
  return all.every((number, index) => index === 0 || number > (all[index - 1] ?? 0));
};

/** As the engine prints it, which gets to know the last words of a life after its end; a line that a kill tore is joined to the next one there. */
const truth = (engine: Engine, name: string): string =>
  engine.client("logs", name).replaceAll("\n", "");

const started = (engine: Engine, name: string, script: string): void => {
  const base = ["run", "-d", "--name", name, "--network", "none"];
  engine.client(...base, "php", "/usr/bin/php", "-n", "-r", script);
};

const now = ["-t", "0"];

function tellsAllOnce(engine: () => Engine): void {
  test("a container that is restarted twice while it is followed: each line once, in order", async () => {
    started(engine(), "numbers", NUMBERS);
    await until(() => truth(engine(), "numbers").includes("long"), "what it says before we come");
    const { texts, lines, asks, end } = following(engine(), "numbers");
    for (const restart of [1, 2]) {
      const before = texts("stdout").length;
      await until(() => texts("stdout").length > before + 300, `lines before restart ${restart}`);
      engine().client("restart", ...now, "numbers");
    }
    const before = texts("stdout").length;
    await until(() => texts("stdout").length > before + 300, "lines of the last life");
    engine().client("kill", "numbers");
    const isAll = () => texts("stdout").join("") === truth(engine(), "numbers");
    await until(isAll, "all of it, and nothing else");
    const asked = asks();
    await until(() => asks() > asked + 1, "that it was asked again");
    expect(isAll()).toBe(true);
    expect(isAscending(texts("stdout"))).toBe(true);
    expect(texts("stdout").some((text) => text.length > 40_000)).toBe(true);
    const stamps = lines.map(({ at }) => Number(at));
    expect(stamps.slice(0, 200)).toEqual(stamps.slice(0, 200).toSorted((a, b) => a - b));
    expect(new Set(texts("stderr")).size).toBe(texts("stderr").length);
    expect(lines.every(({ clock }) => clock === "source")).toBe(true);
    await end();
  });

  test("a container that is removed and made anew under its name is followed from its first line", async () => {
    started(engine(), "anew", 'echo "first\n"; sleep(600);');
    const { texts, end } = following(engine(), "anew");
    await until(() => texts("stdout").length === 1, "the first");
    engine().client("rm", "-f", ...(engine().scheme === "podman" ? now : []), "anew");
    started(engine(), "anew", 'echo "second\n"; sleep(600);');
    await until(() => texts("stdout").length > 1, "the second");
    engine().client("restart", ...now, "anew");
    await until(() => texts("stdout").length > 2, "its next life");
    expect(texts("stdout")).toEqual(["first", "second", "second"]);
    await end();
  });
}

describe.skipIf(lacks("dockerd"))("docker", () => {
  let engine: Docker;
  beforeAll(async () => {
    engine = await startDocker();
    Object.assign(process.env, engine.env);
    engine.image("php");
  }, 60_000);
  afterAll(() => engine.end(), 60_000);

  tellsAllOnce(() => engine);

  test("a log driver that gives nothing back is named", async () => {
    engine.client(
      "run",
      "-d",
      "--name",
      "mute",
      "--log-driver",
      "none",
      "--network",
      "none",
      "php",
      "sleep",
      "600",
    );
    const { output, end } = following(engine, "mute");
    await until(() => output.sources()[0]?.state === "unreadable", "its state");
    expect(output.sources()).toMatchObject([
      { source: "stdout", detail: "none" },
      { source: "stderr", detail: "none" },
    ]);
    await end();
  });

  test("what a life left without line end is a line of its own", async () => {
    started(engine, "torn", `echo "a\\n", 'without end'; sleep(600);`);
    const { texts, end } = following(engine, "torn");
    await until(() => texts("stdout").length === 1, "its first line");
    for (const count of [3, 5]) {
      engine.client("restart", ...now, "torn");
      await until(() => texts("stdout").length >= count, "its next life");
    }
    expect(texts("stdout")).toEqual(["a", "without end", "a", "without end", "a"]);
    const later = following(engine, "torn");
    await until(() => later.texts("stdout").length >= 5, "all lives");
    expect(later.texts("stdout")).toEqual(["a", "without end", "a", "without end", "a"]);
    await Promise.all([end(), later.end()]);
  });

  test("a daemon that stops and starts loses nothing", async () => {
    started(engine, "steady", NUMBERS);
    const { texts, end } = following(engine, "steady");
    await until(() => texts("stdout").length > 100, "lines before");
    await engine.stopDaemon();
    await engine.startDaemon();
    engine.client("start", "steady");
    const before = texts("stdout").length;
    await until(() => texts("stdout").length > before + 100, "lines after");
    engine.client("kill", "steady");
    const isAll = () => texts("stdout").join("") === truth(engine, "steady");
    await until(isAll, "all of it, and nothing else");
    await end();
  });
});

const podman = await podmanThatRuns();

describe.skipIf(podman === null)("podman", () => {
  beforeAll(() => void Object.assign(process.env, podman?.env));
  afterAll(() => podman?.end(), 60_000);

  tellsAllOnce(() => podman!);
});
