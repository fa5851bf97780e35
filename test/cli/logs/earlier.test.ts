// What stands in real files before what was read of them, through a real shell that runs the real script.
import { appendFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { systemClock } from "../../../src/cli/clock.ts";
import { EarlierAsked } from "../../../src/cli/logs/earlier-asked.ts";
import { MOST_PART_BYTES } from "../../../src/collector/tails.ts";
import { SHELLS } from "../../collector/shells.ts";
import { folder, shellFiles, tailing, wish, type Endings } from "./tailing.ts";

const endings: Endings = [];
afterEach(() => {
  for (const end of endings.splice(0).toReversed()) end();
});

const LONG = "x".repeat(80);
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => `line ${from + index} ${LONG}\n`).join("");
const texts = (from: number, to: number): readonly string[] =>
  lines(from, to).trimEnd().split("\n");
const STEP = 16 * 1024;

const bare = (told: readonly string[]): readonly string[] =>
  told.map((text) => text.replace("+ ", ""));

describe.each(SHELLS)("$name", ({ command, isMissing }) => {
  const start = async (paths: readonly string[], backlogBytes = 1024) => {
    const files = await shellFiles(command, endings);
    const look = tailing(
      files,
      paths.map((path) => wish(path)),
      backlogBytes,
    );
    const earlier = async (): Promise<readonly string[]> => {
      const { parts } = await look.tails.earlier(STEP);
      return parts.flatMap(({ lines: raw }) => raw.map(({ text }) => text as string));
    };
    const left = async (): Promise<number> => (await look.tails.earlier(STEP)).leftBytes;
    return { ...look, earlier, left };
  };

  test.skipIf(isMissing)(
    "step by step to the first line: nothing lost, nothing twice, while the file grows",
    async () => {
      const path = join(folder(endings), "a.log");
      writeFileSync(path, lines(0, 1000));
      const { settle, earlier } = await start([path]);
      let seen = bare(await settle());
      expect(seen.length).toBeLessThan(20);
      let steps = 0;
      for (let more = await earlier(); more.length > 0; more = await earlier()) {
        seen = [...more, ...seen];
        steps += 1;
        appendFileSync(path, lines(1000 + steps, 1001 + steps));
        seen = [...seen, ...(await settle())];
      }
      expect(seen).toEqual([...texts(0, 1000), ...texts(1001, 1001 + steps)]);
      // 91 kB in steps of 16 KiB, and no more at once
      expect(steps).toBeGreaterThan(4);
      expect(await earlier()).toEqual([]);
    },
  );

  test.skipIf(isMissing)("it is said how much stands before them", async () => {
    const path = join(folder(endings), "a.log");
    const text = lines(0, 400);
    writeFileSync(path, text);
    const { tails, settle } = await start([path]);
    const told = bare(await settle());
    const { parts, leftBytes } = await tails.earlier(STEP);
    const read = [...(parts[0]?.lines ?? []).map((line) => line.text as string), ...told];
    expect(leftBytes).toBe(text.length - read.join("\n").length - 1);
  });

  test.skipIf(isMissing)(
    "of each file; one that was read from its start has nothing before",
    async () => {
      const inside = folder(endings);
      const [a, b, c] = ["a.log", "b.log", "c.log"].map((name) => join(inside, name));
      if (a === undefined || b === undefined || c === undefined) throw new Error("no path");
      writeFileSync(a, lines(0, 100));
      writeFileSync(b, "short\n");
      writeFileSync(c, lines(500, 600));
      const { tails, settle } = await start([a, b, c]);
      await settle();
      const { parts } = await tails.earlier(STEP);
      expect(parts.map(({ source }) => source)).toEqual([`file:${a}`, `file:${c}`]);
      expect(parts.map(({ lines: [first] }) => first?.text)).toEqual([
        texts(0, 1)[0],
        texts(500, 501)[0],
      ]);
    },
  );

  test.skipIf(isMissing)("a line that is longer than a step", async () => {
    const path = join(folder(endings), "a.log");
    const long = "y".repeat(3 * STEP);
    writeFileSync(path, `${lines(0, 3)}${long}\n${lines(3, 100)}`);
    const { settle, earlier } = await start([path]);
    const told = bare(await settle());
    const more = [await earlier(), await earlier()].reduce((a, b) => [...b, ...a]);
    expect([...more, ...told]).toEqual([...texts(0, 3), long, ...texts(3, 100)]);
  });

  test.skipIf(isMissing)("one that is longer than a part is the end of it", async () => {
    const path = join(folder(endings), "a.log");
    writeFileSync(path, `first\n${"y".repeat(MOST_PART_BYTES + STEP)}\n${lines(0, 20)}`);
    const { settle, earlier, left } = await start([path]);
    await settle();
    expect(await earlier()).toEqual(texts(0, 20).slice(0, -11));
    expect(await earlier()).toEqual([]);
    expect(await left()).toBe(0);
  });

  test.skipIf(isMissing)("not of another file that has its name by now", async () => {
    const inside = folder(endings);
    const path = join(inside, "a.log");
    writeFileSync(path, lines(0, 1000));
    const { settle, earlier } = await start([path]);
    await settle();
    rmSync(path);
    writeFileSync(path, lines(5000, 7000));
    expect(await earlier()).toEqual([]);
    await settle();
    expect(await earlier()).toEqual([]);
  });

  test.skipIf(isMissing)("of one that was rotated, as long as it is followed", async () => {
    const path = join(folder(endings), "a.log");
    writeFileSync(path, lines(0, 100));
    const { settle, earlier } = await start([path]);
    const told = bare(await settle());
    renameSync(path, `${path}.1`);
    writeFileSync(path, lines(100, 110));
    expect(await settle()).toEqual(texts(100, 110));
    expect([...(await earlier()), ...told]).toEqual(texts(0, 100));
    expect(await earlier()).toEqual([]);
  });

  test.skipIf(isMissing)("once, where two ways lead to one file", async () => {
    const path = join(folder(endings), "a.log");
    writeFileSync(path, lines(0, 100));
    const files = await shellFiles(command, endings);
    const byDescriptor = wish(path, { source: "file:other", place: `../proc/self/root${path}` });
    const { tails, settle } = tailing(files, [wish(path), byDescriptor], 1024);
    const told = bare(await settle());
    const read = async () =>
      (await tails.earlier(STEP)).parts.flatMap((part) => part.lines.map(({ text }) => text));
    expect([...(await read()), ...told]).toEqual(texts(0, 100));
    tails.want([byDescriptor]);
    await settle();
    expect(await read()).toEqual([]);
  });
});

describe("who asks", () => {
  const none = { lines: [], sources: 0, leftBytes: 0 };

  test("wakes who sleeps, and gets what is read then; a second one gets the same", async () => {
    const asked = new EarlierAsked();
    const { signal } = new AbortController();
    const sleeps = asked.nap(systemClock, 600_000, signal);
    const [first, second] = [asked.ask(), asked.ask()];
    await sleeps;
    let reads = 0;
    const read = async () => {
      reads += 1;
      return none;
    };
    await asked.answer(read);
    expect([await first, await second]).toEqual([none, none]);
    await asked.answer(read);
    expect(reads).toBe(1);
  });

  test("gets nothing where nobody reads any more", async () => {
    const asked = new EarlierAsked();
    const before = asked.ask();
    asked.end();
    expect([await before, await asked.ask()]).toEqual([null, null]);
  });

  test("does not wait for a look that is over", async () => {
    const asked = new EarlierAsked();
    const over = new AbortController();
    const sleeps = asked.nap(systemClock, 600_000, over.signal);
    over.abort();
    await expect(sleeps).resolves.toBeUndefined();
  });
});
