import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { directoryFiles, listing } from "../../../src/cli/project/directory.ts";
import type { ReadFile, Wanted } from "../../../src/domain/ports/project-files.ts";

const MOST = 1000;

let outside = "";
let root = "";
beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), "swtop-directory-"));
  root = join(outside, "app");
  mkdirSync(root);
});
afterEach(() => rmSync(outside, { recursive: true, force: true }));

function put(path: string, content: string | Uint8Array = "<?php"): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}
const link = (to: string, path: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(to, join(root, path));
};

const file = (path: string, mostBytes = MOST): Wanted => ({ kind: "file", path, mostBytes });
const folder = (path: string, depth = 12, suffixes: readonly string[] = [".php"]): Wanted => ({
  kind: "folder",
  path,
  depth,
  suffixes,
  mostBytes: MOST,
});
const read = (...wanted: readonly Wanted[]): Promise<readonly ReadFile[]> =>
  directoryFiles(root)(wanted);
const kinds = async (...wanted: readonly Wanted[]): Promise<readonly string[]> =>
  (await read(...wanted)).map(({ path, kind }) => `${path} ${kind}`);
const paths = async (...wanted: readonly Wanted[]): Promise<readonly string[]> =>
  (await read(...wanted)).map(({ path }) => path);

describe("a file by its name", () => {
  test("is its text", async () => {
    put("config/config.php", "<?php return ['name' => 'ß'];");
    expect(await read(file("config/config.php"))).toEqual([
      {
        path: "config/config.php",
        kind: "text",
        text: "<?php return ['name' => 'ß'];",
        isCut: false,
      },
    ]);
  });

  test("is answered in any case, in the order in which files are asked for", async () => {
    put("b.php");
    put("a.php");
    expect(await kinds(file("b.php"), file("missing.php"), file("a.php"))).toEqual([
      "b.php text",
      "missing.php absent",
      "a.php text",
    ]);
  });

  test("below what is no folder, or a folder itself, is absent", async () => {
    put("composer.json", "{}");
    mkdirSync(join(root, "config"));
    expect(await kinds(file("composer.json/x"), file("config"), file("."), file(""))).toEqual([
      "composer.json/x absent",
      "config absent",
      ". absent",
      " absent",
    ]);
  });

  test("that is empty is text; up to its most bytes it is read, one more is too large", async () => {
    put("empty.php", "");
    put("fits.php", "x".repeat(MOST));
    put("large.php", "x".repeat(MOST + 1));
    expect(await kinds(file("empty.php"), file("fits.php"), file("large.php"))).toEqual([
      "empty.php text",
      "fits.php text",
      "large.php too-large",
    ]);
  });

  test("that is huge is not read, however much is asked for", async () => {
    put("huge.php", "");
    truncateSync(join(root, "huge.php"), 8 * 1024 ** 3);
    expect(await kinds(file("huge.php", 4 * 1024 ** 2))).toEqual(["huge.php too-large"]);
  });

  test("that is no UTF-8 has U+FFFD where it is none", async () => {
    put("gbk.php", Uint8Array.of(0x61, 0xb6, 0xa9, 0x62));
    const [found] = await read(file("gbk.php"));
    expect(found).toMatchObject({ kind: "text", text: expect.stringMatching(/^a\ufffd+b$/u) });
  });

  test("with a name that no system has is unreadable", async () => {
    expect(await kinds(file("a\0b.php"), file("a".repeat(300)))).toEqual([
      "a\0b.php unreadable",
      `${"a".repeat(300)} unreadable`,
    ]);
  });
});

