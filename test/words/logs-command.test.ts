import { expect, test } from "vitest";
import { logsProblemText, type LogsProblem } from "../../src/words/logs-command.ts";

const unfit = (change: Partial<Extract<LogsProblem, { readonly kind: "unfit" }>>): string =>
  logsProblemText({
    kind: "unfit",
    option: "--slot Worker.7",
    what: "slot",
    seen: [],
    unplacedEvents: 0,
    ...change,
  });

test("nobody fits: those who were seen, at most ten of them", () => {
  expect(unfit({ seen: ["Master", "Worker.0"] })).toBe(
    "nothing here is of --slot Worker.7; slots seen: Master, Worker.0.",
  );
  expect(unfit({})).toBe("nothing here is of --slot Worker.7; no line says its slot.");
  const seen = Array.from({ length: 12 }, (_, i) => `Worker.${i}`);
  expect(unfit({ seen })).toMatch(/Worker\.9 and 2 more\.$/);
});

test("events about nobody known are counted, in the same line", () => {
  expect(unfit({ option: null, what: null, unplacedEvents: 3 })).toBe(
    "3 events whose slot is not known are hidden.",
  );
  expect(unfit({ unplacedEvents: 1 })).toMatch(/its slot\. 1 event whose slot is not known is/);
});

test("what a log calls its slots controls no terminal", () => {
  expect(unfit({ seen: ["\u001b[2J"] })).not.toMatch(/\p{Cc}/u);
});

test("output that a log driver does not give back, with the driver where it is told", () => {
  const [told, untold] = ["syslog", null].map((driver) =>
    logsProblemText({ kind: "unreadable-output", driver }),
  );
  expect(told).toMatch(/with the log driver syslog\. Name what reads it with --log-cmd\.$/);
  expect(untold).not.toContain("null");
});

test("output that a cluster forbids, with its words where there are some, and what prints the rights", () => {
  const [told, untold] = ['User "limited" cannot get resource "pods/log"\u001b[2J', null].map(
    (words) => logsProblemText({ kind: "forbidden-output", words }),
  );
  expect(told).toBe(
    'the container\'s stdout and stderr may not be read: User "limited" cannot get resource "pods/log". `swtop doctor --rbac` prints the rights that swtop takes.',
  );
  expect(untold).not.toContain("null");
});
