import { expect, test } from "vitest";
import { essence, recordOf } from "../read.ts";

// cases C12: laravel/telescope#1071
test("C12: Octane's request lines (method, path, status, heap, duration)", () => {
  const record = recordOf("  200    GET / .............. 19.89 mb 35.50 ms");
  expect(essence(record)).toEqual(["octane", null, null, null, null, null, "GET /"]);
  expect(record.fields).toEqual({
    method: "GET",
    path: "/",
    status: 200,
    heapBytes: 20_856_177,
    durationMs: 35.5,
  });
});

test("with colours, with thousands, and without the heap of older versions", () => {
  const coloured =
    "\u001b[39m  \u001b[32;1m500   POST\u001b[39;22m /a?b=c \u001b[90m.... 1.00 mb 1,234.56 ms\u001b[39m";
  expect(recordOf(coloured).fields).toEqual({
    method: "POST",
    path: "/a?b=c",
    status: 500,
    heapBytes: 1_048_576,
    durationMs: 1234.56,
  });
  expect(recordOf("  200    GET /x ....... 4.15 ms").fields).toMatchObject({ heapBytes: null });
});

test("what only looks alike is plain", () => {
  for (const line of ["  200    GET / ....", "200 GET / 1.00 mb 2.00 ms", "  200 words / 2.00 ms"])
    expect(recordOf(line).format).toBe("plain");
});
