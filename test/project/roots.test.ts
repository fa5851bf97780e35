import { expect, test } from "vitest";
import { projectRoots } from "../../src/project/roots.ts";

test.each([
  [["composer.json", "bin/hyperf.php", "app/A.php"], [""]],
  [
    [
      "composer.json",
      "apps/a/bin/hyperf.php",
      "apps/b/config/autoload/server.php",
      "apps/a/composer.json",
    ],
    ["apps/a", "apps/b"],
  ],
  [
    ["bin/hyperf.php", "vendor/hyperf/hyperf-skeleton/bin/hyperf.php", "tests/app/bin/hyperf.php"],
    [""],
  ],
  [
    ["a/composer.json", "a/bin/hyperf.php", "b/composer.json", "b/server.php", "lib/composer.json"],
    ["a", "b"],
  ],
  [["composer.json", "packages/x/composer.json"], [""]],
  [
    ["services/b/composer.json", "services/a/composer.json", "services/a/lib/composer.json"],
    ["services/a", "services/b"],
  ],
  [["README.md", "mycomposer.json"], []],
  [[], []],
])("%j holds %j", (paths, roots) => {
  expect(projectRoots(paths)).toEqual(roots);
});
