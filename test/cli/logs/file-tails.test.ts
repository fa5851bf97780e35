// Real files, followed through a real shell that runs the real script.
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { MOST_LAG_BYTES, MOST_PART_BYTES } from "../../../src/collector/tails.ts";
import { SCRIPT, SHELLS } from "../../collector/shells.ts";
import { lacks } from "../../fixtures/needs.ts";
import { folder, shellFiles, tailing, wish, type Endings } from "./tailing.ts";

const endings: Endings = [];
afterEach(() => {
  for (const end of endings.splice(0).toReversed()) end();
});

const LONG = "x".repeat(80);
/** Lines that can be told apart, so many bytes that a file is known by them. */
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => `line ${from + index} ${LONG}\n`).join("");
const told = (from: number, to: number): readonly string[] => lines(from, to).trimEnd().split("\n");

describe.each(SHELLS)("$name", ({ command, isMissing }) => {
  const start = async (path: string, backlogBytes?: number) => {
    const files = await shellFiles(command, endings);
    return tailing(files, [wish(path)], backlogBytes);
  };

  test.skipIf(isMissing)(
    "what is appended, once, and a half-written line when it is whole",
    async () => {
      const path = join(folder(endings), "a.log");
      writeFileSync(path, "old\n");
      const { settle } = await start(path);
      expect(await settle()).toEqual(["+ old"]);
      expect(await settle()).toEqual([]);
      appendFileSync(path, "new\nha");
      expect(await settle()).toEqual(["new"]);
      appendFileSync(path, "lf");
      expect(await settle()).toEqual([]);
      appendFileSync(path, "\r\n\nlast\n");
      expect(await settle()).toEqual(["half", "", "last"]);
    },
  );

  test.skipIf(isMissing)("of what was there only the end, from the start of a line", async () => {
    const path = join(folder(endings), "a.log");
    writeFileSync(path, lines(0, 1000));
    const { settle } = await start(path, 400);
    expect(await settle()).toEqual(told(996, 1000).map((line) => `+ ${line}`));
    appendFileSync(path, "new\n");
    expect(await settle()).toEqual(["new"]);
  });

  test.skipIf(isMissing)("a backlog that begins at a line's start loses no line", async () => {
    const path = join(folder(endings), "a.log");
    writeFileSync(path, "first\n123\n567\n");
    expect(await (await start(path, 8)).settle()).toEqual(["+ 123", "+ 567"]);
  });

  test.skipIf(isMissing)("one that is not there yet, from its start on", async () => {
    const path = join(folder(endings), "a.log");
    const { settle, states } = await start(path, 400);
    expect(await settle()).toEqual([]);
    expect(states()).toEqual([[`file:${path}`, "absent", null]]);
    writeFileSync(path, lines(0, 100));
    expect(await settle()).toEqual(told(0, 100));
    expect(states()).toEqual([[`file:${path}`, "followed", null]]);
  });

  test.skipIf(isMissing).each([".1", "-20261127", ".20261127", "-2026112713", ".2026-11-27"])(
    "renamed to %s and made anew: the rest of the old one, then the new one",
    async (suffix) => {
      const path = join(folder(endings), "a.log");
      writeFileSync(path, lines(0, 5));
      writeFileSync(`${path}.2`, lines(500, 600));
      writeFileSync(`${path}.10.gz`, lines(0, 10));
      const { settle } = await start(path);
      await settle();
      appendFileSync(path, `${lines(5, 7)}ha`);
      renameSync(path, path + suffix);
      writeFileSync(path, lines(7, 9));
      expect(await settle()).toEqual(told(5, 9));
      // who has the old one open still writes to it
      appendFileSync(path + suffix, "lf\n");
      appendFileSync(path, "new\n");
      expect(await settle()).toEqual(["half", "new"]);
    },
  );

  test.skipIf(isMissing)("renamed, and only later made anew", async () => {
    const path = join(folder(endings), "a.log");
    writeFileSync(path, "one\n");
    const { settle, states } = await start(path);
    await settle();
    appendFileSync(path, "two\n");
    renameSync(path, `${path}.1`);
    expect(await settle()).toEqual(["two"]);
    expect(states()).toEqual([[`file:${path}`, "absent", null]]);
    appendFileSync(`${path}.1`, "three\n");
    expect(await settle()).toEqual(["three"]);
    writeFileSync(path, "four\n");
    expect(await settle()).toEqual(["four"]);
  });

  test.skipIf(isMissing)("copied and emptied: the rest is in the copy", async () => {
    const path = join(folder(endings), "a.log");
    writeFileSync(path, lines(0, 5));
    const { settle } = await start(path);
    await settle();
    appendFileSync(path, lines(5, 7));
    copyFileSync(path, `${path}.1`);
    truncateSync(path);
    appendFileSync(path, lines(7, 8));
    expect(await settle()).toEqual(told(5, 8));
  });

  test.skipIf(isMissing)("emptied without a copy: begins again, and a gap is told", async () => {
    const path = join(folder(endings), "a.log");
    writeFileSync(path, `${lines(0, 5)}ha`);
    const { settle } = await start(path);
    await settle();
    truncateSync(path);
    appendFileSync(path, "new\nnext\n");
    expect(await settle()).toEqual(["ha", "? new", "next"]);
  });

  test.skipIf(isMissing)("emptied and longer than before within one round", async () => {
    const path = join(folder(endings), "a.log");
    writeFileSync(path, lines(0, 50));
    const { settle } = await start(path);
    await settle();
    truncateSync(path);
    appendFileSync(path, lines(100, 200));
    const [first = "", ...rest] = await settle();
    expect([first.replace("? ", ""), ...rest]).toEqual(told(100, 200));
    expect(first).toMatch(/^\? /u);
  });

  test.skipIf(isMissing)("deleted and made again, even with the same inode", async () => {
    const path = join(folder(endings), "a.log");
    writeFileSync(path, lines(0, 5));
    const { settle } = await start(path);
    await settle();
    rmSync(path);
    writeFileSync(path, lines(20, 30));
    const [first = "", ...rest] = await settle();
    expect([first.replace("? ", ""), ...rest]).toEqual(told(20, 30));
  });

  test.skipIf(isMissing)("a line of 3 MB comes in parts and whole", async () => {
    const path = join(folder(endings), "a.log");
    writeFileSync(path, "");
    const { settle } = await start(path);
    await settle();
    appendFileSync(path, `${"y".repeat(3 * MOST_PART_BYTES)}\nnext\n`);
    const [long = "", next] = await settle();
    expect([long.length, next]).toEqual([64 * 1024, "next"]);
  });

  test.skipIf(isMissing)(
    "too far behind: it goes to the end and tells how much is missing",
    async () => {
      const path = join(folder(endings), "a.log");
      writeFileSync(path, "old\nha");
      const { settle } = await start(path);
      await settle();
      const flood = `lf\n${"flood\n".repeat(MOST_LAG_BYTES / 4)}`;
      appendFileSync(path, flood);
      const [half, first = "", ...rest] = await settle();
      expect(half).toBe("ha");
      const [, lost, line] = /^(\d+)\? (.*)$/u.exec(first) ?? [];
      expect(line).toBe("flood");
      expect(Number(lost) + (rest.length + 1) * "flood\n".length).toBe(flood.length);
    },
  );

  test.skipIf(isMissing)("names with blanks, colons, patterns and letters of others", async () => {
    const where = folder(endings);
    const paths = ["a b.log", "a:1:2.log", "*.log", "$(id) `id`.log", "é'\"\\.log", "[ab].log"].map(
      (name) => join(where, name),
    );
    for (const [index, path] of paths.entries())
      writeFileSync(path, `${index}\n`.repeat(index + 1));
    const files = await shellFiles(command, endings);
    const { settle, states } = tailing(
      files,
      paths.map((path) => wish(path)),
    );
    const all = await settle();
    expect(all.length).toBe(1 + 2 + 3 + 4 + 5 + 6);
    expect(states()).toEqual(paths.map((path) => [`file:${path}`, "followed", null]));
    const [first = ""] = paths;
    appendFileSync(first, "more\n");
    renameSync(first, `${first}.1`);
    expect(await settle()).toEqual(["more"]);
  });

  test.skipIf(isMissing)("no name of a file forges the size of another", async () => {
    const where = folder(endings);
    const path = join(where, "a.log");
    writeFileSync(path, "true\n");
    const row = `1 -rw-r--r-- 1 0 0 99999 Nov 27 07:17 ..`;
    mkdirSync(join(where, `a.log.1\n${row}${where}`), { recursive: true });
    writeFileSync(join(where, `a.log.1\n${row}${where}`, "a.log"), "");
    const files = await shellFiles(command, endings);
    const { sizes } = await files.sizes([], [`..${path}`]);
    expect(sizes.get(`..${path}`)).toMatchObject({ kind: "file", bytes: 5 });
  });

  test.skipIf(isMissing)("a pipe, a folder and a device are never opened", async () => {
    const where = folder(endings);
    const pipe = join(where, "pipe.log");
    expect(spawnSync("mkfifo", [pipe]).status).toBe(0);
    symlinkSync("/dev/zero", join(where, "zero.log"));
    const files = await shellFiles(command, endings);
    const paths = [pipe, where, join(where, "zero.log")];
    const { settle, states } = tailing(
      files,
      paths.map((path) => wish(path)),
    );
    expect(await settle()).toEqual([]);
    expect(new Set(states().map(([, state]) => state))).toEqual(new Set(["unreadable"]));
    const parts = paths.map((path) => ({ path: `..${path}`, skip: 0, count: 1 }));
    expect((await files.parts(parts)).size).toBe(0);
  });

  test.skipIf(isMissing)("one file by two ways is told once, also after they part", async () => {
    const where = folder(endings);
    const path = join(where, "a.log");
    const link = join(where, "link.log");
    writeFileSync(path, lines(0, 2));
    symlinkSync(path, link);
    const files = await shellFiles(command, endings);
    const { settle, states } = tailing(files, [wish(path), wish(link)]);
    expect(await settle()).toEqual(told(0, 2).map((line) => `+ ${line}`));
    expect(states()).toEqual([[`file:${path}`, "followed", null]]);
    appendFileSync(path, lines(2, 4));
    expect(await settle()).toEqual(told(2, 4));
    rmSync(link);
    writeFileSync(link, lines(10, 11));
    appendFileSync(path, lines(4, 5));
    expect((await settle()).map((line) => line.replace("? ", ""))).toEqual([
      ...told(4, 5),
      ...told(10, 11),
    ]);
  });

  test.skipIf(isMissing)("a deleted file by the descriptor of its process", async () => {
    const path = join(folder(endings), "gone.log");
    const held = openSync(path, "a");
    endings.push(() => closeSync(held));
    writeSync(held, "one\n");
    rmSync(path);
    const files = await shellFiles(command, endings);
    const { settle } = tailing(files, [
      wish(path, { place: `${process.pid}/fd/${held}`, anchor: `${process.pid}/root/.` }),
    ]);
    expect(await settle()).toEqual(["+ one"]);
    writeSync(held, "two\n");
    expect(await settle()).toEqual(["two"]);
  });

  test.skipIf(isMissing)("without dd, and without ls, it says so", async () => {
    const path = join(folder(endings), "a.log");
    writeFileSync(path, "one\n");
    for (const [tool, state] of [
      ["dd", "no-dd"],
      ["ls", "no-ls"],
    ] as const) {
      const script = SCRIPT.replace(`if can ${tool}; then has_${tool}=yes; fi`, "");
      expect(script).not.toBe(SCRIPT);
      const files = await shellFiles(command, endings, { script });
      const { settle, states } = tailing(files, [wish(path)]);
      expect(await settle()).toEqual([]);
      expect(states()[0]?.[1]).toBe(state);
    }
  });
});