describe("what is no file holds nothing up", () => {
  test("a pipe without a writer, alone and in a folder", async () => {
    execFileSync("mkfifo", [join(root, "pipe.php")]);
    put("app/a.php");
    execFileSync("mkfifo", [join(root, "app/pipe.php")]);
    link("../pipe.php", "app/link.php");
    expect(await kinds(file("pipe.php"), folder("app"))).toEqual([
      "pipe.php unreadable",
      "app/a.php text",
      "app/link.php unreadable",
    ]);
  });

  test("a link to a device", async () => {
    link("/dev/zero", "zero.php");
    link("/dev/tty", "app/tty.php");
    expect(await kinds(file("zero.php"), folder("app"))).toEqual([
      "zero.php unreadable",
      "app/tty.php unreadable",
    ]);
  });

  test("a socket", async () => {
    const server = createServer();
    const path = join(root, "socket.php");
    await new Promise<void>((resolve) => {
      server.listen(path, resolve);
    });
    expect(await kinds(file("socket.php"))).toEqual(["socket.php unreadable"]);
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });

  test.runIf(process.platform === "linux")(
    "files of /proc say that they hold nothing: no more of them is read than was asked for",
    async () => {
      link("/proc/self/maps", "maps.php");
      link("/proc/self/comm", "comm.php");
      expect(await kinds(file("maps.php"), file("comm.php"))).toEqual([
        "maps.php too-large",
        "comm.php text",
      ]);
    },
  );
});

describe("links", () => {
  test("a loop has no end and is no file; the rest is read", async () => {
    link("b.php", "a.php");
    link("a.php", "b.php");
    link("..", "app/up");
    link(".", "app/self");
    put("app/c.php");
    expect(await kinds(file("a.php"), folder("app"), folder("a.php"))).toEqual([
      // a folder of sources that cannot be entered
      "a.php unreadable",
      "a.php unreadable",
      "app/c.php text",
    ]);
  });

  test("a file may be a link to anywhere, a folder that is a link is not entered", async () => {
    writeFileSync(join(outside, "secret.php"), "outside");
    mkdirSync(join(outside, "other"));
    writeFileSync(join(outside, "other/b.php"), "outside");
    link("../secret.php", ".env");
    link("../other", "config");
    link("../../other", "app/other");
    put("app/a.php");
    expect(await read(file(".env"))).toMatchObject([{ kind: "text", text: "outside" }]);
    expect(await paths(folder("config"), folder("app"))).toEqual(["app/a.php"]);
  });

  test("a link to a folder inside is not entered from its parent, but by its own name", async () => {
    put("src/a.php");
    link("src", "lib");
    expect(await paths(folder(""))).toEqual(["src/a.php"]);
    expect(await paths(folder("lib"))).toEqual(["lib/a.php"]);
  });

  test("to nothing is absent", async () => {
    link("nowhere.php", "app/a.php");
    expect(await kinds(folder("app"))).toEqual(["app/a.php absent"]);
  });

  test("the root itself may be one", async () => {
    put("app/a.php");
    symlinkSync(root, join(outside, "current"));
    const found = await directoryFiles(join(outside, "current"))([
      folder("app"),
      file("app/a.php"),
    ]);
    expect(found.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      "app/a.php text",
      "app/a.php text",
    ]);
  });
});

describe("paths that climb out", () => {
  test.each([
    "../secret.php",
    "../app2/a.php",
    "config/../../secret.php",
    "..",
    "../app",
    "./../secret.php",
  ])("%s is absent", async (path) => {
    writeFileSync(join(outside, "secret.php"), "outside");
    mkdirSync(join(outside, "app2"));
    writeFileSync(join(outside, "app2/a.php"), "outside");
    expect(await kinds(file(path))).toEqual([`${path} absent`]);
    expect(await read(folder(path))).toEqual([]);
  });

  test("an absolute one is absent, also of a file that is there", async () => {
    put("a.php");
    const path = join(root, "a.php");
    expect(await kinds(file(path), file("/etc/passwd"))).toEqual([
      `${path} absent`,
      "/etc/passwd absent",
    ]);
    expect(await read(folder("/etc", 0, [""]), folder(root))).toEqual([]);
  });

  test("one that comes back is inside", async () => {
    put("a.php");
    expect(await kinds(file("config/../a.php"))).toEqual(["config/../a.php text"]);
  });
});

const deep = (levels: number) => Array.from({ length: levels }, () => "d".repeat(200)).join("/");

