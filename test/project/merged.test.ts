import { expect, test } from "vitest";
import type { ArrayDeclared, Declared } from "../../src/domain/declarations.ts";
import { merged, nested } from "../../src/project/merged.ts";
import { declared, raw } from "../analysis/audit/build.ts";

const START = { file: "config/config.php", line: 1 };
const arrayOf = (value: unknown, file = "config/config.php"): ArrayDeclared => {
  const made = declared(value, { file, line: 3 });
  if (made.kind !== "array") throw new TypeError("no array");
  return made;
};
/** As json_encode would show it. */
const shown = (value: Declared): unknown => {
  if (value.kind === "scalar") return value.value;
  if (value.kind !== "array") return `(${value.kind})`;
  return value.entries.map(({ key, value: each }) => [key, shown(each)]);
};

// php -r 'echo json_encode(array_merge_recursive(['a'=>null,'b'=>1,'c'=>['x'=>1,2],'l'=>[1,2]], ['a'=>2,'b'=>null,'c'=>3,'l'=>[3]], ['b'=>[9]]));'
// {"a":[null,2],"b":[1,null,9],"c":{"x":1,"0":2,"1":3},"l":[1,2,3]}
test("arrays are merged as PHP does it", () => {
  const mixed: ArrayDeclared = {
    ...arrayOf({ x: 1 }),
    entries: [...arrayOf({ x: 1 }).entries, ...arrayOf([2]).entries],
  };
  const first = arrayOf({ a: null, b: 1, l: [1, 2] });
  const { config } = merged(
    [
      { ...first, entries: [...first.entries, { key: "c", value: mixed }] },
      arrayOf({ a: 2, b: null, c: 3, l: [3] }),
      arrayOf({ b: [9] }),
    ],
    START,
  );
  expect(Object.fromEntries(config.entries.map(({ key, value }) => [key, shown(value)]))).toEqual({
    a: [
      [0, null],
      [1, 2],
    ],
    b: [
      [0, 1],
      [1, null],
      [2, 9],
    ],
    c: [
      ["x", 1],
      [0, 2],
      [1, 3],
    ],
    l: [
      [0, 1],
      [1, 2],
      [2, 3],
    ],
  });
});

test("a setting in both files is doubled, with both places", () => {
  const { config, doubled } = merged(
    [
      arrayOf({ crontab: { enable: false } }),
      nested(["crontab"], arrayOf({ enable: false, list: [1] }, "config/autoload/crontab.php")),
    ],
    START,
  );
  expect(doubled).toEqual([
    {
      path: "crontab.enable",
      places: [
        { file: "config/config.php", line: 3 },
        { file: "config/autoload/crontab.php", line: 3 },
      ],
    },
  ]);
  expect(shown(config)).toEqual([
    [
      "crontab",
      [
        [
          "enable",
          [
            [0, false],
            [1, false],
          ],
        ],
        ["list", [[0, 1]]],
      ],
    ],
  ]);
});

test("what is no constant stays none when it meets a value", () => {
  const { config, doubled } = merged(
    [arrayOf({ a: raw("f()"), b: [1] }), arrayOf({ a: 1, b: raw("g()") })],
    START,
  );
  expect(config.entries.map(({ value }) => [value.kind, value.text])).toEqual([
    ["unresolved", "f()"],
    ["unresolved", "g()"],
  ]);
  expect(doubled).toEqual([]);
});

test("a file in a folder of autoload stands under both names", () => {
  expect(shown(nested(["a", "b"], declared(1)))).toEqual([["a", [["b", 1]]]]);
});
