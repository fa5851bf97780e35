import { expect, test } from "vitest";
import {
  asIni,
  containerLimit,
  iniBytes,
  memoryLimitOf,
  sized,
} from "../../../src/analysis/audit/memory-limit.ts";
import { known, unknown } from "../../../src/domain/facts.ts";
import { bytes as toBytes, type Bytes } from "../../../src/domain/units.ts";
import { declared, declarationsOf, factsOf, podFact, raw, withDeclarations } from "./build.ts";
import { binOf, iniOf } from "./swoole-server.ts";

// What `ini_parse_quantity()` of PHP 8.2.36 answers.
test.each([
  ["1G", 1073741824],
  ["1g", 1073741824],
  ["128M", 134217728],
  ["64k", 65536],
  ["-1", -1],
  ["-1M", -1048576],
  ["0", 0],
  ["1GB", 1],
  ["1.5G", 1073741824],
  ["512", 512],
  ["010M", 8388608],
  ["0x10M", 16777216],
  ["0o17", 15],
  ["0b101K", 5120],
  [" 256M ", 268435456],
  ["256 M", 268435456],
  ["M", 0],
  ["", 0],
  ["abc", 0],
  ["1T", 1],
  ["12abcK", 12288],
  ["1e3", 1],
  ["256MB", 256],
])("a size %j is %i bytes, as PHP reads it", (text, bytes) => {
  expect(iniBytes(text)).toBe(bytes);
});

test("sizes are written for people, and for php.ini never above what was meant", () => {
  expect([2.5 * 1024 ** 3, 64 * 1024 ** 2, 900 * 1024].map(sized)).toEqual([
    "2.5 GiB",
    "64 MiB",
    "900 KiB",
  ]);
  expect(asIni(364.9 * 1024 ** 2)).toBe("364M");
});

const place = { file: "bin/hyperf.php", line: 7 };
const lines = (...values: readonly unknown[]): ReturnType<typeof binOf> =>
  binOf({
    iniSets: values.map((value) => ({
      name: "memory_limit",
      value: declared(value, place),
      place,
    })),
  });

test("the code wins over the command line, that over php.ini, and the last line over earlier ones", () => {
  const ini = iniOf({ memory_limit: "256M" });
  const words = ["php", "-dmemory_limit=512M", "bin/hyperf.php", "start"];
  expect(memoryLimitOf(withDeclarations({ ini, bin: lines("1G", "2G") }))).toMatchObject({
    text: "2G",
    by: "bin",
    declared: place,
  });
  const facts = withDeclarations({ ini });
  expect(memoryLimitOf({ ...facts, init: known(words, "target") })).toMatchObject({
    text: "512M",
    by: "command line",
  });
  expect(memoryLimitOf(facts)).toMatchObject({ text: "256M", by: "php.ini" });
});

test("what decides and is not known leaves the limit unknown", () => {
  const ini = iniOf({ memory_limit: "256M" });
  expect(memoryLimitOf(withDeclarations({ ini, bin: lines(raw("$limit")) }))).toMatchObject({
    state: "unknown",
    why: expect.stringContaining("bin/hyperf.php:7"),
  });
  expect(memoryLimitOf(withDeclarations({ ini, bin: null })).state).toBe("unknown");
  expect(memoryLimitOf(withDeclarations({ ini: null })).state).toBe("unknown");
  expect(memoryLimitOf(factsOf({ declarations: unknown("no files") }))).toMatchObject({
    why: "no files",
  });
});

test("of two manifests with a limit none is taken for the container", () => {
  const manifest = {
    file: "k8s.yaml",
    line: 3,
    kind: "Deployment",
    name: null,
    replicas: null,
    terminationGracePeriodSeconds: null,
    hostNetwork: null,
    memoryLimitBytes: 1024 ** 3,
    scales: null,
  };
  const limits = [[manifest], [manifest, manifest]].map((manifests) =>
    containerLimit(
      factsOf({
        cgroup: unknown("no target"),
        declarations: known(declarationsOf({ manifests }), "project files"),
      }),
    ),
  );
  expect(limits).toEqual([
    { known: true, bytes: 1024 ** 3, from: "k8s.yaml:3" },
    { known: false, why: "no target" },
  ]);
});

const ofPod = (limitBytes: Bytes | null) =>
  containerLimit({
    ...withDeclarations({}),
    cgroup: unknown("exec is forbidden"),
    pod: podFact({}, { limitBytes }),
  });

test("of a live pod whose cgroup cannot be read the cluster tells the container's limit, before a manifest", () => {
  const from = "cluster: Deployment/shop-leak";
  expect(ofPod(toBytes(1024))).toEqual({ known: true, bytes: 1024, from });
  expect(ofPod(null)).toEqual({ known: true, bytes: null, from });
});
