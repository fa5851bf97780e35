import type { Worker } from "node:worker_threads";
import { afterEach, expect, test } from "vitest";
import { startReader } from "../../../src/cli/project/reader.ts";
import { epochMs } from "../../../src/domain/units.ts";
import type { Wanted } from "../../../src/domain/ports/project-files.ts";
import { answer, hyperf, optionsOf, php } from "../../project/memory-project.ts";

const started: Worker[] = [];
const note = (worker: Worker): void => {
  started.push(worker);
};
const life = new AbortController();
process.on("worker", note);
afterEach(() => {
  process.off("worker", note);
  life.abort();
});

const task = (rule: string) =>
  hyperf({
    "config/autoload/crontab.php": php("return ['enable' => true];"),
    "app/A.php": php(
      `namespace App;\nuse Hyperf\\Crontab\\Annotation\\Crontab;\n#[Crontab('${rule}', 'a')]\nclass A { function run() {} }`,
    ),
  });

test("a project is parsed in a thread of its own, the same one when it is read again", async () => {
  let files = task("1 * * * *");
  const readFiles = (wanted: readonly Wanted[]) => Promise.resolve(answer(wanted, files));
  const reader = startReader(optionsOf(), life.signal);
  const rules = async () =>
    (await reader.read(() => ({ at: epochMs(0), next: 1 }), readFiles)).project.crontab.tasks.map(
      ({ rule }) => rule,
    );
  expect(await rules()).toEqual(["1 * * * *"]);
  files = task("2 * * * *");
  expect(await rules()).toEqual(["2 * * * *"]);
  expect(started).toHaveLength(1);
});
