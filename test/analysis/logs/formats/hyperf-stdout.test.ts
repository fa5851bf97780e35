import { expect, test } from "vitest";
import { essence, recordOf, recordsOf } from "../read.ts";

// shared captures/hyperf-a-worker/stdout.log (3.2), hyperf-h-singleton-no-hyperf-redis/stdout.log (3.1), tty/stdout-tty.log
test("Hyperf stdout logger with and without time and colour", () => {
  const records = recordsOf(
    [
      "[2026-11-23 05:45:06.615] [INFO] Worker#0 started.",
      "[INFO] Worker#0 started.",
      "[2026-11-23 05:58:12.379] \u001b[32m[INFO]\u001b[39m Worker#0 started.\r",
      "\u001b[33m[WARNING]\u001b[39m Worker#0 started.",
      "\u001b[37;41m[ALERT]\u001b[39;49m Worker#0 started.",
    ].join("\n"),
  );
  const said = ["hyperf-stdout", "info", null, null, null, "Worker#0 started."];
  const [format, level, ...rest] = said;
  expect(records.map(essence)).toEqual([
    [format, level, "2026-11-23T05:45:06.615Z", ...rest],
    [format, level, null, ...rest],
    [format, level, "2026-11-23T05:58:12.379Z", ...rest],
    [format, "warning", null, ...rest],
    [format, "alert", null, ...rest],
  ]);
});

test("a component is the channel", () => {
  const line = "[2026-11-23 05:58:12.306] [DEBUG] [command] Commands registered by X";
  expect(essence(recordOf(line)).slice(5)).toEqual(["command", "Commands registered by X"]);
  expect(recordOf("[INFO] [12] tables").message).toBe("[12] tables");
  expect(recordOf("[INFO] [pid:12] tables")).toMatchObject({
    channel: null,
    pid: 12,
    message: "[pid:12] tables",
  });
});

test("an empty message is one", () => {
  expect(recordOf("[INFO]").message).toBe("");
  expect(recordOf("[INFO] ").message).toBe("");
});

test("what only looks alike is not taken", () => {
  for (const line of ["[LOUD] x", "[INFO]x", "[INFO x", "x [INFO] y", "[info] x"])
    expect(recordOf(line).format).toBe("plain");
});
