import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { encodeObservation } from "../../src/recording/encode.ts";
import { SCENARIOS, scenarioFile } from "../../src/targets/demo/scenarios.ts";
import { everyKind } from "../recording/sample-fixture.ts";
import { schemaOf, validateObservation } from "./validate.ts";

test("what is written fits its schema", () => {
  for (const observation of everyKind)
    expect(validateObservation(JSON.parse(encodeObservation(observation)))).toEqual([]);
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
])("%s does not fit", (_, index, change) => {
  const changed: unknown = JSON.parse(JSON.stringify({ ...line(index), ...change }));
  expect(validateObservation(changed)).not.toEqual([]);
  expect(schemaOf("observation")(changed)).toBe(false);
});

test("types of other versions fit the union, and nothing without a type does", () => {
  expect(validateObservation({ type: "snapshot", anything: [1] })).toEqual([]);
  expect(validateObservation({})).not.toEqual([]);
  expect(validateObservation(null)).not.toEqual([]);
});
