import { expect, test } from "vitest";
import { compareSnapshots } from "../../src/analysis/snapshot/compare.ts";
import type { Snapshot } from "../../src/domain/snapshot.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { bytes, epochMs, HOUR_MS } from "../../src/domain/units.ts";
import { decodeSnapshot } from "../../src/recording/decode-snapshot.ts";
import { snapshotJson, snapshotText } from "../../src/report/snapshot.ts";
import { snapshotFaultText } from "../../src/words/snapshot-faults.ts";
import { emptySnapshot, fullSnapshot } from "../recording/snapshot-fixture.ts";
import { schemaOf, validateDocument } from "../schema/validate.ts";

const { heap, kinds, gc } = fullSnapshot;
if (heap === null || kinds === null || gc === null) throw new TypeError("a full snapshot is full");
/** An hour before: half of the rows, no entry in the cache. */
const earlier: Snapshot = {
  ...fullSnapshot,
  at: epochMs(fullSnapshot.at - HOUR_MS),
  kinds: { ...kinds, rssBytes: bytes(kinds.rssBytes - 31_457_280) },
  heap: { ...heap, usedBytes: bytes(heap.usedBytes - 33_554_432), hugeBlocks: 1 },
  classes: [
    {
      name: untrustedText("App\\Entity\\StockRow"),
      count: 24_111,
      shallowBytes: bytes(6_081_741),
    },
  ],
  holders: fullSnapshot.holders?.slice(1) ?? null,
};
const diff = compareSnapshots(fullSnapshot, earlier);

const lines = (...given: Parameters<typeof snapshotText>): readonly string[] =>
  snapshotText(...given).split("\n");

test("what follows from it comes first, then the parts by level, what it took, what is missing", () => {
  expect(lines(fullSnapshot, null)).toEqual([
    "docker://api-1  pid 39  Worker.0  php 8.2.36  2026-11-25 22:30:00 UTC",
    "conclusion: held (confidence high)",
    "    App\\Service\\StockCache::$rows holds 48212 entries. gc would free 0.1 MiB.",
    "",
    "0 memory by kind, MiB",
    "    RSS 168.3   Zend heap 142.0   shared 13.2   files 8.1   malloc 3.9   stacks 0.1   JIT 0.0",
    "    gc buffer 0.1   other 0.8",
    "",
    "1 Zend heap, MiB",
    "    used 131.4   real 142.0   peak 139.0   real peak 142.0   limit 256.0   exact",
    "    free slots 7.4   free pages 1.1   cached chunks 1   empty chunks 2   huge blocks 6: 18.0",
    "",
    "1 gc",
    "    enabled   runs 412   collected 88 104   roots 9 812 of 10 001",
    "",
    "2 live objects by class",
    "     COUNT        SIZE  CLASS",
    "    48 211       11.8M  App\\Entity\\StockRow",
    "         2           -  class@anonymous/srv/app/A.php",
    "",
    "2 arrays by who holds them",
    "  ELEMENTS        SIZE  HOLDER",
    "    48 212      ~30.9M  App\\Service\\StockCache::$rows  (static)",
    "         -           -  App\\f()::$seen  (static-variable)",
    "",
    "2 gc roots by class",
    "     COUNT  CLASS",
    "     9 000  array",
    "       812  Closure",
    "",
    "3 gc would free",
    "    102K at least   27 objects   14 arrays",
    "     COUNT  CLASS",
    "        27  App\\Graph\\Node",
    "",
    "read in 0.41 s, 38 ms cpu, 24 MiB in the target; the process was not paused",
    "part by part: 0 13 ms, 2a 200 ms",
    ...fullSnapshot.faults.map((fault) => `! ${snapshotFaultText(fault)}`),
  ]);
});

test("what changed stands between the parts and what it took; what did not is left out", () => {
  const all = lines(fullSnapshot, diff);
  const start = all.findIndex((line) => line.startsWith("changed since"));
  expect(all.slice(start, all.indexOf("", start))).toEqual([
    `changed since ${diff.against}`,
    "  memory by kind, MiB",
    "    RSS +30.0",
    "  Zend heap, MiB",
    "    used +32.0   huge blocks +5",
    "  arrays by who holds them",
    "  ELEMENTS      CHANGE        SIZE  HOLDER",
    "    48 212     +48 212      +30.9M  App\\Service\\StockCache::$rows  (static)",
    "  live objects by class",
    "     COUNT      CHANGE        SIZE  CLASS",
    "    48 211     +24 100       +6.0M  App\\Entity\\StockRow",
    "         2          +2           -  class@anonymous/srv/app/A.php",
  ]);
});

test("another process is compared with, and nothing is said to have grown", () => {
  const other = { ...earlier, pid: 40, slot: untrustedText("Worker.1") };
  const text = snapshotText(fullSnapshot, compareSnapshots(fullSnapshot, other));
  expect(text).toMatch(/^compared with Worker\.1 .*, another process or another life of it$/m);
  expect(text).not.toContain("changed since");
});

test("two snapshots that know nothing say so", () => {
  const text = snapshotText(emptySnapshot, compareSnapshots(emptySnapshot, earlier));
  expect(text).toContain("no holder and no class is known to have changed");
});

