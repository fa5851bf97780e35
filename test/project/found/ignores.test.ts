import { expect, test } from "vitest";
import { ignoresOf } from "../../../src/project/found/ignores.ts";

const read = (path: string, text: string): readonly string[] =>
  ignoresOf(path, text).map(({ line, ids, reason }) => `${line} ${ids.join("+")} ${reason}`);

test("comments of PHP in every form", () => {
  const text = [
    "<?php",
    "// swtop-ignore CR-17: one worker only",
    "# swtop-ignore cron.no-singleton, CR-02",
    "/* swtop-ignore K8-01: none */",
    "/**",
    " * Takes orders.",
    " * swtop-ignore CR-01 , cron.no-one-server:  reads only. ",
    " */",
    "$a = 1; // swtop-ignore SV-03",
    "$a = 'it''s'; // swtop-ignore SV-04 for now",
    "#[Crontab(rule: '* * * * *')] # swtop-ignore CR-30",
    "/* swtop-ignore SV-05 */ $b = 2;",
    "// swtop-ignore CR-01 CR-02: both",
    "// swtop-ignore CR-01  cron.no-one-server,CR-38 for now",
    "// swtop-ignore CR-01 e.g. here",
  ].join("\r\n");
  expect(read("app/A.php", text)).toEqual([
    "2 CR-17 one worker only",
    "3 cron.no-singleton+CR-02 null",
    "4 K8-01 none",
    "7 CR-01+cron.no-one-server reads only.",
    "9 SV-03 null",
    "10 SV-04 for now",
    "11 CR-30 null",
    "12 SV-05 null",
    "13 CR-01+CR-02 both",
    "14 CR-01+cron.no-one-server+CR-38 for now",
    "15 CR-01 e.g. here",
  ]);
});

test.each([
  "<?php\n$a = '// swtop-ignore CR-17';",
  '<?php\n$a = "x \\" # swtop-ignore CR-17";',
  "<?php\n$a = <<<TXT\n// swtop-ignore CR-17\nTXT;",
  "<?php\n$a = '\n// swtop-ignore CR-17\n';",
  "<?php\n// see swtop-ignore CR-17",
  "<?php\n// swtop-ignore",
  "<?php\n// swtop-ignore everything",
  "<?php\n// swtop-ignored CR-17",
  "<?php\nswtop-ignore CR-17",
])("no comment, or none that names a rule: %j", (text) => {
  expect(ignoresOf("app/A.php", text)).toEqual([]);
});

test.each([
  [
    ".env",
    "A=1 # swtop-ignore DI-01: local\nB='# swtop-ignore CR-01'\nC=a#swtop-ignore CR-02",
    "1 DI-01 local",
  ],
  [
    "docker/php.ini",
    "[x]\n; swtop-ignore SV-09: on purpose\na = '; swtop-ignore CR-01'",
    "2 SV-09 on purpose",
  ],
  [
    "k8s/web.yaml",
    'spec:\n  # swtop-ignore K8-04: short tasks\n  a: "# swtop-ignore CR-01"',
    "2 K8-04 short tasks",
  ],
  [
    "Dockerfile",
    "FROM a\n# swtop-ignore docker.shell-entrypoint\nCMD php a.php",
    "2 docker.shell-entrypoint null",
  ],
  ["entrypoint.sh", "php a.php # swtop-ignore K8-03", "1 K8-03 null"],
])("comments of %s", (path, text, expected) => {
  expect(read(path, text)).toEqual([expected]);
});

test("a lock file has none", () => {
  expect(ignoresOf("composer.lock", '{"a": "# swtop-ignore CR-01"}')).toEqual([]);
});

test("a reason keeps no secret", () => {
  const [found] = ignoresOf(
    "a.php",
    "<?php // swtop-ignore CR-17: see redis://:s3cret@r token=s3cret",
  );
  expect(found?.reason).toContain("***");
  expect(found?.reason).not.toContain("s3cret");
});
