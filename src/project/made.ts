import type {
  ArrayDeclared,
  Declared,
  ObjectDeclared,
  Scalar,
  Unresolved,
} from "../domain/declarations.ts";

// Values that follow from written ones: they stand where those stand.

type Written = Pick<Declared, "place" | "text" | "envs">;
const written = ({ place, text, envs }: Written): Written => ({ place, text, envs });

export const scalar = (value: Scalar["value"], at: Written): Scalar => ({
  kind: "scalar",
  ...written(at),
  value,
});

export const list = (values: readonly Declared[], at: Written): ArrayDeclared => ({
  kind: "array",
  ...written(at),
  entries: values.map((value, key) => ({ key, value })),
});

export const unresolved = (at: Written): Unresolved => ({ kind: "unresolved", ...written(at) });

/** The constant of a value; undefined: it is none. */
export const constant = (value: Declared | undefined): Scalar["value"] | undefined =>
  value?.kind === "scalar" ? value.value : undefined;

/** An argument by its name, else by its position. */
export const argument = (
  args: ObjectDeclared["args"],
  position: number,
  name: string,
): Declared | undefined =>
  args.find((each) => each.name === name)?.value ??
  args.filter((each) => each.name === null)[position]?.value;
