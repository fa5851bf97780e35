import { expect, test } from "vitest";
import { Variables } from "../../src/project/variables.ts";

test("--set before the target, the target before the file, the file before .env", () => {
  const variables = new Variables(
    {
      set: { A: "set" },
      target: { A: "target", B: "target" },
      file: { name: "ci.env", text: "A=file\nB=file\nC=file" },
    },
    "A=own\nB=own\nC=own\nD=own",
  );
  expect(["A", "B", "C", "D", "E", "toString"].map((name) => variables.get(name))).toEqual([
    "set",
    "target",
    "file",
    "own",
    null,
    null,
  ]);
});

test("names that are asked for are noted with the source that has them", () => {
  const variables = new Variables({ set: {}, target: null, file: null }, "B=1");
  for (const name of ["C", "B", "B"]) variables.note(name);
  expect(variables.noted()).toEqual([
    { name: "B", from: ".env" },
    { name: "C", from: null },
  ]);
});
