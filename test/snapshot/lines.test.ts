import { expect, test } from "vitest";
import { listener } from "../../src/snapshot/lines.ts";

const MARKER = "0123abcd4567cdef";
const heard = (...chunks: readonly string[]) => {
  const { take, noise } = listener(MARKER);
  const said = chunks.flatMap((chunk) => take(Buffer.from(chunk)));
  return { said, noise: noise() };
};

test("what is not behind the marker belongs to nobody", () => {
  const { said, noise } = heard(
    "Welcome!\nPHP Warning: Module already loaded\n",
    `\n${MARKER} ready\n`,
    "PHP Notice: something\n",
    `${MARKER} {"part":"1","php":"8.2.36"}\n{"part":"2a"}\n0000 {"part":"3"}\n`,
  );
  expect(said).toEqual([{ kind: "ready" }, { kind: "part", part: { part: "1", php: "8.2.36" } }]);
  expect(noise).toMatch(/Welcome![^]*Notice: something[^]*"2a"/);
});

test("a file is all that stands between its name and the next word of ours", () => {
  const { said } = heard(
    `\n${MARKER} file status\nName:\tphp\nUid:\t33\n\n${MARKER} file empty\n`,
    `\n${MARKER} refused program /usr/bin/sleep now\n`,
  );
  expect(said).toEqual([
    { kind: "file", name: "status", text: "Name:\tphp\nUid:\t33\n" },
    { kind: "file", name: "empty", text: "" },
    { kind: "refused", why: "program", detail: "/usr/bin/sleep now" },
  ]);
});

test("the bytes of a name are UTF-8 again", () => {
  const { said } = heard(
    `${MARKER} {"classes":[{"name":"App\\u005cGr\\u00c3\\u00bc\\u00c3\\u009fe"}]}\n`,
  );
  expect(said).toEqual([{ kind: "part", part: { classes: [{ name: "App\\Grüße" }] } }]);
});

test("whatever comes, in whatever chunks: no error, and the same as in one", () => {
  const words = [
    "ready",
    '{"part":"1"}',
    "{",
    "file x",
    "refused",
    "",
    "null",
    "[1]",
    '{"__proto__":1}',
  ].map((word) => `${MARKER} ${word}`);
  const others = ["", "\u0000\u00ff\r", MARKER, ` ${MARKER} ready`, "text"];
  const lines = [...words, ...others];
  // each after each
  const text = lines.flatMap((one) => lines.map((other) => `${one}\n${other}\n`)).join("");
  const whole = listener(MARKER).take(Buffer.from(text));
  expect(whole.length).toBeGreaterThan(100);
  for (const size of [1, 2, 7, 64, 1000]) {
    const { take } = listener(MARKER);
    const bytes = Buffer.from(text);
    const parts = [];
    for (let at = 0; at < bytes.length; at += size)
      parts.push(...take(bytes.subarray(at, at + size)));
    expect(parts).toEqual(whole);
  }
});
