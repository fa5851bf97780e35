import { expect, test } from "vitest";
import stringWidth from "../../src/ui/string-width.ts";

test.each([
  ["", 0],
  ["plain ASCII", 11],
  ["\u001b[1m\u001b[36mworker\u001b[39m\u001b[22m", 6],
  ["▁▂▃▄▅▆▇█ – … ─╰╭╮╯│", 19],
  ["\u001b[7m订单.Worker.0\u001b[27m", 13],
  ["e\u0301", 1],
])("%j takes %i cells", (text, cells) => {
  expect(stringWidth(text)).toBe(cells);
});
