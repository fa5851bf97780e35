import { describe, expect, test } from "vitest";
import { SNAPSHOT_FAULTS } from "../../src/domain/snapshot.ts";
import { snapshotFaultText } from "../../src/words/snapshot-faults.ts";
import { faultOf } from "../analysis/snapshot/build.ts";

const say = (...fault: Parameters<typeof faultOf>) => snapshotFaultText(faultOf(...fault));

describe("each refusal names its own way out", () => {
  // reference/gc-snapshot.md part 7
  test.each([
    ["other-user", "33:34", /docker exec -u 33:34 .*sudo -u '#33' -g '#34' .*SYS_PTRACE/],
    [
      "not-permitted",
      "SYS_PTRACE",
      /needs SYS_PTRACE: .*--privileged -u 0.*securityContext.*kubectl debug --profile=sysadmin --target/,
    ],
    ["not-permitted", null, /to nobody here.*on the host/],
    ["not-dumpable", null, /`user` setting of Swoole.*SYS_PTRACE: .*docker exec --privileged -u 0/],
    ["yama", "1", /ptrace_scope is 1.*sudo.*sysctl kernel\.yama\.ptrace_scope=0/],
    ["yama", "3", /ptrace_scope is 3.*next boot/],
    ["zts", null, /thread-safe \(ZTS\).*NTS/],
    ["other-build", null, /upgrade.*Restart the server/],
    ["no-headroom", "40 MiB", /40 MiB left.*64 MiB.*--level 1/],
    ["no-zend-heap", null, /USE_ZEND_ALLOC=0/],
    ["not-php", "/usr/sbin/php-fpm8.2", /php-fpm8\.2 is not named php or swoole-cli/],
    ["vanished", null, /ended before it was read to the end/],
    ["not-understood", "gc_globals", /fit together: gc_globals/],
    ["out-of-time", null, /too long.*more CPU is free/],
    ["capped", "400 000 values were followed", /follows: 400 000 values.*unknown/],
    ["moved", null, /lower bound.*idle/],
    ["zombie", null, /waits for its parent.*another process/],
    ["kernel-thread", null, /thread of the kernel.*PHP process/],
    ["cancelled", null, /again for the rest/],
    ["reader-died", "Killed", /ended early: Killed.*--level 1/],
    ["unreachable", "no route to host", /second connection .* could not be had: no route to host/],
  ] as const)("what is wrong and what mends it: %s %s", (kind, detail, sentence) => {
    expect(say(kind, detail === null ? {} : { detail })).toMatch(sentence);
  });

  test("no two kinds share a sentence, with and without a detail, and none leaves a gap", () => {
    for (const facts of [{}, { detail: "5" }]) {
      const sentences = SNAPSHOT_FAULTS.map((kind) => say(kind, facts));
      expect(new Set(sentences).size).toBe(SNAPSHOT_FAULTS.length);
      for (const sentence of sentences) {
        expect(sentence).not.toMatch(/undefined|null| {2}|\(\)| [,;:]/);
        expect(sentence).toMatch(/\.$/);
      }
    }
  });
});

test("what it concerns is said", () => {
  expect(say("no-headroom", { part: "3", detail: "12 MiB" })).toMatch(
    /^what gc would free: too little/,
  );
  expect(say("cancelled", { part: "2b" })).toMatch(/^arrays in properties: the reading was ended/);
});

test("a detail of the target is hostile: one line, without escapes, not longer than a line, no command", () => {
  const evil = `\u001b]0;x\u0007Fatal\n\u202eerror ${"x".repeat(5000)}`;
  const sentence = say("reader-died", { detail: evil });
  expect(sentence).toContain("ended early: Fatal error xxx");
  expect(sentence.length).toBeLessThan(400);
  expect(say("other-user", { detail: "0:0 sh; rm -rf /" })).toContain("-u UID:GID");
  expect(say("not-permitted", { detail: "$(rm)" })).not.toContain("rm");
});
