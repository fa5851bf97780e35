import { expect, test } from "vitest";
import { understand } from "../../src/cli/args.ts";
import { lookOf, type Run } from "../../src/cli/run.ts";
import { LOCAL } from "../../src/cli/target.ts";
import { systemClock } from "../../src/cli/clock.ts";

const lookFor = (...argv: readonly string[]) => {
  const run: Run = {
    invocation: understand(argv),
    target: LOCAL,
    targets: [LOCAL],
    version: "0.0.0",
    clock: systemClock,
    signal: new AbortController().signal,
    stop: () => undefined,
    hangUp: () => undefined,
    onScreen: () => undefined,
    env: {},
  };
  return lookOf(run, { speed: null });
};

test("who says nothing gets a sample a second, for 10 ms CPU per second, and the worker's incident", () => {
  expect(lookFor()).toMatchObject({
    intervalMs: 1000,
    budgetMs: 10,
    force: false,
    speed: null,
    scenario: "worker",
  });
});

test("live heaps are read where somebody sees them, and never with --no-heap", () => {
  for (const command of [[], ["watch"], ["record"], ["demo"]]) {
    expect(lookFor(...command).heap).toBe(true);
    expect(lookFor(...command, "--no-heap").heap).toBe(false);
  }
  for (const command of ["audit", "crontab"]) expect(lookFor(command).heap).toBe(false);
});

test("what is asked for is done", () => {
  expect(lookFor("--interval", "250ms", "--budget", "25ms", "--force")).toMatchObject({
    intervalMs: 250,
    budgetMs: 25,
    force: true,
  });
  expect(lookFor("demo", "--scenario", "fixed", "--speed", "5")).toMatchObject({
    scenario: "fixed",
    speed: 5,
  });
});
