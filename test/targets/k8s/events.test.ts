import { expect, test } from "vitest";
import { podEventsOf } from "../../../src/targets/k8s/events.ts";
import { eventListOf, podOf } from "./captured.ts";

const at = (time: string) => Date.parse(`2026-11-26T${time}Z`);

test("events of the kubelet count, those of the scheduler have a series: both are told, the oldest first", () => {
  const events = podEventsOf(eventListOf("events", "shop-sick"));
  expect(events.map(({ reason, count }) => [reason, count])).toEqual([
    ["Scheduled", 1],
    ["Created", 6],
    ["Started", 6],
    ["Killing", 6],
    ["Unhealthy", 14],
    ["BackOff", 15],
    ["Pulled", 8],
  ]);
  expect(events.find(({ reason }) => reason === "Unhealthy")).toEqual({
    at: at("16:19:35"),
    reason: "Unhealthy",
    message: "Liveness probe failed:",
    count: 14,
    isWarning: true,
  });
  const series = podEventsOf(eventListOf("events", "shop-toobig")).at(-1);
  expect(series).toMatchObject({ at: at("16:14:46.542"), count: 2, reason: "FailedScheduling" });
});

test("events.k8s.io calls them otherwise", () => {
  const list = eventListOf("events", "shop-agent");
  expect(list.apiVersion).toBe("events.k8s.io/v1");
  expect(podEventsOf(list).map(({ reason, message }) => [reason, message])).toEqual(
    list.items.map(({ reason, note }) => [reason, note]),
  );
});

test("an OOM kill makes no event", () => {
  const events = podEventsOf(eventListOf("events", "shop-leak"));
  expect(events.some(({ message }) => /oom|memory/iu.test(message))).toBe(false);
  expect(events.map(({ reason }) => reason)).toContain("BackOff");
});

test("events of a pod that had the same name before are left out", () => {
  const list = eventListOf("exec-liveness", "shop-live-a");
  const { uid } = podOf("exec-liveness").metadata;
  expect(podEventsOf(list, uid)).toHaveLength(6);
  expect(podEventsOf(list, "of another")).toEqual([]);
});

test("of very many the last ones are kept", () => {
  const items = Array.from({ length: 100 }, (_, second) => ({
    reason: "BackOff",
    lastTimestamp: new Date(second * 1000 + 1000).toISOString(),
  }));
  const events = podEventsOf({ items: items.toReversed() });
  expect(events).toHaveLength(64);
  expect(events.at(-1)?.at).toBe(100_000);
});

test.each([null, "forbidden", { items: "no list" }, { kind: "Status", code: 403 }])(
  "what is no list has no events: %j",
  (list) => {
    expect(podEventsOf(list)).toEqual([]);
  },
);
