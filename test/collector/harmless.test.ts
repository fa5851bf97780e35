// What the script in the target must never do, read in its text: it writes to no file, and signals nobody but itself.
import { expect, test } from "vitest";
import { SCRIPT } from "./shells.ts";

/** Without comments; strings stay. */
const CODE = SCRIPT.split("\n")
  .map((line) => line.replace(/(^|\s)#( .*)?$/, ""))
  .join("\n");

test("it writes into no file: what it redirects goes nowhere", () => {
  // What is printed is no redirection, a name in quotes is.
  const commands = CODE.replaceAll(/\bprintf '[^']*'/g, "printf");
  const targets = [...commands.matchAll(/>+\s*([^\s;)]+)/g)].map(([, target]) => target);
  expect(targets.length).toBeGreaterThan(5);
  expect(new Set(targets)).toEqual(new Set(["&1", "/dev/null"]));
  expect(commands).not.toMatch(/\b(?:cp|mv|rm|tee|touch|mkdir|ln|mkfifo|mktemp|of=)\s/);
});

test("it signals only its own processes", () => {
  const signalled = [...CODE.matchAll(/\bkill (?:-\w+ )?"([^"]+)"/g)].map(([, whom]) => whom);
  // The children are those of main, which is the script itself.
  expect(new Set(signalled)).toEqual(
    new Set(["$child", "$main_pid", "-$main_pid", "$nap", "$watcher_pid"]),
  );
  expect(CODE.match(/\bkill\b/g)).toHaveLength(signalled.length);
});
