import { expect, test } from "vitest";
import { essence, iso, recordOf } from "../read.ts";

// shared captures/hyperf-n-memlimit-worker/stderr.log; php 8.2 main.c
test("PHP errors: both ways to print them, with their level", () => {
  const lines = [
    "PHP Fatal error:  Allowed memory size of 33554432 bytes exhausted (tried to allocate 3149824 bytes) in /srv/app/app/Crontab/Tasks.php on line 14",
    "Fatal error: Allowed memory size of 33554432 bytes exhausted (tried to allocate 3149824 bytes) in /srv/app/app/Crontab/Tasks.php on line 14",
    "PHP Parse error:  syntax error, unexpected end of file in /x.php on line 3",
    "PHP Warning:  Undefined variable $x in /x.php on line 3",
    "Warning: Undefined variable $x in /x.php on line 3",
    "PHP Notice:  x in /x.php on line 3",
    "Deprecated: x is deprecated in /x.php on line 3",
  ];
  expect(lines.map((line) => essence(recordOf(line)))).toEqual(
    ["error", "error", "error", "warning", "warning", "notice", "notice"].map((level, index) => [
      "php-error",
      level,
      null,
      null,
      null,
      null,
      lines[index],
    ]),
  );
});

test("a warning of somebody else is plain", () => {
  for (const line of ["Warning: low disk", "Notice: moved", "PHP is fine", "Fatal Error: x"])
    expect(recordOf(line).format).toBe("plain");
});

const at = (zone: string): string | null =>
  iso(recordOf(`[23-Nov-2026 05:46:00${zone}] PHP Warning:  x in /x.php on line 2`).at);

test("the time of PHP's own log, in its zone", () => {
  expect([at(" UTC"), at(" Asia/Shanghai"), at(" Nowhere/X"), at("")]).toEqual([
    "2026-11-23T05:46:00.000Z",
    "2026-11-22T21:46:00.000Z",
    null,
    "2026-11-23T05:46:00.000Z",
  ]);
});
