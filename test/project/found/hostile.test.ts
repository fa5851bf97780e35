import { expect, test } from "vitest";
import { entrypointsOf } from "../../../src/project/found/entrypoints.ts";
import { ignoresOf } from "../../../src/project/found/ignores.ts";
import { iniOf } from "../../../src/project/found/ini.ts";
import { manifestsOf } from "../../../src/project/found/manifests.ts";
import { foundIn } from "./found-in.ts";

/** As long as a file may be that is read. */
const LENGTH = 256 * 1024;
const filled = (by: string): string => by.repeat(Math.floor(LENGTH / by.length));

// With an expression or a loop that looks again and again at what it has seen these take minutes: the test would not end in its time.
test.each([
  " ",
  "a",
  "1",
  "\n",
  "'",
  "\\'",
  "<<<A\n",
  "RUN <<A\n",
  "a \\\n",
  'a="\n',
  "/*",
  "{",
  "&a ",
  "- ",
  "&&",
])("a file full of %j is read to its end", (by) => {
  const text = filled(by);
  expect(entrypointsOf("Dockerfile", `FROM a\nCMD ["php"]\n${text}`).length).toBeLessThan(2);
  expect(entrypointsOf("entrypoint.sh", text)).toEqual([]);
  expect(entrypointsOf("compose.yaml", text)).toEqual([]);
  expect(manifestsOf("a.yaml", `apiVersion: v1\nkind: Pod\n---\n${text}`)[0]?.kind).toBe("Pod");
  expect(iniOf("php.ini", `memory_limit=1G\n${text}`)[0]?.value).toBe("1G");
  expect(ignoresOf("a.php", `<?php // swtop-ignore CR-01\n${text}`)).toHaveLength(1);
});

test.each([
  ["a chain", `$a${"->b()".repeat(2_000)};`],
  [
    "assignments that lead to each other",
    filled("$a = $b . $a; $b = $a . $b;").slice(0, 27 * 1_000),
  ],
  ["conditions", "if ($env) { $a = 1; }".repeat(3_000)],
  ["a list", `$a = [${"1,".repeat(30_000)}];`],
  ["loops", "while (true) { $i++; break; }".repeat(2_000)],
])("code with %s without an end is searched to its end", (_what, code) => {
  const text = `<?php use Hyperf\\Logger\\LoggerFactory; use Hyperf\\Metric\\Timer;
class A { function handle(LoggerFactory $f, $x) { ${code}
$f->get($a); new Timer('a', [$a]); Db::enableQueryLog(); while (true) {} } }`;
  expect(foundIn(text)).toContain(`query-log:3`);
});
