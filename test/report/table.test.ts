import { expect, test } from "vitest";
import { sampleTable } from "../../src/report/table.ts";
import { aMemory, aProcess, aSample, aServer } from "../store/build.ts";
import { cellWidth } from "../../src/words/cells.ts";
import { bytes, MIB } from "../../src/domain/units.ts";

const worker = aProcess({ pid: 4711, slot: "Worker.0", mib: 12, generation: 2 });

test("a table has each process in one line, with its PID and slot", () => {
  const text = sampleTable(aSample(5, [aServer([worker, aProcess({ pid: 4712 })])]), "local:");
  const lines = text.split("\n").filter((line) => /\b471[12]\b/.test(line));
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^\s+4711 worker\s+Worker\.0\s+12\.0\s+12\.0\s+12\.0\s+-\s.*\s2$/);
});

test("a name in wide characters moves no column", () => {
  const named = aProcess({ pid: 4712, slot: "计划任务.0" });
  const [, , , plain, wide] = sampleTable(aSample(5, [aServer([worker, named])]), "local:").split(
    "\n",
  );
  expect(cellWidth(wide ?? "")).toBe(cellWidth(plain ?? ""));
});

test("what is unknown is a dash, never a 0", () => {
  const text = sampleTable(aSample(5, [aServer([aProcess({ pid: 4712, role: null })])]), "local:");
  expect(text.split("\n").at(-1)).toMatch(/^\s+4712 \?\s+-\s+-\s+-\s+-\s+-\s/);
  expect(text).toContain("memory unknown");
});

test("memory against its limit, and the kernel's kills", () => {
  const memory = aMemory({
    currentBytes: bytes(64 * MIB),
    limitBytes: bytes(128 * MIB),
    oomKills: 2,
  });
  expect(sampleTable(aSample(5, [], { memory }), "local:")).toMatch(
    /64\.0M of 128M 50% .*oom_kill 2/,
  );
});

test("memory that no kernel tells is said to be the cluster's word", () => {
  const memory = aMemory({ source: null, currentBytes: null, limitBytes: bytes(64 * MIB) });
  expect(sampleTable(aSample(5, [], { memory }), "k8s:")).toContain(
    "memory - of 64.0M (as the cluster tells it)",
  );
});

test("hostile names print no control character", () => {
  const hostile = aProcess({ pid: 7, slot: "\u001b[2Jx\n\u009b31m.0" });
  const text = sampleTable(aSample(5, [aServer([hostile])]), "exec:\u001b]0;x\u0007sh");
  // oxlint-disable-next-line no-control-regex -- none of them may be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  expect(text.split("\n").filter((line) => /^\s+7 /.test(line))).toHaveLength(1);
});
