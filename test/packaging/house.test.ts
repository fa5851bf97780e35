// docs/house.md says how the house is built: its loop, its rooms with their doors, its words.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const ROOT = new URL("../../", import.meta.url);
const HOUSE = readFileSync(new URL("docs/house.md", ROOT), "utf8");

/** What stands below a heading, up to the next. */
const chapter = (name: RegExp): string =>
  HOUSE.split(/^## /m).find((text) => name.test(text.split("\n")[0] ?? "")) ?? "";

test("docs/house.md has the loop, every room with its doors, and the words", () => {
  for (const word of [
    "Transport",
    "Session",
    "Reading",
    "Observation",
    "State",
    "Demand",
    "Effect",
  ])
    expect(chapter(/loop/)).toContain(word);
  const rooms = [...chapter(/Rooms and doors/).matchAll(/^\| `(\w+)` \|/gm)].map(
    ([, room]) => room,
  );
  expect(new Set(rooms)).toEqual(new Set(readdirSync(new URL("src/", ROOT))));
  for (const word of [
    "Target",
    "Sample",
    "Slot",
    "Incarnation",
    "Conclusion",
    "Fault",
    "Untrusted",
  ])
    expect(chapter(/The words/)).toMatch(new RegExp(`^\\| \\*\\*[^|]*${word}`, "m"));
});
