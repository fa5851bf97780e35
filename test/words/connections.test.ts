import { expect, test } from "vitest";
import type { Connections } from "../../src/domain/conclusion.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { epochMs } from "../../src/domain/units.ts";
import { conclusionText } from "../../src/words/conclusions.ts";
import { portText } from "../../src/words/ports.ts";

const say = (conclusion: Connections) => conclusionText(conclusion, (at) => `t${at}`);

const held = (...pids: readonly number[]): Connections => ({
  kind: "connections",
  cause: "orphan-listens",
  confidence: "high",
  serverId: "shop",
  port: 9501,
  holders: pids.map((pid, index) => ({
    pid,
    slot: index === 1 ? null : untrustedText(`Worker.${index}`),
  })),
});

test("who holds the port of a server that is gone, and how it is ended", () => {
  expect(say(held(4711))).toEqual({
    headline: "Worker.0 (PID 4711) of shop still holds port 9501, and its manager is gone",
    evidence:
      "a server started now cannot have the port, or shares it with this old code; nothing else ends it: kill 4711",
  });
  expect(say(held(1, 2, 3, 4, 5)).headline).toBe(
    "Worker.0 (PID 1), PID 2, Worker.2 (PID 3), Worker.3 (PID 4), 1 more of shop still hold port 9501, and their manager is gone",
  );
});

test("connections that only rise", () => {
  const rising: Connections = {
    kind: "connections",
    cause: "rising",
    confidence: "medium",
    serverId: "shop",
    port: 3306,
    slots: [],
    risen: 7,
    of: 8,
    from: epochMs(5),
    before: 24,
    now: 600,
    ticks: 12,
  };
  expect(say(rising)).toEqual({
    headline:
      "Connections of shop to port 3306 mysql only rise: 24 to 600 since t5, in 7 of 8 processes",
    evidence:
      "none was given back; 12 crontab ticks in that time; a connection comes back when its coroutine ends: look for one that does not, and hold max_connections against the server's limit (swtop audit, PR-03)",
  });
  expect(say({ ...rising, ticks: null }).evidence).not.toContain("tick");
});

test("a port with its usual name, and one without", () => {
  expect(["3306", "6379", "4711", "constructor"].map(portText)).toEqual([
    "3306 mysql",
    "6379 redis",
    "4711",
    "constructor",
  ]);
});
