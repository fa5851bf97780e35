import { expect, test } from "vitest";
import type { Told } from "../../src/domain/log.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { toldJson } from "../../src/report/logs.ts";
import { event, line, record } from "./logs-fixture.ts";

test("a record has the keys of the contract, in its order", () => {
  expect(toldJson({ type: "record", record: record({ fields: { ms: 12 } }) })).toBe(
    '{"type":"record","at":"2026-11-23T05:56:00.000Z","source":"file:swoole.log","format":"swoole","level":"warning",' +
      '"pid":5865,"workerId":1,"slot":"Worker.1","channel":null,"message":"a slow query","fields":{"ms":12},' +
      '"lines":["[2026-11-23 05:56:00 *5865.1]\\tWARNING\\ta slow query"],"cutBytes":0}',
  );
});

test("an event has the keys of the contract, in its order", () => {
  expect(toldJson({ type: "event", event: event({ story: "s1" }) })).toBe(
    '{"type":"event","at":"2026-11-23T05:56:00.000Z","kind":"abnormal-exit","pid":5865,"workerId":1,"slot":"Worker.1",' +
      '"status":0,"signal":9,"cause":"killed","task":null,"reason":null,"detail":null,"story":"s1"}',
  );
});

test("whatever a line holds, it is one line of JSON that gives it back", () => {
  const text = '\u001b[2J\u0000\u2028"},{\\ \u202e\udc80';
  const json = toldJson({
    type: "record",
    record: record({ message: untrustedText(text), lines: [line(text)] }),
  });
  expect(json).not.toMatch(/\p{Cc}/u);
  expect(JSON.parse(json)).toMatchObject({ message: text, lines: [text] });
});

const whose = (told: Told): unknown => {
  const { slot, server } = JSON.parse(toldJson(told, true));
  return [slot, server];
};

test("whose they are, where there are several servers: null where it is not told", () => {
  expect(whose({ type: "record", record: record({ server: "shop" }) })).toEqual([
    "Worker.1",
    "shop",
  ]);
  expect(whose({ type: "record", record: record() })).toEqual(["Worker.1", null]);
  expect(whose({ type: "event", event: event({ server: "shop-2" }) })).toEqual([
    "Worker.1",
    "shop-2",
  ]);
  expect(toldJson({ type: "event", event: event({ server: "shop" }) })).not.toContain("shop");
});
