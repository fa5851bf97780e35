import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { followFile } from "../../../src/cli/logs/following.ts";
import { TransportError } from "../../../src/domain/ports/transport.ts";

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "swtop-following-"));
  path = join(folder, "a.log");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Follows, and at each end of what is there does the next of `acts`; ends after the last. What was read, `|` where another file began. */
async function followed(...acts: readonly (() => void)[]): Promise<string> {
  const ending = new AbortController();
  const clock = { sleep: () => Promise.resolve() };
  const left = [...acts];
  let read = "";
  for await (const piece of followFile(path, clock, ending.signal)) {
    if (piece === "idle") {
      const act = left.shift();
      if (act === undefined) ending.abort();
      else act();
    } else read += piece === "anew" ? "|" : Buffer.from(piece).toString();
  }
  return read;
}

test("what is there, and what is appended", async () => {
  writeFileSync(path, "one\n");
  const appended = () => appendFileSync(path, "two\nthr");
  expect(await followed(appended, () => appendFileSync(path, "ee\n"))).toBe("one\ntwo\nthree\n");
});

test("rotation: the old file to its end, then the new one", async () => {
  writeFileSync(path, "one\n");
  const old = join(folder, "a.log.1");
  const rotated = await followed(
    () => renameSync(path, old),
    // its writer has not heard of it yet
    () => appendFileSync(old, "two\n"),
    () => writeFileSync(path, ""),
    () => appendFileSync(old, "three\n"),
    () => {
      appendFileSync(old, "four\n");
      writeFileSync(path, "five\n");
    },
  );
  expect(rotated).toBe("one\ntwo\nthree\nfour\n|five\n");
});

test("truncation: from the start again", async () => {
  writeFileSync(path, "one\ntwo\n");
  const truncated = await followed(() => {
    truncateSync(path);
    appendFileSync(path, "three\n");
  });
  expect(truncated).toBe("one\ntwo\n|three\n");
});

test("deleted, and there again", async () => {
  writeFileSync(path, "one\n");
  const again = await followed(
    () => unlinkSync(path),
    () => undefined,
    () => writeFileSync(path, "two\n"),
  );
  expect(again).toBe("one\n|two\n");
});

test("a file that is not there is said at once", async () => {
  const error: unknown = await followed().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TransportError);
  expect(error).toMatchObject({ fault: { kind: "unreadable-file", detail: path } });
});