describe("a folder", () => {
  test("gives what has one of its suffixes, down to its depth, sorted", async () => {
    for (const path of ["b/c/d.php", "b.php", "b/a.php", "a.yml", "b/c.yaml", "a.txt", "B.php"])
      put(`k/${path}`);
    expect(await paths(folder("k"))).toEqual(["k/B.php", "k/b.php", "k/b/a.php", "k/b/c/d.php"]);
    expect(await paths(folder("k", 1))).toEqual(["k/B.php", "k/b.php", "k/b/a.php"]);
    expect(await paths(folder("k", 0))).toEqual(["k/B.php", "k/b.php"]);
    expect(await paths(folder("k", 9, [".yml", ".yaml"]))).toEqual(["k/a.yml", "k/b/c.yaml"]);
  });

  test("that is missing, or a file, gives nothing", async () => {
    put("config");
    expect(await read(folder("app"), folder("config"))).toEqual([]);
  });

  test("gives no code of others and nothing that was generated", async () => {
    for (const path of ["vendor", "node_modules", ".git", "runtime", "app/vendor"])
      put(`${path}/a.php`);
    put("app/a.php");
    expect(await paths(folder(""), folder("."))).toEqual(["app/a.php", "app/a.php"]);
    // unless it is what was asked for
    expect(await paths(folder("vendor"))).toEqual(["vendor/a.php"]);
  });

  test("answers what is too large by its name", async () => {
    put("app/a.php", "x".repeat(MOST + 1));
    expect(await kinds(folder("app"))).toEqual(["app/a.php too-large"]);
  });

  test("of a root that is missing gives nothing, and its files are absent", async () => {
    const files = directoryFiles(join(root, "not-here"));
    expect(await files([folder(""), file("composer.json")])).toEqual([
      { path: "composer.json", kind: "absent" },
    ]);
    expect(await listing(join(root, "no"), { path: "", suffixes: [".php"], depth: 4 })).toEqual([]);
  });

  test("with strange names gives them as they are", async () => {
    const names = ["a\nb.php", "\u001b[31m.php", "-rf.php", "ß 中.php", "a'b$(c).php"];
    for (const name of names) put(`app/${name}`, name);
    const found = await read(folder("app"));
    expect(found.map((each) => each.kind === "text" && each.path === `app/${each.text}`)).toEqual(
      names.map(() => true),
    );
  });

  // nobody, not even root, opens a path of more than 4096 bytes by its name
  test("that cannot be opened is named when it holds sources, and passed over beside Dockerfiles", async () => {
    put("app/a.php");
    const [upper, lower] = [join(root, "app", deep(10)), join(outside, "lower")];
    mkdirSync(upper, { recursive: true });
    mkdirSync(join(lower, deep(12)), { recursive: true });
    renameSync(lower, join(upper, "d"));
    try {
      expect(await kinds(folder("app", 40))).toEqual([
        expect.stringMatching(/^app\/(?:d{200}\/){10}d\/(?:d{200}\/)*d{200} unreadable$/u),
        "app/a.php text",
      ]);
      expect(await kinds(folder("app", 40, [".yml"]))).toEqual([]);
    } finally {
      renameSync(join(upper, "d"), lower);
    }
  });
});

test("2000 files are read by a process that may have 100 open, by name and in folders", async () => {
  const names = Array.from(
    { length: 1000 },
    (_, index) => `f${String(index).padStart(4, "0")}.php`,
  );
  for (const name of names) {
    put(`app/${name}`);
    put(`named/${name}`);
  }
  const module = new URL("../../../src/cli/project/directory.ts", import.meta.url).href;
  const wanted = [folder("app"), ...names.map((name) => file(`named/${name}`)), folder("app")];
  const script = `
    import { directoryFiles } from ${JSON.stringify(module)};
    const files = await directoryFiles(process.argv[1])(JSON.parse(process.argv[2]));
    const kinds = {};
    for (const { kind } of files) kinds[kind] = (kinds[kind] ?? 0) + 1;
    console.log(JSON.stringify(kinds));`;
  const { stdout, stderr } = spawnSync(
    "sh",
    [
      "-c",
      'ulimit -n 100 && exec "$@"',
      "sh",
      process.execPath,
      "--input-type=module",
      "--eval",
      script,
      root,
      JSON.stringify(wanted),
    ],
    { encoding: "utf8" },
  );
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual({ text: 3000 });
});

test("the order is the same each time", async () => {
  for (const name of ["z", "M", "a", "1", "_", "é", "中"]) put(`app/${name}/x.php`);
  const first = await paths(folder("app"));
  expect(first).toEqual(first.toSorted());
  for (let turn = 0; turn < 5; turn += 1) expect(await paths(folder("app"))).toEqual(first);
});
