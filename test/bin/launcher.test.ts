import { execFileSync, spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Makes the Node that runs it look like one of 2022. */
const AS_NODE_18 = `--import=data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"18.20.0"}})`;

let checkout: string;

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), "swtop-launcher-"));
  mkdirSync(join(checkout, "bin"));
  cpSync(join(ROOT, "bin/swtop.js"), join(checkout, "bin/swtop.js"));
  writeFileSync(join(checkout, "package.json"), '{"type":"module"}');
});

afterEach(() => rmSync(checkout, { recursive: true, force: true }));

describe("the launcher", () => {
  test("starts dist/main.js with the same arguments", async () => {
    built('console.log(process.argv.slice(2).join("|")); process.exitCode = 7;');
    expect(await launched([], ["watch", "--json", "a b"])).toEqual({
      code: 7,
      out: "watch|--json|a b\n",
      err: "",
    });
  });

  test("what Node would take for its own is left to us: no file is read, no code of it runs", () => {
    built('console.log(process.argv.slice(2).join("|"), process.env.FROM_FILE ?? "none");');
    const file = join(checkout, "evil.env");
    writeFileSync(
      file,
      "FROM_FILE=read\nNODE_OPTIONS=--import=data:text/javascript,console.log(1)\n",
    );
    chmodSync(join(checkout, "bin/swtop.js"), 0o755);
    const out = execFileSync(join(checkout, "bin/swtop.js"), ["audit", "--env-file", file], {
      encoding: "utf8",
    });
    expect(out).toBe(`audit|--env-file|${file} none\n`);
  });

  test("names the build when dist/ is missing", async () => {
    const { code, err } = await launched();
    expect({ code, err }).toEqual({
      code: 2,
      err: "swtop: dist/ is missing: run `npm run build` first\n",
    });
  });

  test("a module that dist/main.js lacks is a bug, not a missing build", async () => {
    built('import "./chunk-that-is-not-there.js";');
    const { code, err } = await launched();
    expect(code).toBe(70);
    expect(err).toContain("chunk-that-is-not-there.js");
  });

  test("says in one line that Node is too old", async () => {
    built('console.log("ran");');
    expect(await launched([AS_NODE_18])).toEqual({
      code: 2,
      out: "",
      err: "swtop: Node 18.20.0 is too old: swtop needs Node 22.15 or newer (https://nodejs.org)\n",
    });
  });

  test("goes on under the Node that the checkout brings, with its arguments and exit code", async () => {
    built("console.log(process.versions.node, process.argv[2]); process.exitCode = 9;");
    bringsNode();
    expect(await launched([AS_NODE_18], ["a b"])).toEqual({
      code: 9,
      out: `${process.versions.node} a b\n`,
      err: "",
    });
  });

  test.each(["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"] as const)(
    "hands %s to the Node that the checkout brings, and has its exit code",
    async (signal) => {
      built(
        `process.on("${signal}", () => { console.log("got it"); process.exit(42); }); setTimeout(() => {}, 30000); console.log("ready");`,
      );
      bringsNode();
      const { code, out } = await launched([AS_NODE_18], [], signal);
      expect({ code, out }).toEqual({ code: 42, out: "ready\ngot it\n" });
    },
  );

  test("a child that a signal ended is 128+n", async () => {
    built('process.kill(process.pid, "SIGKILL");');
    bringsNode();
    expect((await launched([AS_NODE_18])).code).toBe(137);
  });

  test("has no syntax that Node 12 cannot parse", () => {
    const lowered = execFileSync(
      join(ROOT, "node_modules/.bin/esbuild"),
      ["--target=node12.20", join(ROOT, "bin/swtop.js")],
      { encoding: "utf8" },
    );
    const as = execFileSync(
      join(ROOT, "node_modules/.bin/esbuild"),
      ["--target=esnext", join(ROOT, "bin/swtop.js")],
      { encoding: "utf8" },
    );
    expect(lowered).toBe(as);
  });
});

function built(main: string): void {
  mkdirSync(join(checkout, "dist"));
  writeFileSync(join(checkout, "dist/main.js"), main);
}

/** A script, so that it is another file than the Node which runs the launcher. */
function bringsNode(): void {
  mkdirSync(join(checkout, "node_modules/.bin"), { recursive: true });
  const node = join(checkout, "node_modules/.bin/node");
  writeFileSync(node, `#!/bin/sh\nexec '${process.execPath}' "$@"\n`);
  chmodSync(node, 0o755);
}

function launched(
  options: readonly string[] = [],
  args: readonly string[] = [],
  signal?: NodeJS.Signals,
) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [...options, join(checkout, "bin/swtop.js"), ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (more: string) => {
      out += more;
      if (signal !== undefined && out === "ready\n") child.kill(signal);
    });
    child.stderr.setEncoding("utf8").on("data", (more: string) => {
      err += more;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, out, err }));
  });
}
