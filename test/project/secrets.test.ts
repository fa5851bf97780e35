import { expect, test } from "vitest";
import { codeFindings } from "../../src/project/found/code-findings.ts";
import { entrypointsOf } from "../../src/project/found/entrypoints.ts";
import { ignoresOf } from "../../src/project/found/ignores.ts";
import { iniOf } from "../../src/project/found/ini.ts";
import { manifestsOf } from "../../src/project/found/manifests.ts";
import { parsePhp } from "../../src/project/php/parse.ts";
import { parsed } from "./found/found-in.ts";
import { files, secrets } from "./secret-project.ts";

const FILES = Object.entries(files);

const leaked = (value: unknown): readonly string[] => {
  const text = JSON.stringify(value);
  return secrets.filter((secret) => text.includes(secret));
};

test("every secret stands in one file, and none is part of another", () => {
  for (const secret of secrets) {
    const holders = FILES.filter(([, text]) => text.includes(secret)).map(([path]) => path);
    expect({ secret, holders: holders.length }).toEqual({ secret, holders: 1 });
    expect(secrets.filter((other) => other.includes(secret))).toEqual([secret]);
  }
});

test("only the file that is meant to be broken cannot be parsed, and says so without a secret", () => {
  const broken = FILES.filter(([path]) => path.endsWith(".php"))
    .map(([path, text]) => parsePhp(path, text))
    .filter(({ error }) => error !== null);
  expect(broken.map(({ path }) => path)).toEqual(["app/Task/Broken.php"]);
  expect(leaked(broken.map(({ error }) => error))).toEqual([]);
});

test.each([
  ["entrypoints", entrypointsOf, 3],
  ["manifests", manifestsOf, 2],
  ["settings of PHP", iniOf, 7],
  ["ignored rules", ignoresOf, 1],
] as const)("no secret comes out with %s", (_what, read, many) => {
  const found = FILES.flatMap(([path, text]): readonly unknown[] =>
    read === iniOf && !path.endsWith(".ini") ? [] : read(path, text),
  );
  expect(found).toHaveLength(many);
  expect(leaked(found)).toEqual([]);
});

test("no secret comes out with what is found in code", () => {
  const found = ["app/Task/Sync.php", "app/Process/Importer.php"].flatMap((path) => {
    const text = files[path] ?? "";
    const { ast, classes } = parsed(text);
    return codeFindings({ path, text, ast }, classes, {
      taskClasses: new Set(["App\\Task\\Sync"]),
      processClasses: new Set(["App\\Process\\Importer"]),
    });
  });
  expect(found.map(({ kind }) => kind)).toEqual([
    "query-log",
    "redis-callback",
    "full-result",
    "logger-name",
    "busy-loop",
  ]);
  expect(leaked(found)).toEqual([]);
});
