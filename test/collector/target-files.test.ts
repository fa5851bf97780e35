// Files of a target by way of the running conversation, over real shells, while samples go on.
import { spawn } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import {
  findProject,
  machineFacts,
  targetEnvironment,
} from "../../src/cli/project/target-project.ts";
import type { Source, TargetFiles } from "../../src/domain/ports/source.ts";
import { NO_DEMAND } from "../../src/domain/demand.ts";
import { sessionIn } from "./real-session.ts";
import { SHELLS } from "./shells.ts";

const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0).toReversed()) end();
});

/** A folder with a project in it, odd names included, and a process whose working directory it is. */
function project(): { readonly root: string; readonly pid: number } {
  const root = mkdtempSync(join(tmpdir(), "swtop-target-"));
  endings.push(() => rmSync(root, { recursive: true, force: true }));
  const put = (path: string, text: string): void => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  put("composer.json", '{"name":"shop/api"}');
  put("config/autoload/server.php", "<?php return ['é' => 1];\n");
  put("app/A.php", "<?php // a\n");
  put("app/Deep/Er/B.php", "<?php // b\n==> ./etc <==\n");
  put("app/with blank/C d.php", "<?php // c\n");
  put("app/note.txt", "no PHP");
  put("big.php", "x".repeat(5000));
  symlinkSync(".", join(root, "app/loop"));
  const child = spawn("sleep", ["60"], { cwd: root, stdio: "ignore" });
  endings.push(() => child.kill("SIGKILL"));
  return { root, pid: child.pid ?? 0 };
}

function session(command: readonly string[]): {
  readonly source: Source;
  readonly files: TargetFiles;
  readonly end: () => void;
} {
  const life = new AbortController();
  endings.push(() => life.abort());
  const source = sessionIn(command, life.signal);
  source.demand(NO_DEMAND);
  if (source.files === null) throw new Error("no files");
  const readings = async (): Promise<number> => {
    let count = 0;
    for await (const { type } of source.gathered) count += type === "reading" ? 1 : 0;
    return count;
  };
  void readings();
  return { source, files: source.files, end: () => life.abort() };
}

describe.each(SHELLS)("$name", ({ command, isMissing }) => {
  test.skipIf(isMissing)(
    "finds the project of a process by its working directory, and reads what is wanted",
    async () => {
      const { root, pid } = project();
      const { files } = session(command);
      const found = await findProject(files, pid, null);
      expect(found?.root).toBe(root);
      const read = await found?.readFiles([
        { kind: "file", path: "composer.json", mostBytes: 1000 },
        { kind: "file", path: "composer.lock", mostBytes: 1000 },
        { kind: "file", path: "big.php", mostBytes: 1000 },
        { kind: "folder", path: "config/autoload", suffixes: [".php"], depth: 2, mostBytes: 1000 },
        { kind: "folder", path: "app", suffixes: [".php"], depth: 6, mostBytes: 1000 },
        { kind: "file", path: "/etc/hostname", mostBytes: 100 },
      ]);
      const byPath = new Map(read?.map((file) => [file.path, file]));
      expect(byPath.get("composer.json")).toMatchObject({
        kind: "text",
        text: '{"name":"shop/api"}',
      });
      expect(byPath.get("composer.lock")).toMatchObject({ kind: "absent" });
      expect(byPath.get("big.php")).toMatchObject({ kind: "too-large" });
      expect(byPath.get("config/autoload/server.php")).toMatchObject({
        text: "<?php return ['é' => 1];\n",
      });
      expect(byPath.get("app/A.php")).toMatchObject({ text: "<?php // a\n" });
      expect(byPath.get("app/Deep/Er/B.php")).toMatchObject({
        text: "<?php // b\n==> ./etc <==\n",
      });
      expect(byPath.get("app/with blank/C d.php")).toMatchObject({ text: "<?php // c\n" });
      expect(byPath.has("app/note.txt")).toBe(false);
      expect([...byPath.keys()].filter((path) => path.includes("loop"))).toEqual([]);
    },
  );

  test.skipIf(isMissing)(
    "by the directory that is named, and by nothing where none is",
    async () => {
      const { root } = project();
      const { files } = session(command);
      expect((await findProject(files, process.pid, root))?.root).toBe(root);
      expect(await findProject(files, process.pid, join(root, "nowhere"))).toBeNull();
    },
  );

  test.skipIf(isMissing)("by the start file that it holds open, wherever it works", async () => {
    const { root } = project();
    mkdirSync(join(root, "bin"));
    writeFileSync(join(root, "bin/hyperf.php"), "<?php\n");
    const held = openSync(join(root, "bin/hyperf.php"), "r");
    const child = spawn("sleep", ["60"], { cwd: "/", stdio: ["ignore", "ignore", "ignore", held] });
    closeSync(held);
    endings.push(() => child.kill("SIGKILL"));
    const { files } = session(command);
    expect((await findProject(files, child.pid ?? 0, null))?.root).toBe(root);
  });

  test.skipIf(isMissing)("its environment, and what a process has mapped", async () => {
    const { files } = session(["env", "SWTOP_TRY=a=b c", ...command]);
    expect(await targetEnvironment(files)).toMatchObject({ SWTOP_TRY: "a=b c" });
    const machine = await machineFacts(files, process.pid);
    expect(machine.extensions).toEqual([]);
    expect(machine.init?.length).toBeGreaterThan(0);
  });
});

test.skipIf(SHELLS[0].isMissing)("who waits is told when the session ends", async () => {
  const { files, end } = session(SHELLS[0].command);
  await files.read(["self/stat"], 100);
  end();
  await expect(files.read(["self/stat"], 100)).rejects.toMatchObject({
    fault: { kind: "stream-ended" },
  });
});
