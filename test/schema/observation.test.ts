import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { SNAPSHOT_FAULTS } from "../../src/domain/snapshot.ts";
import { encodeObservation } from "../../src/recording/encode.ts";
import { SCENARIOS, scenarioFile } from "../../src/targets/demo/scenarios.ts";
import { everyKind } from "../recording/sample-fixture.ts";
import { schemaOf, validateObservation } from "./validate.ts";

test("what is written fits its schema", () => {
  for (const observation of everyKind)
    expect(validateObservation(JSON.parse(encodeObservation(observation)))).toEqual([]);
});

test("each fault of a snapshot has its word in the schema, and no other", () => {
  for (const kind of SNAPSHOT_FAULTS) {
    const faults = [{ kind, part: null, detail: null }];
    expect(validateObservation({ ...line(10), faults })).toEqual([]);
  }
  const { properties } = JSON.parse(
    readFileSync(new URL("../../docs/schema/snapshot.schema.json", import.meta.url), "utf8"),
  );
  expect(properties.faults.items.properties.kind.enum).toEqual(SNAPSHOT_FAULTS);
});

test.each(SCENARIOS)("every line of the recording $name fits", ({ name }) => {
  const file = new URL(`../../src/targets/demo/${scenarioFile(name)}`, import.meta.url);
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split("\n");
  const misfits = lines.flatMap((line) => validateObservation(JSON.parse(line)));
  expect(misfits).toEqual([]);
  expect(lines.length).toBeGreaterThan(2000);
});

const line = (index: number): Record<string, unknown> =>
  JSON.parse(
    encodeObservation(everyKind[index] ?? { type: "other", at: null, name: "", json: "" }),
  );

test.each([
  ["an absent key", 4, { lastPid: undefined }],
  ["a key that is not known", 4, { extra: 1 }],
  ["-1 for unknown", 4, { lastPid: -1 }],
  ["a time without milliseconds", 0, { at: "2026-11-25T22:30:00Z" }],
  ["a time in another zone", 0, { at: "2026-11-25T22:30:00.000+00:00" }],
  ["a later version", 0, { v: 2 }],
  ["a state that is none", 1, { state: "asleep" }],
  [
    "a process without its keys",
    4,
    {
      servers: [
        {
          id: "a",
          rootPid: null,
          app: null,
          framework: null,
          mode: null,
          memory: null,
          processes: [{ pid: 1 }],
        },
      ],
    },
  ],
  ["a log without text", 6, { text: null }],
  ["a snapshot of level 4", 10, { level: 4 }],
  ["a snapshot without its pid", 10, { pid: undefined }],
  ["a snapshot with half of its heap", 10, { heap: { usedBytes: 1 } }],
  ["a fault that is none", 10, { faults: [{ kind: "tired", part: null, detail: null }] }],
  ["a container without its lives", 15, { lives: undefined }],
  ["a container in a state that is none", 15, { state: "asleep" }],
  ["a container in half of a pod", 15, { pod: { namespace: "shop", name: "a", uid: "u" } }],
  ["a life without its end", 15, { lives: [{ startedAt: null, exitCode: 0, oomKilled: null }] }],
])("%s does not fit", (_, index, change) => {
  const changed: unknown = JSON.parse(JSON.stringify({ ...line(index), ...change }));
  expect(validateObservation(changed)).not.toEqual([]);
  expect(schemaOf("observation")(changed)).toBe(false);
});

test("types of other versions fit the union, and nothing without a type does", () => {
  expect(validateObservation({ type: "event", anything: [1] })).toEqual([]);
  expect(validateObservation({})).not.toEqual([]);
  expect(validateObservation(null)).not.toEqual([]);
});
