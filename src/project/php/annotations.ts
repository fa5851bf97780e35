import type { Argument, Declared } from "../../domain/declarations.ts";
import { isSecretName, maskWritten } from "../../domain/secret.ts";
import { AnnotationReader, type Written } from "./annotation-reader.ts";

export type PhpAnnotation = {
  /** As written. */
  readonly name: string;
  readonly args: readonly Argument[];
  readonly line: number;
};

/**
 * The annotations of a doc comment as Doctrine reads them (doctrine/annotations: DocParser.php, DocLexer.php), each at the beginning of a line:
 * `@Crontab(name="x", rule="*\/5 * * * *", singleton=true, callback={"A", "b"})`. `Foo::class` is its name as written, other constants are unresolved.
 */
export function annotationsOf(doc: string, firstLine: number, file = ""): readonly PhpAnnotation[] {
  const text = bare(doc);
  const found: PhpAnnotation[] = [];
  for (const { index, 1: name = "" } of text.matchAll(/(?<=^[ \t]*)@([A-Za-z_\\][\w\\]*)/gm)) {
    const before = text.slice(0, index);
    if (found.length > 0 && isInside(before)) continue;
    const line = firstLine + before.split("\n").length - 1;
    const reader = new AnnotationReader(text, index + 1 + name.length, firstLine);
    found.push({ name, args: argumentsOf(reader.arguments(), file), line });
  }
  return found;
}

/** Without the comment's marks; every line keeps its number. */
const bare = (doc: string): string =>
  doc
    .replace(/^\/\*\*/, "   ")
    .replace(/\*\/\s*$/, "")
    .replaceAll(/^[ \t]*\*(?!\/)/gm, "");

/** Whether the text before ends within brackets or a string. */
function isInside(before: string): boolean {
  const open = before.replaceAll(/"(?:[^"]|"")*"/g, "");
  return (open.match(/\(/g) ?? []).length > (open.match(/\)/g) ?? []).length;
}

type Named = { readonly name: string | null; readonly value: Written };

const argumentsOf = (args: readonly Named[], file: string): readonly Argument[] =>
  args.map(({ name, value }) => ({
    name,
    value: declared(value, file, name !== null && isSecretName(name)),
  }));

/** The texts of all secrets in a value. */
function secretsIn({ text, value }: Written, isSecret: boolean): readonly string[] {
  if (isSecret) return [text];
  if (value.kind !== "array") return [];
  return value.entries.flatMap(({ key, value: each }) =>
    secretsIn(each, typeof key === "string" && isSecretName(key)),
  );
}

const textOf = (text: string, secrets: readonly string[]): string =>
  maskWritten(
    secrets
      .reduce((masked, secret) => masked.replaceAll(secret, "***"), text)
      .replaceAll(/\s+/g, " "),
  ).slice(0, 200);

function declared(written: Written, file: string, isSecret: boolean): Declared {
  const { line, text, value } = written;
  const at = {
    place: { file, line },
    text: textOf(text, secretsIn(written, isSecret)),
    envs: [],
  };
  if (value.kind === "unresolved") return { kind: "unresolved", ...at };
  if (value.kind === "array") {
    const entries = value.entries.map(({ key, value: each }) => ({
      key,
      value: declared(each, file, isSecret || (typeof key === "string" && isSecretName(key))),
    }));
    return { kind: "array", ...at, entries };
  }
  if (typeof value.value !== "string") return { kind: "scalar", ...at, value: value.value };
  return { kind: "scalar", ...at, value: isSecret ? "***" : maskWritten(value.value) };
}
