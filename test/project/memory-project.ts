// A project whose files stand in memory, read as a directory would be.
import type { Declarations, Declared } from "../../src/domain/declarations.ts";
import type { ReadFile, Wanted } from "../../src/domain/ports/project-files.ts";
import { ProjectReading, type ReadingOptions } from "../../src/project/reading.ts";

export type Files = Readonly<
  Record<string, string | { readonly kind: "unreadable" | "too-large" }>
>;

const ROOT = "/opt/www";

export const optionsOf = (more: Partial<ReadingOptions> = {}): ReadingOptions => ({
  root: ROOT,
  env: { set: {}, target: null, file: null },
  withSystem: false,
  ...more,
});

export function answer(wanted: readonly Wanted[], files: Files): readonly ReadFile[] {
  return wanted.flatMap((each) => {
    if (each.kind === "file") return [fileOf(each.path, files)];
    const base = each.path === "" ? "" : `${each.path}/`;
    return Object.keys(files)
      .filter(
        (path) => path.startsWith(base) && each.suffixes.some((suffix) => path.endsWith(suffix)),
      )
      .map((path) => fileOf(path, files));
  });
}

function fileOf(path: string, files: Files): ReadFile {
  const text = files[path];
  if (text === undefined) return { path, kind: "absent" };
  return typeof text === "string"
    ? { path, kind: "text", text, isCut: false }
    : { path, kind: text.kind };
}

/** Answers until nothing more is wanted; returns what was asked for, round by round. */
export function feed(reading: ProjectReading, files: Files): readonly (readonly Wanted[])[] {
  const rounds: (readonly Wanted[])[] = [];
  while (reading.wanted().length > 0 && rounds.length < 30) {
    const wanted = reading.wanted();
    rounds.push(wanted);
    reading.give(wanted, answer(wanted, files));
  }
  return rounds;
}

export function readProject(files: Files, more: Partial<ReadingOptions> = {}): Declarations {
  const reading = new ProjectReading(optionsOf(more));
  feed(reading, files);
  return reading.declarations();
}

/** A value as plain data; what is no constant is `{ "?": text }`. */
export function plain(value: Declared | undefined): unknown {
  if (value === undefined) return undefined;
  if (value.kind === "scalar") return value.value;
  if (value.kind !== "array") return { "?": value.text };
  const entries = value.entries.map(({ key, value: each }) => [key, plain(each)] as const);
  return entries.every(([key], index) => key === index)
    ? entries.map(([, each]) => each)
    : Object.fromEntries(entries);
}

/** The properties of a task, plain. */
export const properties = ({ tasks }: Declarations, at = 0): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(tasks[at]?.properties ?? {}).map(([name, value]) => [name, plain(value)]),
  );

export const LOCK = lockOf("3.1.71");

export function lockOf(version: string): string {
  const names = ["crontab", "framework", "process", "redis"];
  return JSON.stringify({
    packages: names.map((name) => ({ name: `hyperf/${name}`, version: `v${version}` })),
  });
}

/** What every Hyperf project of these tests has; those of a test come on top. */
export const hyperf = (files: Files): Files => ({
  "composer.json": JSON.stringify({ autoload: { "psr-4": { "App\\": "app/" } } }),
  "composer.lock": LOCK,
  "bin/hyperf.php":
    "<?php\n! defined('BASE_PATH') && define('BASE_PATH', dirname(__DIR__, 1));\nini_set('memory_limit', '1G');\n",
  ...files,
});

export const php = (body: string): string => `<?php\n\n${body}\n`;
