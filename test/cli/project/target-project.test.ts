import { expect, test } from "vitest";
import { findProject, machineFacts } from "../../../src/cli/project/target-project.ts";
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

const MAPPED = "7f0000000000-7f0000001000 r-xp 00000000 08:01 131 ";

// paths of docker-library/php, of Debian's and of Alpine's packages
test.each([
  ["/usr/local/lib/php/extensions/no-debug-non-zts-20220829/swoole.so", ["swoole"], "20220829"],
  ["/usr/lib/php/20230831/xdebug.so", ["xdebug"], "20230831"],
  ["/usr/lib/php83/modules/swoole.so", ["swoole"], null],
  ["/usr/lib/x86_64-linux-gnu/libssl.so", [], null],
])("extensions of PHP among what is mapped: %s", async (path, extensions, phpApi) => {
  const facts = await machineFacts(targetOf({ "7/maps": `${MAPPED}${path}\n` }), 7);
  expect(facts).toMatchObject({ extensions, phpApi });
});
