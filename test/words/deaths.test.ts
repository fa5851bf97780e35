import { expect, test } from "vitest";
import type { Mark } from "../../src/domain/mark.ts";
import { epochMs } from "../../src/domain/units.ts";
import { EXIT_CAUSES } from "../../src/domain/log.ts";
import { deathLook } from "../../src/words/deaths.ts";

const NOTHING = { cause: null, signal: null, status: null, reason: null, story: null };
const death = (told?: Partial<NonNullable<Mark["told"]>>): Mark => ({
  at: epochMs(0),
  kind: "death",
  pid: 7,
  ...(told === undefined ? {} : { told: { ...NOTHING, ...told } }),
});
const wordOf = (mark: Mark, isReplaced = true): string => deathLook(mark, isReplaced).word;

test.each([
  ["killed", { cause: "killed", signal: 9 }],
  ["oom", { cause: "oom", signal: 9 }],
  ["fatal", { cause: "php-fatal", status: 255 }],
  ["exit", { cause: "exit", status: 1 }],
  ["crash", { cause: "crash", signal: 11 }],
  ["term", { cause: "terminated", signal: 15 }],
  ["died", { status: 1 }],
  ["timeout", { cause: "killed", signal: 9, reason: "exit-timeout", story: "reload-1" }],
  ["timeout", { reason: "exit-timeout", story: "recycle-1" }],
  ["reload", { story: "reload-1" }],
  ["crash", { cause: "crash", signal: 11, story: "reload-1" }],
  ["fatal", { cause: "php-fatal", status: 255, story: "reload-1" }],
  ["killed", { cause: "killed", signal: 9, story: "stop-1" }],
] as const)("%s", (word, told) => {
  expect(wordOf(death(told))).toBe(word);
  expect(deathLook(death(told), true).isOrderly).toBe(word === "reload");
});

test("without a log: of a counter that rose, of another in its place, and of none", () => {
  expect(wordOf({ ...death(), kind: "oom" })).toBe("oom");
  expect(wordOf(death())).toBe("respawn");
  expect(wordOf(death(), false)).toBe("ended");
});

test("a counter of the kernel proves more than a signal in the log", () => {
  expect(wordOf({ ...death({ cause: "killed", signal: 9 }), kind: "oom" })).toBe("oom");
});

test("each has room beside a time in its column", () => {
  for (const cause of EXIT_CAUSES)
    expect(`${wordOf(death({ cause }))} 13:56`.length).toBeLessThanOrEqual(13);
});
