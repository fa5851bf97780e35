// The recordings of a real service that are in the package: who died, when, of what; the truth is in the records of their making.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { followChurn, livesOf, noChurn, type RowMark } from "../../../src/analysis/churn/churn.ts";
import { diagnose } from "../../../src/analysis/diagnosis/index.ts";
import type { Conclusion } from "../../../src/domain/conclusion.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { decodeObservation } from "../../../src/recording/decode.ts";
import { conclusionText } from "../../../src/words/conclusions.ts";

function followed(scenario: string) {
  const file = new URL(`../../../src/targets/demo/${scenario}.ndjson.gz`, import.meta.url);
  let churn = noChurn;
  let conclusions: readonly Conclusion[] = [];
  const marks: RowMark[] = [];
  for (const line of gunzipSync(readFileSync(file)).toString("utf8").split("\n")) {
    const observation = line === "" ? null : decodeObservation(line);
    if (observation?.type !== "sample") continue;
    const { sample } = observation;
    const step = followChurn(churn, sample);
    churn = step.churn;
    marks.push(...step.marks);
    conclusions = diagnose({ churn, sample, at: sample.at, container: null });
  }
  return { churn, conclusions, marks };
}

test("worker: the kernel kills Worker.0 in minute 21.5, and it is forked again", () => {
  const at = epochMs(Date.parse("2026-11-26T16:45:02.000Z"));
  const { churn, conclusions, marks } = followed("worker");
  expect(marks).toEqual([
    { rowKey: "shop-api/Worker.0", mark: { at, kind: "birth", pid: 20026 } },
    { rowKey: "shop-api/Worker.0", mark: { at, kind: "oom", pid: 914 } },
  ]);
  expect(livesOf(churn, "shop-api/Worker.0")).toMatchObject([
    { pid: 20026, nsPid: 29, generation: 2, end: null },
    { pid: 914, nsPid: 12, generation: 1, end: "oom", endedAt: at, lastSeenAt: at - 1000 },
  ]);
  expect(conclusions).toEqual([
    {
      kind: "oom-killed",
      confidence: "high",
      by: "own-limit",
      limitBytes: 120586240,
      kills: 1,
      formerKills: 0,
      unseenKills: 0,
      past: null,
      children: [],
      seen: [{ at, count: 1, victims: [{ pid: 914, slot: "Worker.0" }] }],
    },
  ]);
  const [conclusion] = conclusions;
  expect(conclusion && conclusionText(conclusion, () => "16:45:02")).toEqual({
    headline: "OOM: the kernel killed Worker.0 (PID 914) at 16:45:02",
    evidence: "its own memory limit of 115 MiB was reached; the kernel's counter stands at 1 kill",
  });
});

test.each(["coroutine", "fixed"])("%s: nobody dies, nothing is concluded", (scenario) => {
  const { churn, conclusions, marks } = followed(scenario);
  expect({ marks, conclusions, ended: churn.ended.size }).toEqual({
    marks: [],
    conclusions: [],
    ended: 0,
  });
  expect(churn.living.size).toBe(7);
});
