import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  EVENT_REASONS,
  EXIT_CAUSES,
  LOG_EVENT_KINDS,
  LOG_FORMATS,
  LOG_LEVELS,
} from "../../src/domain/log.ts";
import { SOURCE_REASONS, SOURCE_STATES } from "../../src/domain/log-source.ts";
import { toldJson } from "../../src/report/logs.ts";
import { event, record } from "../report/logs-fixture.ts";
import { validateDocument } from "./validate.ts";

const parsedRecord = (change = {}) =>
  JSON.parse(toldJson({ type: "record", record: record(change) }));
const parsedEvent = (change = {}) => JSON.parse(toldJson({ type: "event", event: event(change) }));

test("records and events fit, also where all is unknown", () => {
  expect(validateDocument("record", parsedRecord())).toEqual([]);
  expect(validateDocument("event", parsedEvent())).toEqual([]);
  const unknown = { at: null, level: null, pid: null, workerId: null, slot: null, channel: null };
  expect(validateDocument("record", parsedRecord(unknown))).toEqual([]);
  const nothing = { at: null, pid: null, slot: null, status: null, signal: null, cause: null };
  expect(validateDocument("event", parsedEvent({ ...nothing, story: null }))).toEqual([]);
});

test("records and events that say whose server they are of fit", () => {
  const told = { type: "record", record: record({ server: "shop" }) } as const;
  expect(validateDocument("record", JSON.parse(toldJson(told, true)))).toEqual([]);
  const untold = { type: "event", event: event() } as const;
  expect(validateDocument("event", JSON.parse(toldJson(untold, true)))).toEqual([]);
});

test.each([
  ["record", "format", LOG_FORMATS],
  ["record", "level", [...LOG_LEVELS, null]],
  ["event", "kind", LOG_EVENT_KINDS],
  ["event", "cause", [...EXIT_CAUSES, null]],
  ["event", "reason", [...EVENT_REASONS, null]],
])("the schema %s has each word of %s, and no other", (name, key, words) => {
  const { properties } = JSON.parse(
    readFileSync(new URL(`../../docs/schema/${name}.schema.json`, import.meta.url), "utf8"),
  );
  expect(properties[key].enum).toEqual(words);
});

test("the schema of log-sources has each reason and each state, and no other", () => {
  const { $defs } = JSON.parse(
    readFileSync(new URL("../../docs/schema/log-sources.schema.json", import.meta.url), "utf8"),
  );
  const { why, state } = $defs.source.properties;
  expect(why.enum).toEqual(SOURCE_REASONS);
  expect(state.enum).toEqual(SOURCE_STATES);
});

test.each([
  ["a record without lines", "record", { ...parsedRecord(), lines: [] }],
  ["a record without its pid", "record", { ...parsedRecord(), pid: undefined }],
  ["a format that is none", "record", { ...parsedRecord(), format: "syslog" }],
  ["pid 0", "record", { ...parsedRecord(), pid: 0 }],
  ["a kind that is none", "event", { ...parsedEvent(), kind: "crash" }],
  ["an event with another key", "event", { ...parsedEvent(), source: "stdout" }],
] as const)("%s does not fit", (_, name, value) => {
  expect(validateDocument(name, JSON.parse(JSON.stringify(value)))).not.toEqual([]);
});