test.skipIf(SHELLS[0].isMissing || lacks("another uid"))(
  "what may not be read is unreadable, in the system's words",
  async () => {
    const where = folder(endings);
    chmodSync(where, 0o755);
    const closed = join(where, "closed.log");
    writeFileSync(closed, "secret\n", { mode: 0o600 });
    mkdirSync(join(where, "shut"), { mode: 0o700 });
    const shut = join(where, "shut/a.log");
    writeFileSync(shut, "secret\n");
    const nobody = ["setpriv", "--reuid=65534", "--clear-groups", "dash"];
    const files = await shellFiles(nobody, endings);
    const { settle, states } = tailing(files, [wish(closed), wish(shut)]);
    expect(await settle()).toEqual([]);
    expect(states()).toEqual([
      [`file:${closed}`, "unreadable", "it may not be read"],
      [`file:${shut}`, "unreadable", "Permission denied"],
    ]);
  },
);

test.skipIf(SHELLS[0].isMissing)(
  "emptied, deleted and made anew while its writer holds the old one: each line once, under its name",
  async () => {
    const path = join(folder(endings), "swoole.log");
    writeFileSync(path, "old\n");
    const held = openSync(path, "a");
    endings.push(() => closeSync(held));
    const files = await shellFiles(SHELLS[0].command, endings);
    const named = wish(path, { why: "descriptor" });
    const deleted = wish(`${path} (deleted)`, {
      why: "descriptor",
      place: `${process.pid}/fd/${held}`,
      anchor: `${process.pid}/root/.`,
      namesake: named.source,
    });
    const { tails, settle, states } = tailing(files, [named]);
    await settle();
    truncateSync(path);
    writeSync(held, "after-copytruncate\n");
    expect(await settle()).toEqual(["? after-copytruncate"]);
    rmSync(path);
    writeSync(held, "into the deleted one\n");
    await settle();
    tails.want([named, deleted]);
    expect(await settle()).toEqual(["into the deleted one"]);
    expect(states()).toEqual([[deleted.source, "followed", null]]);
    writeFileSync(path, "after-delete\n");
    expect(await settle()).toEqual(["? after-delete"]);
    writeSync(held, "again into the deleted one\n");
    expect(await settle()).toEqual(["again into the deleted one"]);
    expect(states()).toEqual([[named.source, "followed", null]]);
  },
);

test.skipIf(SHELLS[0].isMissing)(
  "deleted and made anew before anybody looks for its descriptor: nothing comes twice",
  async () => {
    const path = join(folder(endings), "swoole.log");
    writeFileSync(path, "old\n");
    const held = openSync(path, "a");
    endings.push(() => closeSync(held));
    const files = await shellFiles(SHELLS[0].command, endings);
    const named = wish(path, { why: "descriptor" });
    const { tails, settle, states } = tailing(files, [named]);
    await settle();
    truncateSync(path);
    writeSync(held, "after-copytruncate\n");
    await settle();
    rmSync(path);
    writeFileSync(path, "after-delete\n");
    expect(await settle()).toEqual(["? after-delete"]);
    writeSync(held, "late\n");
    const deleted = wish(`${path} (deleted)`, {
      why: "descriptor",
      place: `${process.pid}/fd/${held}`,
      anchor: `${process.pid}/root/.`,
      namesake: named.source,
    });
    tails.want([named, deleted]);
    expect(await settle()).toEqual(["late"]);
    expect(states()).toEqual([[named.source, "followed", null]]);
  },
);
