import { expect, test } from "vitest";
import type { Observation } from "../../src/domain/observation.ts";
import { TransportError } from "../../src/domain/ports/transport.ts";
import { encodeObservation } from "../../src/recording/encode.ts";
import { newTally, readObservations, type LineBounds } from "../../src/recording/lines.ts";
import { everyKind, hello, log, sample, session } from "./sample-fixture.ts";

async function* pieces(...parts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === "string" ? new TextEncoder().encode(part) : part;
}

async function read(parts: readonly (string | Uint8Array)[], bounds?: LineBounds) {
  const tally = newTally();
  const observations: Observation[] = [];
  for await (const each of readObservations(pieces(...parts), tally, bounds))
    observations.push(each);
  return { observations, tally };
}

const fault = async (...parts: readonly (string | Uint8Array)[]): Promise<string> => {
  const error: unknown = await read(parts).catch((thrown: unknown) => thrown);
  if (!(error instanceof TransportError)) throw new TypeError("expected a TransportError");
  expect(error.fault.kind).toBe("not-a-recording");
  return error.fault.detail ?? "";
};

const text = (...observations: readonly Observation[]) =>
  observations.map((each) => `${encodeObservation(each)}\n`).join("");

test("lines come whole, however the bytes are cut", async () => {
  const whole = new TextEncoder().encode(text(...everyKind, log(2, "Ünïcödé 中文 🙂")));
  for (const length of [1, 7, 64, 1000, whole.length]) {
    const parts = [];
    for (let i = 0; i < whole.length; i += length) parts.push(whole.subarray(i, i + length));
    const { observations, tally } = await read(parts);
    expect(observations).toEqual([...everyKind, log(2, "Ünïcödé 中文 🙂")]);
    expect(tally).toEqual(newTally());
  }
});

test("CRLF, empty lines and a byte order mark are no harm", async () => {
  const { observations, tally } = await read([
    `\uFEFF\r\n${text(hello(), sample(1)).replaceAll("\n", "\r\n\r\n")}`,
  ]);
  expect(observations).toEqual([hello(), sample(1)]);
  expect(tally).toEqual(newTally());
});

test("a last line without its end is read when it is whole, and is torn when not", async () => {
  const whole = text(hello(), sample(1), sample(2));
  expect(await read([whole.trimEnd()])).toEqual({
    observations: [hello(), sample(1), sample(2)],
    tally: newTally(),
  });
  expect(await read([whole.slice(0, -20)])).toEqual({
    observations: [hello(), sample(1)],
    tally: { ...newTally(), isTorn: true },
  });
});

test("sessions that were appended to one another are one stream, also behind a torn line", async () => {
  const { observations, tally } = await read([
    text(hello(), sample(1)).slice(0, -30),
    text(hello(9), session(9), sample(9)),
  ]);
  expect(observations).toEqual([hello(), hello(9), session(9), sample(9)]);
  expect(tally).toEqual(newTally());
});

test("a line that is no observation is left out and counted; a text that quotes one forges nothing", async () => {
  const quoted = log(1, `x {"type":"hello","v":1} ${encodeObservation(hello())}`);
  const { observations, tally } = await read([
    text(hello()),
    "PHP Warning: x\n{}\n\u0000\u0000\n",
    text(quoted),
  ]);
  expect(observations).toEqual([hello(), quoted]);
  expect(tally).toEqual({ ...newTally(), unreadable: 3 });
});

test("a line above the bound is left out and counted, wherever it is cut", async () => {
  const long = text(log(1, "x".repeat(3000)));
  const bounds = { line: 1000, first: 500 };
  const all =
    text(hello()) + long + text(sample(2)) + long + long + text(sample(3)) + long.slice(0, 2000);
  for (const length of [10, 999, 100_000]) {
    const parts = Array.from({ length: Math.ceil(all.length / length) }, (_, i) =>
      all.slice(i * length, (i + 1) * length),
    );
    const { observations, tally } = await read(parts, bounds);
    expect(observations).toEqual([hello(), sample(2), sample(3)]);
    expect(tally.tooLong + (tally.isTorn ? 1 : 0)).toBe(4);
  }
});

test("what is no recording says what it is", async () => {
  expect(await fault()).toBe("it is empty");
  expect(await fault(" \n\n")).toBe("it is empty");
  expect(await fault("[2026-11-25 22:30:00] app.ERROR: x\n", text(hello()))).toBe(
    "its first line is not JSON",
  );
  expect(await fault(new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 10, 200]))).toBe(
    "its first line is not JSON",
  );
  expect(await fault('{"message":"x","level":400}\n')).toBe("its first line is no hello");
  expect(await fault("[1,2]\n")).toBe("its first line is no hello");
  expect(await fault(text(sample(1)))).toBe("its first line is no hello");
  expect(await fault('{"type":"hello","v":2,"swtop":"3.0.0"}\n')).toBe(
    "it was written by a later version (format 2)",
  );
  expect(await fault('{"type":"hello","v":1}\n')).toBe("its hello is incomplete");
  expect(await fault(text(hello()).slice(0, 30))).toBe("its first line is not JSON");
});

test("a large file of one line is refused early", async () => {
  let taken = 0;
  const endless = (async function* () {
    for (; taken < 1000; taken += 1) yield new Uint8Array(64 * 1024).fill(120);
  })();
  const reading = readObservations(endless);
  await expect(reading.next()).rejects.toThrow("its first line is no hello");
  expect(taken).toBeLessThan(4);
});
