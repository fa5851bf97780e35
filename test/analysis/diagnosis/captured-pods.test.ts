// Pods of a real 1.34 cluster, read as they are live, to what is concluded of them before the first sample.
import { NOTHING_AROUND } from "../../../src/targets/k8s/around.ts";
import { expect, test } from "vitest";
import { noChurn } from "../../../src/analysis/churn/churn.ts";
import { diagnose } from "../../../src/analysis/diagnosis/index.ts";
import type { PodEvent } from "../../../src/domain/pod.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { podEventsOf } from "../../../src/targets/k8s/events.ts";
import { containerOf } from "../../../src/targets/k8s/pod.ts";
import { conclusionText } from "../../../src/words/conclusions.ts";
import { eventListOf, podOf } from "../../targets/k8s/captured.ts";

const NOW = epochMs(Date.UTC(2026, 10, 26, 16, 25));
const clock = (at: number) => new Date(at).toISOString().slice(11, 19);

function headlines(of: string, name: string, events: readonly PodEvent[] | null) {
  const container = containerOf(podOf(of, name), "app", { ...NOTHING_AROUND, events });
  return diagnose({ churn: noChurn, sample: null, at: NOW, container }).map(
    (conclusion) => conclusionText(conclusion, clock).headline,
  );
}
const told = (of: string, name: string) => podEventsOf(eventListOf(of, name));

test.each([
  ["last-states", "shop-leak", "events", ["OOM: killed 16:21:45, after a life of 41 s"]],
  [
    "exec-liveness",
    "shop-live-a",
    "exec-liveness",
    ["The kubelet ended app 16:20:25: its liveness probe failed"],
  ],
  [
    "last-states",
    "shop-sick",
    "events",
    ["The kubelet ended app 6 times, last 16:17:50: its liveness probe failed"],
  ],
  [
    "evicted-by-kubelet",
    "shop-evi-b",
    "evicted-by-kubelet",
    ["The kubelet evicted shop-evi-b 16:20:54"],
  ],
  ["last-states", "shop-evict", "events", ["The kubelet evicted shop-evict 16:16:28"]],
  [
    "exec-oom-child",
    "shop-oom-c",
    "exec-oom-child",
    ["OOM: the kernel killed a process in a life that ended at 16:20:42 by exit 1"],
  ],
  // an exit of its own is no kill
  ["last-states", "shop-crash", "events", []],
] as const)("%s %s", (of, name, events, said) => {
  expect(headlines(of, name, told(events, name))).toEqual(said);
});

test("a worker's kill that is told as `Error` 1 alone is not told, as it is not known", () => {
  expect(headlines("last-states", "shop-fork", [])).toEqual([]);
});

test("where nobody may ask for events an OOM kill is told all the same, and a SIGKILL with its doubt", () => {
  expect(headlines("exec-oom", "shop-oom-a", null)).toHaveLength(1);
  expect(headlines("exec-liveness", "shop-live-a", null)).toEqual([]);
  expect(headlines("last-states", "shop-evict", null)).toEqual([
    "Killed 16:16:30 (exit 137), perhaps for want of memory, after a life of 108 s",
  ]);
});
