import { expect, test } from "vitest";
import { systemClock } from "../../../src/cli/clock.ts";
import { Outbox } from "../../../src/cli/logs/outbox.ts";
import type { LogLine } from "../../../src/domain/log.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { epochMs } from "../../../src/domain/units.ts";

const line: LogLine = {
  at: epochMs(0),
  clock: "reading",
  source: "stdin",
  text: untrustedText("x"),
  cutBytes: 0,
  cut: null,
  writer: null,
};

test("all who wait for room go on when what was waiting is taken", async () => {
  const outbox = new Outbox(systemClock, new AbortController().signal);
  outbox.lines(Array.from({ length: 20_000 }, () => line));
  let went = 0;
  const waiting = [1, 2, 3].map(async () => {
    await outbox.room();
    went += 1;
  });
  expect(went).toBe(0);
  expect(outbox.take()).toHaveLength(1);
  await Promise.all(waiting);
  expect(went).toBe(3);
});

test("long lines fill it sooner", async () => {
  const outbox = new Outbox(systemClock, new AbortController().signal);
  const long = { ...line, cutBytes: 2 ** 20, cut: new Uint8Array(2 ** 20) };
  let hasRoom = false;
  outbox.lines(Array.from({ length: 40 }, () => long));
  const waiting = outbox.room().then(() => {
    hasRoom = true;
    return null;
  });
  await Promise.resolve();
  expect(hasRoom).toBe(false);
  outbox.take();
  await waiting;
  expect(hasRoom).toBe(true);
});