test("a part that was not asked for is not missed, one that was is", () => {
  expect(lines(emptySnapshot, null)).toEqual([
    "local:  pid 1  2026-11-25 22:30:00 UTC",
    "conclusion: none; what was read does not decide it",
    "",
    "not read: memory by kind",
  ]);
  expect(lines({ ...emptySnapshot, level: 3, kinds }, null).slice(-2)).toEqual([
    "not read: Zend heap; gc; live objects by class; arrays by who holds them; gc roots by class; gc",
    "would free",
  ]);
});

test("why it cannot be read is said once", () => {
  const fault = { kind: "yama", part: null, detail: untrustedText("1") } as const;
  const conclusion = {
    kind: "unreadable",
    confidence: null,
    text: untrustedText(`it cannot be read: ${snapshotFaultText(fault)}`),
    holder: null,
  } as const;
  const text = snapshotText({ ...emptySnapshot, faults: [fault], conclusion }, null);
  expect(text.match(/Yama/g)).toHaveLength(1);
  expect(snapshotText({ ...emptySnapshot, faults: [fault, fault] }, null)).toMatch(/^! Yama/m);
});

test("what is not exact, unlimited or off is said", () => {
  const text = snapshotText(
    {
      ...fullSnapshot,
      heap: { ...heap, limitBytes: null, exact: false, cachedChunks: null },
      gc: { ...gc, enabled: false },
    },
    null,
  );
  expect(text).toMatch(/no limit\s+not exact: it moved while it was read/);
  expect(text).toContain("cached chunks -");
  expect(text).toContain("    OFF   runs 412");
});

test("no garbage is nothing to free", () => {
  const { dryRun } = fullSnapshot;
  if (dryRun === null) throw new TypeError("a full snapshot is full");
  const none = { ...dryRun, freeableBytes: bytes(0), objects: 0, arrays: 0, classes: [] };
  const freed = (faults: Snapshot["faults"]) => {
    const all = lines({ ...fullSnapshot, dryRun: none, faults }, null);
    return all[all.indexOf("3 gc would free") + 1];
  };
  expect(freed([])).toBe("    nothing");
  expect(freed([{ kind: "capped", part: "3", detail: null }])).toMatch(
    /^ {4}0 at least: .*unknown$/,
  );
  expect(freed([{ kind: "moved", part: "3", detail: null }])).toMatch(/^ {4}0 at least: it moved/);
});

test("roots that are not counted by class are said", () => {
  const many = {
    ...fullSnapshot,
    gc: { ...gc, roots: 600_000 },
    rootClasses: [{ name: untrustedText("App\\Row"), count: 249_999 }],
  };
  expect(lines(fullSnapshot, null).join("\n")).not.toContain("more roots");
  expect(lines(many, null)).toContain("    +350 000 more roots, not counted by class");
});

test("a long list is cut, and says how much more there is", () => {
  const classes = Array.from({ length: 37 }, (_, index) => ({
    name: untrustedText(`App\\C${index}`),
    count: 100 - index,
    shallowBytes: bytes(96),
  }));
  const all = lines({ ...fullSnapshot, classes }, null);
  expect(all.filter((line) => line.includes("App\\C"))).toHaveLength(10);
  expect(all).toContain("    and 27 more in --json");
  expect(all).toContain("       100         96B  App\\C0");
  expect(lines({ ...fullSnapshot, classes: [] }, null)).toContain("    none");
});

test("hostile names move nothing, are commands of no CI, and no line is endless", () => {
  const evil = untrustedText(`::error::\u001b[2J\n##[error]${"x".repeat(10_000)}`);
  const text = snapshotText(
    {
      ...fullSnapshot,
      target: "exec:\u001b]0;x\u0007sh",
      slot: evil,
      classes: [{ name: evil, count: 1, shallowBytes: null }],
      holders: [{ holder: evil, kind: "static", elements: 1, deepBytes: null, sampled: false }],
      rootClasses: [{ name: evil, count: 1 }],
    },
    null,
  );
  // oxlint-disable-next-line no-control-regex -- that is the point
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
  expect(text).not.toMatch(/^\s*::|##\[/m);
  const ofNames = text.split("\n").slice(1);
  expect(Math.max(...ofNames.map((line) => line.length))).toBeLessThanOrEqual(160);
});

test("the document fits its schema, with and without what changed, and comes back", () => {
  for (const snapshot of [fullSnapshot, emptySnapshot]) {
    const document = JSON.parse(snapshotJson(snapshot, null));
    expect(validateDocument("snapshot", document)).toEqual([]);
    expect(Object.keys(document).slice(0, 3)).toEqual(["v", "type", "at"]);
    expect(document).not.toHaveProperty("diff");
    expect(decodeSnapshot(document)).toEqual(snapshot);
  }
  const compared = JSON.parse(snapshotJson(fullSnapshot, diff));
  expect(validateDocument("snapshot", compared)).toEqual([]);
  expect(compared.diff).toMatchObject({
    against: diff.against,
    againstAt: "2026-11-25T21:30:00.000Z",
    sameProcess: true,
    holders: [{ holder: "App\\Service\\StockCache::$rows", elementsChange: 48_212 }],
    kinds: { rssBytes: 31_457_280, zendBytes: 0 },
    heap: { usedBytes: 33_554_432, hugeBlocks: 5 },
  });
  expect(schemaOf("snapshot")({ ...compared, diff: { against: "x" } })).toBe(false);
  const nothing = compareSnapshots(emptySnapshot, earlier);
  expect(validateDocument("snapshot", JSON.parse(snapshotJson(emptySnapshot, nothing)))).toEqual(
    [],
  );
});
