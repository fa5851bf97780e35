import { expect, test } from "vitest";
import { findProject } from "../../../src/cli/project/target-project.ts";
import type { TargetFiles } from "../../../src/domain/ports/source.ts";

/** A target that has these files; null: closed to whoever runs the collector. */
const targetOf = (files: Readonly<Record<string, string | null>>): TargetFiles => ({
  read: (paths) =>
    Promise.resolve(
      new Map(
        paths.flatMap((path) => {
          const text = files[path];
          return typeof text === "string" ? [[path, Buffer.from(text)] as const] : [];
        }),
      ),
    ),
  list: (folder, depth, suffixes) =>
    Promise.resolve(
      Object.keys(files).filter(
        (path) =>
          path.startsWith(`${folder}/`) &&
          path.slice(folder.length + 1).split("/").length <= depth + 1 &&
          suffixes.some((suffix) => path.endsWith(suffix)),
      ),
    ),
  links: () => Promise.resolve(new Map([["7/cwd", "/opt/www"]])),
});

test("what is there and gives no answer is closed, what is not there is absent", async () => {
  const found = await findProject(
    targetOf({
      "7/cwd/composer.json": "{}",
      "7/cwd/.env": null,
      "7/cwd/app/.env.php": "<?php",
      "7/cwd/config/config.php": null,
      "7/cwd/config/autoload/crontab.php": null,
      "7/cwd/config/autoload/server.php": "<?php",
    }),
    7,
    null,
  );
  const files = await found?.readFiles([
    ...["composer.json", ".env", "bin/hyperf.php", "config/config.php", "server.php"].map(
      (path) => ({ kind: "file" as const, path, mostBytes: 1000 }),
    ),
    { kind: "folder", path: "config/autoload", suffixes: [".php"], depth: 1, mostBytes: 1000 },
  ]);
  expect(files?.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
    "composer.json text",
    ".env unreadable",
    "bin/hyperf.php absent",
    "config/config.php unreadable",
    "server.php absent",
    "config/autoload/crontab.php unreadable",
    "config/autoload/server.php text",
  ]);
});
