import { expect, test } from "vitest";
import { targetZone, zoneOf } from "../../src/cli/zone.ts";
import type { TargetFiles } from "../../src/domain/ports/source.ts";

const TOLD = { variable: null, link: null, file: null, isSet: true };

test.each([
  ["TZ", { ...TOLD, variable: "Asia/Shanghai", link: "/usr/share/zoneinfo/UTC" }, "Asia/Shanghai"],
  ["TZ with a path", { ...TOLD, variable: ":/usr/share/zoneinfo/Europe/Berlin" }, "Europe/Berlin"],
  ["the link", { ...TOLD, link: "../usr/share/zoneinfo/Asia/Shanghai" }, "Asia/Shanghai"],
  ["the file, where localtime is a copy", { ...TOLD, file: "Asia/Tokyo\n" }, "Asia/Tokyo"],
  ["nothing: the C library takes UTC", { ...TOLD, isSet: false }, "UTC"],
  ["a copy without a name", TOLD, null],
  [
    "a line of ls instead of a link",
    { ...TOLD, link: "-rw-r--r-- 1 root root 118 localtime" },
    null,
  ],
  ["words that are no zone", { ...TOLD, variable: "$(reboot)" }, null],
  ["a rule instead of a name", { ...TOLD, variable: "<+08>-8" }, null],
] as const)("the zone by %s", (_, told, zone) => {
  expect(zoneOf(told)).toBe(zone);
});

/** Files that lead nowhere, and links; `environ`: of the collector. */
function filesOf(files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const some = (from: Readonly<Record<string, string>>, paths: readonly string[]) =>
    new Map(
      paths.flatMap((path) => {
        asked.push(path);
        const text = from[path];
        return text === undefined ? [] : [[path, text] as const];
      }),
    );
  const target: TargetFiles = {
    read: async (paths) =>
      new Map([...some(files, paths)].map(([path, text]) => [path, Buffer.from(text)])),
    links: async (paths) => some(links, paths),
    list: async () => [],
  };
  return { target, asked };
}

const SHANGHAI = "/usr/share/zoneinfo/Asia/Shanghai";

test("of a process before that of the collector, and of that where its files are closed", async () => {
  const both = filesOf(
    { "7/root/etc/localtime": "TZif", "../etc/localtime": "TZif" },
    { "7/root/etc/localtime": SHANGHAI, "../etc/localtime": "/usr/share/zoneinfo/Etc/UTC" },
  );
  expect(await targetZone(both.target, { pid: 7, isInherited: true })).toBe("Asia/Shanghai");
  expect(await targetZone(both.target, { pid: null, isInherited: true })).toBe("Etc/UTC");
  const closed = filesOf({ "../etc/timezone": "Asia/Tokyo\n", "../etc/localtime": "TZif" }, {});
  expect(await targetZone(closed.target, { pid: 7, isInherited: false })).toBe("Asia/Tokyo");
});

test("the environment counts only where it is that of the processes", async () => {
  const files = { "self/environ": "A=b\0TZ=Europe/Berlin\0" };
  const inherited = filesOf(files, {});
  expect(await targetZone(inherited.target, { pid: null, isInherited: true })).toBe(
    "Europe/Berlin",
  );
  const own = filesOf(files, {});
  expect(await targetZone(own.target, { pid: null, isInherited: false })).toBe("UTC");
  expect(own.asked).not.toContain("self/environ");
});
