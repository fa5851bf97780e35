// `current -> releases/...` is switched while the server runs: its project is the one that it runs from.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { findProject } from "../../../src/cli/project/target-project.ts";
import { shellFiles } from "../logs/tailing.ts";

const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0).toReversed()) end();
});

/** Two releases and a link to the first one; `switchTo` does what a deployment does. */
function deployed() {
  const root = mkdtempSync(join(tmpdir(), "swtop-current-"));
  endings.push(() => rmSync(root, { recursive: true, force: true }));
  for (const release of ["1", "2"]) {
    const folder = join(root, "releases", release);
    mkdirSync(join(folder, "bin"), { recursive: true });
    writeFileSync(join(folder, "composer.json"), `{"name":"shop/release-${release}"}`);
    writeFileSync(join(folder, "bin/hyperf.php"), "<?php");
  }
  const current = join(root, "current");
  symlinkSync("releases/1", current);
  const switchTo = (release: string): void => {
    symlinkSync(`releases/${release}`, `${current}.new`);
    renameSync(`${current}.new`, current);
  };
  return { root, current, switchTo };
}

/** A process that was started by way of the link. */
function started(script: string, cwd: string): number {
  const child = spawn("sh", ["-c", script], { cwd, stdio: ["ignore", "pipe", "ignore"] });
  endings.push(() => child.kill("SIGKILL"));
  return child.pid ?? 0;
}

test.each([
  ["its working directory", "exec sleep 60", (current: string) => current],
  [
    "the script that it holds open",
    "exec sleep 60 3<current/bin/hyperf.php",
    (_: string, root: string) => root,
  ],
])(
  "the project of a running server is not where the link leads now: by %s",
  async (_, script, cwdOf) => {
    const { root, current, switchTo } = deployed();
    const pid = started(script, cwdOf(current, root));
    const files = await shellFiles(["sh"], endings);
    await expect
      .poll(async () => (await files.links([`${pid}/exe`])).get(`${pid}/exe`))
      .toMatch(/sleep|busybox|coreutils/u);
    switchTo("2");
    const found = await findProject(files, pid, null);
    expect(found?.root).toBe(join(root, "releases/1"));
    const [composer] =
      (await found?.readFiles([{ kind: "file", path: "composer.json", mostBytes: 1000 }])) ?? [];
    expect(composer).toMatchObject({ kind: "text", text: '{"name":"shop/release-1"}' });
  },
);
