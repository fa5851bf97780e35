// The harness itself: it must see what a program leaves behind, else no test on it proves anything.
import { afterEach, expect, test } from "vitest";
import { until } from "../fixtures/until.ts";
import { KEYS, Terminal } from "./terminal.ts";

const PROGRAM = `
process.stdin.setRawMode(true);
process.stdout.write("\\x1b[?1049h\\x1b[?25l\\x1b[?2004h\\x1b[Hhello \\x1b[31mred\\x1b[0m 表");
process.stdout.on("resize", () => process.stdout.write("\\x1b[2;1Hsize " + process.stdout.columns + "x" + process.stdout.rows));
process.stdin.on("data", (keys) => {
  if (String(keys) === "q") { process.stdout.write("\\x1b[?2004l\\x1b[?25h\\x1b[?1049l"); process.exit(3); }
  if (String(keys) === "x") process.exit(4);
  process.stdout.write("\\x1b[3;1Hkeys " + JSON.stringify(String(keys)));
});
`;

let terminal: Terminal;
const open = () => {
  terminal = new Terminal([process.execPath, "-e", PROGRAM], { columns: 60, rows: 15 });
  return terminal.until("hello red 表");
};
afterEach(() => terminal.close());

test("a terminal shows what is on the screen and takes keys as they are typed", async () => {
  await open();
  terminal.press("jj");
  await terminal.until('keys "jj"');
  terminal.press(KEYS.down);
  await terminal.until(String.raw`keys "\u001b[B"`);
  terminal.resize(80, 24);
  await terminal.until("size 80x24");
  expect(terminal.modes()).toEqual({
    isAlternate: true,
    isCursorShown: false,
    isPasteBracketed: true,
    isMouseOn: false,
  });
});

test("a program that restores its terminal is seen to", async () => {
  await open();
  terminal.press("q");
  expect(await terminal.end()).toEqual({ code: 3, signal: 0 });
  expect(terminal.modes()).toEqual({
    isAlternate: false,
    isCursorShown: true,
    isPasteBracketed: false,
    isMouseOn: false,
  });
});

test("a program that leaves its terminal as it was is seen to", async () => {
  await open();
  terminal.press("x");
  expect((await terminal.end()).code).toBe(4);
  expect(terminal.modes()).toMatchObject({
    isAlternate: true,
    isCursorShown: false,
    isPasteBracketed: true,
  });
});

test("a frame that came in part is not looked at before its end", async () => {
  const script =
    "stty -echo; printf '\\033[?2026hone'; read -r _; printf ' frame\\033[?2026l'; read -r _";
  terminal = new Terminal(["sh", "-c", script]);
  await until(() => terminal.raw.endsWith("one"), "its first part");
  const seen = terminal.until("one").then(() => terminal.text().trim());
  await terminal.settled();
  terminal.press("\r");
  expect(await seen).toBe("one frame");
});

test("a terminal that goes away ends what runs in it", async () => {
  await open();
  terminal.close();
  await until(() => terminal.ended !== null, "the end");
  expect(terminal.ended?.signal).toBe(1);
});

test("a picture of the screen is a PNG", async () => {
  await open();
  const { readFileSync } = await import("node:fs");
  expect(readFileSync(terminal.picture("harness")).subarray(1, 4).toString()).toBe("PNG");
});
