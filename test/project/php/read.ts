// Reading PHP in tests: plain JS out of what was declared.
import type { Declared } from "../../../src/domain/declarations.ts";
import type { Environment } from "../../../src/project/php/scope.ts";
import { returnedValue } from "../../../src/project/php/file.ts";
import { parsePhp } from "../../../src/project/php/parse.ts";

type Given = {
  readonly env?: Readonly<Record<string, string>>;
  readonly constants?: Readonly<Record<string, string | number | boolean | null>>;
  readonly classConstant?: Environment["classConstant"];
  readonly include?: (path: string) => Declared | null;
  readonly noteEnv?: (name: string) => void;
};

export const environment = (given: Given = {}): Environment => ({
  env: (name) => given.env?.[name] ?? null,
  noteEnv: given.noteEnv ?? (() => {}),
  constants: new Map(Object.entries({ BASE_PATH: "/srv/app", ...given.constants })),
  classConstant: given.classConstant ?? (() => null),
  ...(given.include === undefined ? {} : { include: given.include }),
});

export const file = (code: string, path = "config/autoload/a.php") =>
  parsePhp(path, `<?php\n${code}`);

/** What a file returns. */
export function returned(code: string, given: Given = {}): Declared {
  const parsed = file(code);
  if (parsed.error !== null) throw new Error(`line ${parsed.error.line}: ${parsed.error.message}`);
  const value = returnedValue(parsed, environment(given));
  if (value === null) throw new Error("nothing returned");
  return value;
}

/** What an expression comes to. */
export const declared = (expression: string, given: Given = {}): Declared =>
  returned(`return ${expression};`, given);

/** As plain JS; what is no constant is its kind and text. */
export function plain(value: Declared): unknown {
  if (value.kind === "scalar") return value.value;
  if (value.kind === "array") {
    const isList = value.entries.every(({ key }, index) => key === index);
    return isList
      ? value.entries.map((entry) => plain(entry.value))
      : Object.fromEntries(value.entries.map((entry) => [entry.key, plain(entry.value)]));
  }
  if (value.kind !== "object") return { [value.kind]: value.text };
  const args = (of: typeof value.args): unknown[] =>
    of.map(({ name, value: each }) => (name === null ? plain(each) : { [name]: plain(each) }));
  return {
    new: value.className,
    args: args(value.args),
    calls: value.calls.map((call) => [call.name, ...args(call.args)]),
  };
}

export const constantOf = (expression: string, given: Given = {}): unknown =>
  plain(declared(expression, given));
