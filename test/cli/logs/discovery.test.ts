import { expect, test } from "vitest";
import { findFiles, namedFiles } from "../../../src/cli/logs/discovery.ts";
import type { TailedFiles } from "../../../src/domain/ports/source.ts";
import type { Server } from "../../../src/domain/sample.ts";
import { UNKNOWN_PROCESS } from "../../fixtures/unknown.ts";

/** A target with these links and files; what may not be looked at has no link. */
const targetOf = (
  links: Readonly<Record<string, string>>,
  files: readonly string[] = [],
): TailedFiles => ({
  read: () => Promise.resolve(new Map()),
  list: () => Promise.resolve([]),
  links: (paths) =>
    Promise.resolve(
      new Map(
        paths.flatMap((path) => {
          const to = links[path];
          return to === undefined ? [] : [[path, to] as const];
        }),
      ),
    ),
  sizes: (paths, beginnings = []) =>
    Promise.resolve({
      sizes: new Map(
        files
          .filter(
            (file) => paths.includes(file) || beginnings.some((each) => file.startsWith(each)),
          )
          .map((file) => [file, { kind: "file", inode: file, bytes: 1 }]),
      ),
      lacks: null,
    }),
  parts: () => Promise.resolve(new Map()),
});

const server = (id: string, pid: number, nsPid: number | null = pid): Server => ({
  id,
  rootPid: pid,
  app: null,
  framework: "hyperf",
  mode: null,
  memory: null,
  processes: [{ ...UNKNOWN_PROCESS, pid, nsPid }],
});
const subject = (...args: Parameters<typeof server>) => ({
  server: server(...args),
  declarations: null,
});

test("where a process sees what the collector sees, files are reached without it", async () => {
  const files = targetOf(
    { "self/ns/mnt": "mnt:[1]", "7/ns/mnt": "mnt:[1]", "7/root": "/", "7/cwd": "/srv/app" },
    ["../srv/app/runtime/logs/hyperf.log"],
  );
  expect(await findFiles(files, [subject("shop", 7)])).toEqual([
    {
      source: "file:/srv/app/runtime/logs/hyperf.log",
      why: "runtime-logs",
      pid: null,
      server: "shop",
      namesake: null,
      place: "../srv/app/runtime/logs/hyperf.log",
      anchor: null,
      space: "",
    },
  ]);
});

test("in another mount namespace, or behind a chroot, through its root, and as long as it lives", async () => {
  for (const [space, root] of [
    ["mnt:[2]", "/"],
    ["mnt:[1]", "/jail"],
  ] as const) {
    const files = targetOf(
      { "self/ns/mnt": "mnt:[1]", "7/ns/mnt": space, "7/root": root, "7/cwd": "/app" },
      ["7/root/app/runtime/logs/a.log", "../app/runtime/logs/wrong.log"],
    );
    expect(await findFiles(files, [subject("shop", 7)])).toEqual([
      {
        source: "file:/app/runtime/logs/a.log",
        why: "runtime-logs",
        pid: null,
        server: "shop",
        namesake: null,
        place: "7/root/app/runtime/logs/a.log",
        anchor: "7/root/.",
        space,
      },
    ]);
  }
});

test("where that may not be looked at, the PID namespace says whose files they are", async () => {
  const links = { "self/ns/mnt": "mnt:[1]", "7/cwd": "/app" };
  const both = ["7/root/app/runtime/logs/a.log", "../app/runtime/logs/a.log"];
  const place = async (nsPid: number) =>
    (await findFiles(targetOf(links, both), [subject("shop", 7, nsPid)]))[0]?.place;
  expect(await place(7)).toBe("../app/runtime/logs/a.log");
  expect(await place(1)).toBe("7/root/app/runtime/logs/a.log");
});

test("two containers with one path are two sources, two servers on one machine one", async () => {
  const links = {
    "self/ns/mnt": "mnt:[1]",
    ...Object.fromEntries(
      [7, 8].flatMap((pid) => [
        [`${pid}/ns/mnt`, `mnt:[${pid}]`],
        [`${pid}/root`, "/"],
        [`${pid}/cwd`, "/app"],
      ]),
    ),
  };
  const present = [7, 8].map((pid) => `${pid}/root/app/runtime/logs/a.log`);
  const found = await findFiles(targetOf(links, present), [subject("a", 7), subject("b", 8)]);
  expect(found.map(({ source }) => source)).toEqual([
    "file:/app/runtime/logs/a.log",
    "file:/app/runtime/logs/a.log (b)",
  ]);
  expect(found.map(({ server: id }) => id)).toEqual(["a", "b"]);
  const same = { ...links, "8/ns/mnt": "mnt:[7]" };
  const once = await findFiles(targetOf(same, present), [subject("a", 7), subject("b", 8)]);
  expect(once.map(({ server: id }) => id)).toEqual([null]);
});

test("a file that is deleted and still open is reached by its descriptor, and the next one by its name", async () => {
  const files = targetOf({
    "self/ns/mnt": "mnt:[1]",
    "7/ns/mnt": "mnt:[1]",
    "7/root": "/",
    "7/fd/1": "/var/log/a.log (deleted)",
    "7/fd/2": "pipe:[3]",
  });
  const common = { why: "descriptor", pid: 7, server: "shop", space: "" };
  expect(await findFiles(files, [subject("shop", 7)])).toEqual([
    {
      ...common,
      source: "file:/var/log/a.log",
      namesake: null,
      place: "../var/log/a.log",
      anchor: null,
    },
    {
      ...common,
      source: "file:/var/log/a.log (deleted)",
      namesake: "file:/var/log/a.log",
      place: "7/fd/1",
      anchor: "7/root/.",
    },
  ]);
});

test("of very many files only so many are followed as a round can afford", async () => {
  const links = { "self/ns/mnt": "m", "7/ns/mnt": "m", "7/root": "/", "7/cwd": "/app" };
  const many = Array.from({ length: 100 }, (_, index) => `../app/runtime/logs/${index}.log`);
  expect(await findFiles(targetOf(links, many), [subject("shop", 7)])).toHaveLength(16);
});

test("a file that is named lies on this machine, or in the target", () => {
  const [here] = namedFiles(["/a/../b.log"], true);
  expect(here).toMatchObject({ source: "file:/b.log", place: "../b.log", why: "option" });
  expect(here?.server).toBeNull();
  const [there] = namedFiles(["app/b.log"], false);
  expect(there).toMatchObject({ source: "file:/app/b.log", place: "../app/b.log" });
});
