import { spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { parseCmdline, parseStat } from "../../src/collector/parse/process.ts";
import { parseHeld } from "../../src/collector/parse/sockets.ts";
import {
  beatRequest,
  heldRequest,
  keepRequest,
  readRequest,
} from "../../src/collector/protocol.ts";
import { lacks } from "../fixtures/needs.ts";
import { until } from "../fixtures/until.ts";
import { SCRIPT, SHELLS, startCollector, stateOf } from "./shells.ts";

const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
});

const started = async (...args: Parameters<typeof startCollector>) => {
  const collector = await startCollector(...args);
  endings.push(() => collector.child.stdin.end());
  return collector;
};

const running = (command: string, args: readonly string[]): number => {
  const child = spawn(command, args, { stdio: "ignore" });
  endings.push(() => child.kill("SIGKILL"));
  return child.pid ?? 0;
};

/** A directory with links to only some programs of this machine, to be somebody's PATH. */
const pathOf = (...programs: readonly string[]): string => {
  const directory = mkdtempSync(join(tmpdir(), "swtop-path-"));
  endings.push(() => rmSync(directory, { recursive: true }));
  for (const program of programs) symlinkSync(programOf(program), join(directory, program));
  return directory;
};

const programOf = (name: string): string =>
  spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();

/** The script without the directories it adds to PATH itself: only so can a tool be missing here. */
const BARE = SCRIPT.replace("$PATH:/bin:/usr/bin", "$PATH");

const LACKING: [string, string[]][] = [
  ["sleep", ["cat", "head"]],
  ["head", ["sleep"]],
];

