// What docker 20.10 (json-file, local) and podman 4.3.1 (k8s-file) print for lines in parts, as captured from them (`logs --timestamps`); the first stamp is off.
import { expect, test } from "vitest";
import { partsOf } from "../../../src/cli/logs/container-parts.ts";
import { epochMs } from "../../../src/domain/units.ts";

const FULL = { docker: "a".repeat(16_384), podman: "a".repeat(8192) };

function texts(
  engine: string,
  printed: string,
  { at = "2026-11-27T10:19:11.780Z", told = "" }: { at?: string; told?: string } = {},
) {
  const line = {
    stream: "stdout" as const,
    bytes: Buffer.from(printed),
    at: epochMs(Date.parse(at)),
  };
  const look = {
    engine,
    latestMs: Date.parse("2026-11-27T12:00:00Z"),
    isTold: (part: { readonly bytes: Uint8Array }) => Buffer.from(part.bytes).toString() === told,
  };
  return partsOf(line, look).map((each) => [
    Buffer.from(each.bytes).toString(),
    new Date(each.at).toISOString(),
  ]);
}

const AT = "2026-11-27T10:19:11.780Z";
const STAMP = "2026-11-27T10:19:11.780548516Z ";

test("docker: a line longer than 16 KiB has its stamp before each part of it", () => {
  const { docker } = FULL;
  expect(texts("docker", `${docker}${STAMP}${docker}${STAMP}end`)).toEqual([
    [`${docker}${docker}end`, AT],
  ]);
  expect(texts("docker", `${docker}${STAMP}`)).toEqual([[docker, AT]]);
});

test("docker: what a life left without line end is a line, and the next life begins another", () => {
  expect(texts("docker", "without end2026-11-27T10:19:18.494956588Z first")).toEqual([
    ["without end", AT],
    ["first", "2026-11-27T10:19:18.494Z"],
  ]);
  const { docker } = FULL;
  expect(texts("docker", `${docker}2026-11-27T10:19:18.494956588Z first`)).toHaveLength(2);
});

test("docker's local driver forgets the line end behind a long line", () => {
  const { docker } = FULL;
  expect(
    texts("docker", `${docker}${STAMP}end2026-11-27T10:19:11.780900000Z short`).map(
      ([text]) => text,
    ),
  ).toEqual([`${docker}end`, "short"]);
});

test("podman: each part has its own stamp, and one that was told already is not told again", () => {
  const { podman } = FULL;
  const later = "2026-11-27T10:19:11.781044621Z ";
  expect(texts("podman", `${podman}${later}${podman}2026-11-27T10:19:11.781900000Z `)).toEqual([
    [`${podman}${podman}`, AT],
  ]);
  expect(texts("podman", `no end2026-11-27T10:19:12.802947372Z  but later`)).toEqual([
    ["no end but later", AT],
  ]);
  const joint = "no end2026-11-27T10:19:18.000000001Z next life";
  expect(texts("podman", joint, { told: "no end" })).toEqual([
    ["no end", AT],
    ["next life", "2026-11-27T10:19:18.000Z"],
  ]);
});

test("podman: parts of one millisecond, where all of the stamp is known", () => {
  const line = { stream: "stdout" as const, at: epochMs(Date.parse(AT)), nanoseconds: 548_516 };
  const look = { engine: "podman", latestMs: Infinity, isTold: () => false };
  // PHP writes each argument of echo for itself
  const printed = Buffer.from("line 2026-11-27T10:19:11.780548700Z 85");
  expect(partsOf({ ...line, bytes: printed }, look).map(({ bytes }) => String(bytes))).toEqual([
    "line 85",
  ]);
  const own = Buffer.from("ts=2026-11-27T10:19:11.780548000Z 85");
  expect(partsOf({ ...line, bytes: own }, look)).toMatchObject([{ bytes: own }]);
});

test("docker: a stamp of the same millisecond is the program's own", () => {
  const text = "ts=2026-11-27T10:19:11.780940000Z msg=same millisecond";
  expect(texts("docker", text)).toEqual([[text, AT]]);
});

test.each(["docker", "podman"])("%s: stamps that a program prints stay in its line", (engine) => {
  for (const text of [
    "ts=2026-11-27T10:19:10.000000000Z msg=before",
    "ts=2026-11-27T13:00:00.000000000Z msg=nobody's clock is there",
    "ts=2026-99-99T99:99:99.000000000Z msg=no time",
    "ts=2026-11-27T10:19:12.5Z msg=another layout",
  ])
    expect(texts(engine, text)).toEqual([[text, AT]]);
});

test("k8s: a stamp in a line is text, as each life has a log of its own", () => {
  const text = "lease until 2026-11-27T10:20:11.000000000Z renewed";
  expect(texts("k8s", text)).toEqual([[text, AT]]);
});
