import { expect, test } from "vitest";
import { dotenvOf } from "../../src/project/dotenv.ts";

const none = (): null => null;
const read = (text: string, outer: (name: string) => string | null = none): object =>
  Object.fromEntries(dotenvOf(text, outer));

// Each pair was compared with what vlucas/phpdotenv 5's own source says (EntryParser, Lexer, Lines, Resolver).
test.each([
  ["A=1", { A: "1" }],
  ["A = spaced ", { A: "spaced" }],
  ["export AB=1", { AB: "1" }],
  ["A=", { A: "" }],
  ["A", {}],
  ["=1", {}],
  ["A-B=1", {}],
  ["'A'=1", { A: "1" }],
  ["A=one # why", { A: "one" }],
  ["A=one#two", { A: "one" }],
  ["A=# nothing", { A: "" }],
  ["# A=1", {}],
  ["A=one two", {}],
  ['A="one two" # why', { A: "one two" }],
  ['A="with # and \\" inside"', { A: 'with # and " inside' }],
  ['A="tab\\tline\\n"', { A: "tab\tline\n" }],
  ['A="\\x"', {}],
  ["A='$B \\n \"'", { A: '$B \\n "' }],
  ["A='open", {}],
  ['A="one\ntwo"\nB=3', { A: "one\ntwo", B: "3" }],
  ["A=(true)\r\nB=2\r\n", { A: "(true)", B: "2" }],
  ["\uFEFFA=1", { A: "1" }],
  ["A=1\nA=2", { A: "2" }],
  ["A=x\nB=${A}/y", { A: "x", B: "x/y" }],
  ['A=x\nB="${A}${A}-${C}"', { A: "x", B: "xx-${C}" }],
  ['A=x\nB="\\${A}"', { A: "x", B: "${A}" }],
  ["A=a\u0000b", { A: "a\u0000b" }],
])("%j", (text, expected) => {
  expect(read(text)).toEqual(expected);
});

test("what is set outside wins within a reference", () => {
  expect(read("HOST=local\nURL=${HOST}:1", (name) => (name === "HOST" ? "outer" : null))).toEqual({
    HOST: "local",
    URL: "outer:1",
  });
});
