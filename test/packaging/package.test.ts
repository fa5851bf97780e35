// The packed package as a user has it: without a network, away from the checkout. What stands in dist/ is what the run of the tests has built.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const { version, engines } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

let folder = "";
const npm = (...args: readonly string[]): string =>
  execFileSync("npm", [...args, "--silent", "--offline", "--no-update-notifier"], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, npm_config_cache: join(folder, "cache") },
  });
const swtop = (...args: readonly string[]) =>
  spawnSync(join(folder, "global/bin/swtop"), args, { cwd: folder, encoding: "utf8" });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "swtop-package-"));
  // Without its scripts: others are reading dist/ right now.
  npm("pack", "--ignore-scripts", "--pack-destination", folder);
  npm(
    "install",
    "--global",
    "--prefix",
    join(folder, "global"),
    join(folder, `swtop-${version}.tgz`),
  );
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("what npm pack makes is what npm install -g installs, and it runs from elsewhere", () => {
  expect(swtop("--version")).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" });
  const { status, stdout } = swtop("watch", "demo", "--json", "--count", "2");
  expect(status).toBe(0);
  expect(stdout.split("\n").filter((line) => line.startsWith('{"type":"sample"'))).toHaveLength(2);
});

test("it brings no other package, and wants Node 22.15", () => {
  expect(readdirSync(join(folder, "global/lib/node_modules"))).toEqual(["swtop"]);
  expect(readdirSync(join(folder, "global/lib/node_modules/swtop"))).not.toContain("node_modules");
  expect(engines).toEqual({ node: ">=22.15" });
});
