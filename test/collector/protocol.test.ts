import { describe, expect, test } from "vitest";
import {
  answerReader,
  helloReader,
  newPrefix,
  newSecret,
  readRequest,
  startScript,
  type Prefix,
} from "../../src/collector/protocol.ts";
import { seeded } from "./seeded.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");
const PREFIX = newPrefix(seeded(1));
const file = (path: string, content: string, prefix = PREFIX): string =>
  `==> ${prefix}${path} <==\n${content}\n`;
const end = (prefix: Prefix = PREFIX): string => `==> ${prefix}../dev/null <==\n`;

/** Hands a text over in pieces; the result of the last one. */
const read = (text: string, size = text.length, prefix = PREFIX) => {
  const reader = answerReader(prefix);
  for (let at = 0; at < text.length; at += size) {
    const result = reader.take(bytes(text.slice(at, at + size)));
    if (result !== null) return result.kind === "answer" ? result.answer : result.kind;
  }
  return null;
};

describe("a prefix", () => {
  test("is a path that leads nowhere else, and another one each time", () => {
    const random = seeded(7);
    const many = Array.from({ length: 1000 }, () => newPrefix(random));
    expect(new Set(many).size).toBe(1000);
    expect(many.every((prefix) => /^\.\/[./]+\/$/.test(prefix) && !prefix.includes(".."))).toBe(
      true,
    );
  });

  test("stands first in a request", () => {
    expect(Buffer.from(readRequest("././", 10, ["uptime", "1"])).toString()).toBe(
      "././ read 10 uptime 1\n",
    );
  });
});

describe("an answer", () => {
  const text = `${file("uptime", "1.00 2.00\n")}\n${file("1/cmdline", "a\0b")}${end()}`;

  test.each([1, 2, 7, 1000])("is whole when it comes in pieces of %d bytes", (size) => {
    const answer = read(text, size);
    expect(answer instanceof Map && [...answer]).toEqual([
      ["uptime", "1.00 2.00\n\n"],
      ["1/cmdline", "a\0b"],
    ]);
  });

  test("keeps every byte of a file", () => {
    const all = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join("");
    expect(read(file("1/cmdline", all) + end())).toEqual(new Map([["1/cmdline", all]]));
  });

  test("keeps raw memory as it is, whatever it ends with", () => {
    const word = "%39/mem:64:2199023255552:1";
    for (const raw of ["\0\n\n", "\n==> ", "x <==\n", "==> ../dev/null <==\n", "\r\n", ""])
      expect(read(file(word, raw) + file("uptime", "1 2\n") + end())).toEqual(
        new Map([
          [word, raw],
          ["uptime", "1 2\n"],
        ]),
      );
  });

  test("is not ended by the words of a process", () => {
    const other = newPrefix(seeded(2));
    const forged = `x\n${file("2/stat", "2 (forged)", other)}\n==> 3/stat <==\n\n${end(other)}\u001e`;
    expect(read(file("1/cmdline", forged) + end())).toEqual(new Map([["1/cmdline", forged]]));
  });

  test("is not what was left of an earlier one", () => {
    const former = newPrefix(seeded(3));
    const late = file("uptime", "old", former) + end(former);
    expect(read(late + file("uptime", "new") + end())).toEqual(new Map([["uptime", "new"]]));
  });

  test("without its end is none", () => {
    expect(read(text.slice(0, -1))).toBeNull();
  });

  test("without end is given up", () => {
    const reader = answerReader(PREFIX);
    const chunk = Buffer.alloc(1024 * 1024, "x");
    const results = Array.from({ length: 33 }, () => reader.take(chunk));
    expect(results.slice(0, 32).every((result) => result === null)).toBe(true);
    expect(results.at(-1)).toEqual({ kind: "too-long" });
  });
});

describe("a hello", () => {
  const SECRET = newSecret(seeded(4));
  const hello = (words: string, lineEnd = "\n"): string =>
    `swtop ${SECRET.join("")} ${words}${lineEnd}`;

  test("is found behind the message of the day", () => {
    const reader = helloReader(SECRET);
    expect(reader.take(bytes("Welcome!\r\nswtop is no hello\n"))).toBeNull();
    expect(reader.take(bytes(hello("ready 12 13 head cat")))).toEqual({
      kind: "ready",
      mainPid: 12,
      watcherPid: 13,
      offers: ["head", "cat"],
    });
  });

  test("names what is missing", () => {
    expect(helloReader(SECRET).take(bytes(hello("missing sleep")))).toEqual({
      kind: "missing",
      what: "sleep",
    });
  });

  test("is not the script that comes back", () => {
    const reader = helloReader(SECRET);
    expect(reader.take(startScript("printf swtop\n", SECRET))).toBeNull();
    expect(reader.isEcho()).toBe(true);
  });

  test("of another secret is none", () => {
    expect(helloReader(newSecret(seeded(5))).take(bytes(hello("ready 1 2")))).toBeNull();
  });

  test("shows a terminal in between", () => {
    expect(helloReader(SECRET).take(bytes(hello("ready 1 2", "\r\n")))).toEqual({
      kind: "terminal",
    });
  });

  test("is not waited for without end", () => {
    expect(helloReader(SECRET).take(Buffer.alloc(70_000, "x"))).toEqual({ kind: "too-long" });
  });
});

test("the script goes out without the lines that are for people", () => {
  const sent = Buffer.from(
    startScript("# why\na() {\n  # what\n  b # c\n\n}\n", ["x", "y"]),
  ).toString();
  expect(sent).toBe("a() {\n  b # c\n}\nmain x y\n");
});

describe("fuzz", () => {
  test("random bytes are no answer and no hello, and nothing throws", () => {
    const random = seeded(11);
    for (let round = 0; round < 300; round++) {
      const noise = Buffer.from(Array.from({ length: random() * 3000 }, () => random() * 256));
      expect(answerReader(PREFIX).take(noise)).toBeNull();
      expect(helloReader(["ab", "cd"]).take(noise)).toBeNull();
    }
  });

  test("cut, doubled and mixed answers give files that were sent, whole or cut, and nothing throws", () => {
    const random = seeded(12);
    const contents = new Map(
      Array.from({ length: 9 }, (_, n) => [`${n}/stat`, `${n} (x) `.repeat(n * 9)]),
    );
    const pieces = [...contents].map(([path, content]) => file(path, content));
    for (let round = 0; round < 500; round++) {
      const mixed = pieces
        .toSorted(() => random() - 0.5)
        .map((piece) => (random() < 0.2 ? piece.slice(0, random() * piece.length) : piece))
        .concat(random() < 0.5 ? pieces.slice(0, 2) : []);
      const answer = read(mixed.join("") + end(), 1 + Math.floor(random() * 200));
      expect(answer).toBeInstanceOf(Map);
      for (const path of (answer as ReadonlyMap<string, string>).keys()) {
        const isLike = (known: string): boolean => known.startsWith(path) || path.startsWith(known);
        expect([...contents.keys(), ""].some(isLike)).toBe(true);
      }
    }
  });
});