describe.each(SHELLS)("$name", ({ command, isMissing }) => {
  test.skipIf(isMissing)("says hello with who it is and what it can", async () => {
    const { hello, child } = await started(command);
    expect(hello).toMatchObject({ kind: "ready", mainPid: child.pid });
    expect(hello).toHaveProperty("offers", expect.arrayContaining(["head", "cat", "dd"]));
  });

  test.skipIf(isMissing)("reads files, PIDs, patterns and kept words in one answer", async () => {
    const { ask } = await started(command);
    const pid = running("sleep", ["1000"]);
    const comm = () => readFileSync(`/proc/${pid}/comm`, "utf8");
    await until(() => comm() === "sleep\n" && stateOf(pid) === "S", "it sleeps");
    const open = readdirSync(`/proc/${pid}/fd`);
    await ask((prefix) => keepRequest(prefix, ["uptime", String(pid)]));
    await ask(beatRequest);
    const words = [
      "@",
      "loadavg",
      "../sys/kernel/mm/no-such-file",
      `${pid}/fdinfo/[0-9]`,
      `#${pid}`,
    ];
    const answer = await ask((prefix) => readRequest(prefix, 4096, words));
    expect([...answer.keys()].toSorted()).toEqual(
      [
        "uptime",
        "loadavg",
        `${pid}/stat`,
        `${pid}/statm`,
        `${pid}/fdinfo`,
        ...open.filter((fd) => fd.length === 1).map((fd) => `${pid}/fdinfo/${fd}`),
      ].toSorted(),
    );
    expect(answer.get("uptime")).toMatch(/^\d+\.\d\d \d+\.\d\d\n$/);
    expect(answer.get(`${pid}/fdinfo`)).toBe(String(open.length));
    expect(parseStat(answer.get(`${pid}/stat`) ?? "")).toMatchObject({ pid, comm: "sleep" });
  });

  test.skipIf(isMissing)(
    "reads raw memory, byte by byte, alone and beside files and counts",
    async () => {
      const { ask } = await started(command);
      const pid = running("sleep", ["1000"]);
      await until(() => stateOf(pid) === "S", "it sleeps");
      const stack = /^([0-9a-f]+)-([0-9a-f]+) .*\[stack\]$/mu.exec(
        readFileSync(`/proc/${pid}/maps`, "latin1"),
      );
      const end = Number.parseInt(stack?.[2] ?? "", 16);
      const memory = (address: number, length: number) => {
        const bytes = Buffer.alloc(length);
        const file = openSync(`/proc/${pid}/mem`, "r");
        readSync(file, bytes, 0, length, address);
        closeSync(file);
        return bytes.toString("latin1");
      };
      const words = [
        `%${pid}/mem:512:${end / 512 - 8}:8`,
        `%${pid}/mem:64:${end / 64 - 1}:1`,
        `%${pid}/mem:64:1:1`,
        `%999999999/mem:64:1:1`,
      ];
      for (const other of [[], ["uptime"], [`#${pid}`], ["uptime", `#${pid}`]]) {
        const answer = await ask((prefix) => readRequest(prefix, 4096, [...other, ...words]));
        expect(answer.get(words[0] ?? "")).toBe(memory(end - 4096, 4096));
        expect(answer.get(words[1] ?? "")).toBe(memory(end - 64, 64));
        expect([answer.get(words[2] ?? ""), answer.get(words[3] ?? "")]).toEqual(["", ""]);
        expect(answer.has("uptime")).toBe(other.includes("uptime"));
        expect(answer.has(`${pid}/fdinfo`)).toBe(other.includes(`#${pid}`));
      }
    },
  );

  test
    .skipIf(isMissing || lacks("busybox"))
    .each(["ls and head of this system", "those of busybox"])(
    "tells what several processes hold with %s",
    async (whose) => {
      const tools = pathOf("sleep", "cat", "dd");
      const isBusybox = whose === "those of busybox";
      for (const tool of ["ls", "head"])
        symlinkSync(programOf(isBusybox ? "busybox" : tool), join(tools, tool));
      const { ask, hello } = await startedIn(tools, command);
      expect(hello).toHaveProperty("offers", expect.arrayContaining(["ls", "head"]));
      const sleeper = running("sleep", ["1000"]);
      // while it starts, its libraries are open
      await until(() => stateOf(sleeper) === "S", "it sleeps");
      const pids = [sleeper, process.pid];
      const read = async (most: number) => {
        let asked = "";
        const answer = await ask((prefix) => {
          asked = prefix;
          return heldRequest(prefix, most, pids);
        });
        const text = answer.get("held") ?? "";
        return { text, held: parseHeld(text, asked, most).held };
      };
      const { held, text } = await read(1024 * 1024);
      const space = /\d+/.exec(readlinkSync(`/proc/${process.pid}/ns/net`))?.[0];
      expect([...held].map(([pid, { namespace }]) => [pid, namespace])).toEqual(
        pids
          .toSorted((a, b) => text.indexOf(`${a}/fd:`) - text.indexOf(`${b}/fd:`))
          .map((pid) => [pid, space]),
      );
      expect(held.get(sleeper)?.descriptors).toBe(readdirSync(`/proc/${sleeper}/fd`).length);
      expect((await read(200)).text).toHaveLength(200);
      // it goes on with the next request
      expect((await ask(beatRequest)).size).toBe(0);
    },
  );

  test.skipIf(isMissing)("tells nothing of descriptors without ls", async () => {
    const { ask } = await startedIn(pathOf("sleep", "cat", "head"), command);
    const answer = await ask((prefix) => heldRequest(prefix, 4096, [process.pid]));
    // busybox has an ls in itself
    expect([...answer.keys()]).toEqual(["held"]);
    if (command[0] !== "busybox") expect(answer.get("held")).toBe("");
  });

  test.skipIf(isMissing)("cuts each file at the length asked for", async () => {
    const { ask } = await started(command);
    const answer = await ask((prefix) => readRequest(prefix, 9, ["meminfo", "vmstat"]));
    expect([...answer.values()].map((text) => text.length)).toEqual([9, 9]);
  });

  test.skipIf(isMissing)("leaves out a process that vanished between two reads", async () => {
    const { ask } = await started(command);
    const child = spawn("sleep", ["1000"], { stdio: "ignore" });
    const request = (prefix: string) => readRequest(prefix, 4096, ["uptime", String(child.pid)]);
    expect([...(await ask(request)).keys()]).toHaveLength(3);
    child.kill("SIGKILL");
    await until(() => stateOf(child.pid ?? 0) === null, "the process is gone");
    expect([...(await ask(request)).keys()]).toEqual(["uptime"]);
  });

  test.skipIf(isMissing || lacks("bash"))("cannot be fooled by a title", async () => {
    const { ask } = await started(command);
    const titles = [
      "shop api.Worker.0 with  blanks",
      "a.b.c.Worker.1",
      "two\nlines",
      "\u001e0 end\n",
      "\u001b[31mred\u001b]0;title\u0007",
      "\n==> 1/stat <==\n1 (forged) S 0 0\n\n==> ../dev/null <==\n",
      "\n==> ./././1/stat <==\n1 (forged) S 0 0\n\n==> ./././../dev/null <==\n",
      "==> ",
      "日本語 ünïcode",
    ];
    const pids = titles.map((title) => running("bash", ["-c", 'exec -a "$0" sleep 1000', title]));
    const raw = running("bash", ["-c", "exec -a $'bad \\xff\\xfe utf8' sleep 1000"]);
    const words = [...pids, raw].map((pid) => `${pid}/cmdline`);
    const read = () => ask((prefix) => readRequest(prefix, 4096, ["uptime", ...words]));
    await until(
      async () =>
        [...(await read()).values()].filter((text) => /\0(?:1000)\0$/.test(text)).length ===
        words.length,
      "every process has its title",
    );
    const answer = await read();
    expect([...answer.keys()]).toEqual(["uptime", ...words]);
    expect(pids.map((pid) => parseCmdline(answer.get(`${pid}/cmdline`) ?? "")[0])).toEqual(titles);
    expect(parseCmdline(answer.get(`${raw}/cmdline`) ?? "")[0]).toBe("bad \ufffd\ufffd utf8");
  });

  test.skipIf(isMissing)("knows a comm that looks like the fields behind it", async () => {
    const { ask } = await started(command);
    const directory = mkdtempSync(join(tmpdir(), "swtop-comm-"));
    endings.push(() => rmSync(directory, { recursive: true }));
    const name = ") S 1 1 (\n==>";
    symlinkSync("/bin/sleep", join(directory, name));
    const pid = running(join(directory, name), ["1000"]);
    const read = async () =>
      parseStat(
        (await ask((p) => readRequest(p, 4096, ["uptime", String(pid)]))).get(`${pid}/stat`) ?? "",
      );
    await until(async () => (await read())?.comm === name, "it has its name");
    expect(await read()).toMatchObject({ pid, comm: name, ppid: process.pid });
  });

  test.skipIf(isMissing)("does without head", async () => {
    const { ask, hello } = await startedIn(pathOf("sleep", "cat"), command);
    expect(hello).toHaveProperty("offers", ["cat"]);
    const answer = await ask((prefix) =>
      readRequest(prefix, 4096, ["uptime", "no-such-file", "self/cmdline", "loadavg"]),
    );
    expect([...answer.keys()]).toEqual(["uptime", "self/cmdline", "loadavg"]);
    expect(answer.get("loadavg")).toMatch(/^\S+ \S+ \S+ \d+\/\d+ \d+\n$/);
    expect((await ask(beatRequest)).size).toBe(0);
  });

  // busybox has everything in itself
  test.skipIf(isMissing).each(command[0] === "busybox" ? [] : LACKING)(
    "says that %s is missing",
    async (what, programs) => {
      const { hello } = await startedIn(pathOf(...programs), command);
      expect(hello).toEqual({ kind: "missing", what });
    },
  );
});

/** In a shell that finds only what is in `path`. */
function startedIn(path: string, [shell = "", ...args]: readonly string[]) {
  const found = spawnSync("sh", ["-c", `command -v ${shell}`], { encoding: "utf8" }).stdout.trim();
  return started([found, ...args], { env: { PATH: path }, script: BARE });
}

test("a shell finds no fault in the script, and nothing in it runs by itself", () => {
  const { status, stderr } = spawnSync("sh", ["-n"], { input: SCRIPT, encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
  const whole = spawnSync("sh", { input: SCRIPT, encoding: "utf8" });
  expect([whole.status, whole.stdout, whole.stderr]).toEqual([0, "", ""]);
});
