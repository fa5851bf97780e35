import { expect, test } from "vitest";
import { hyperf, php, readProject } from "./memory-project.ts";

const BROKEN = "namespace App;\nclass {";

// A file that cannot be parsed tells whether somebody tried.
test("of the scanned files only those with a word that declares something are parsed", () => {
  const { parseErrors, tasks } = readProject(
    hyperf({
      "app/Plain.php": php(BROKEN),
      "app/Named.php": php(`// Crontab\n${BROKEN}`),
      "app/Job.php": php(
        "namespace App;\nuse Hyperf\\Crontab\\Annotation\\Crontab;\n#[Crontab('1 * * * *')]\nclass Job { function run() {} }",
      ),
      "lib/Elsewhere.php": php(`// Crontab\n${BROKEN}`),
    }),
  );
  expect(parseErrors.map(({ file }) => file)).toEqual(["app/Named.php"]);
  expect(tasks).toHaveLength(1);
});
