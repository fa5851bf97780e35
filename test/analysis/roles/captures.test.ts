// Every process of every dump of real servers (Swoole 4.8.13, 5.1.8, 6.2.1; Hyperf 3.1, 3.2) has its true role.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { processOf, samplesOf, serverOf, masks, type Spec } from "./readings.ts";
import { bytes } from "../../../src/domain/units.ts";

type Capture = {
  readonly framework: string | null;
  readonly app: string | null;
  readonly mode: string;
  readonly dumps: readonly { readonly processes: readonly string[] }[];
};

const folder = new URL("captures/", import.meta.url);
const captures = readdirSync(folder).map((file) => ({
  name: file.replace(".json", ""),
  capture: JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Capture,
}));

function parsed(line: string): {
  readonly spec: Spec;
  readonly role: string;
  readonly slot: string;
} {
  const [columns = "", cmdline = ""] = line.split(" | ");
  const [pid, ppid, comm = "", start, threads, rss, anon, blocked, ignored, caught, ...rest] =
    columns.split(" ");
  const [eventpolls, signalfds, role = "", slot = ""] = rest;
  return {
    spec: {
      pid: Number(pid),
      ppid: Number(ppid),
      comm,
      line: cmdline.split("\0"),
      born: Number(start) / 100 - 1_000_000,
      threads: Number(threads),
      rssBytes: bytes(Number(rss) * 1024),
      rssAnonBytes: bytes(Number(anon) * 1024),
      signals: masks(blocked ?? "", ignored ?? "", caught ?? ""),
      descriptors: { eventpolls: Number(eventpolls), signalfds: Number(signalfds) },
    },
    role,
    slot,
  };
}

test("there are captures of every kind", () => {
  expect(captures.map(({ name }) => name).filter((name) => name.startsWith("plain-"))).toHaveLength(
    7,
  );
  expect(
    captures.map(({ name }) => name).filter((name) => name.startsWith("hyperf-")),
  ).toHaveLength(17);
});

/** Parent of nobody in the dump. */
const rootOf = (dump: readonly { readonly spec: Spec }[]) =>
  dump.find(({ spec }) => dump.every((each) => each.spec.pid !== spec.ppid))?.spec.pid;

test.each(captures)("$name", ({ capture: { dumps, framework, app, mode } }) => {
  const parsedDumps = dumps.map(({ processes }) => processes.map(parsed));
  const samples = samplesOf(...parsedDumps.map((dump) => dump.map(({ spec }) => spec)));
  for (const [index, dump] of parsedDumps.entries()) {
    const sample = samples[index];
    const servers = [{ framework, app, mode, id: app ?? "swoole", rootPid: rootOf(dump) }];
    expect(sample).toMatchObject({ servers, others: { count: 0 } });
    for (const { spec, role, slot } of dump) {
      const got = processOf(sample, spec.pid);
      expect({ pid: spec.pid, ...got }).toMatchObject({
        pid: spec.pid,
        role,
        slot: slot === "-" ? null : slot,
        roleFrom: app === null ? "kernel" : "title",
        orphan: false,
      });
    }
  }
});

test.each(captures)("$name, read again a second later", ({ capture: { dumps } }) => {
  for (const { processes } of dumps) {
    const specs = processes.map((line) => parsed(line).spec);
    const [first, second] = samplesOf(specs, specs);
    expect(second?.servers).toEqual(first?.servers);
  }
});

const titled = captures.filter(({ capture: { app } }) => app !== null);

test.each(titled)("$name, as if it had no titles", ({ capture: { dumps, mode } }) => {
  for (const { processes } of dumps) {
    const dump = processes.map(parsed);
    const [sample] = samplesOf(dump.map(({ spec }) => ({ ...spec, line: ["php", "server.php"] })));
    // A task worker with coroutines looks like an event worker: where there are such, neither can be told, nor where it could be.
    const hasTaskWorkerWithoutLoop = dump.some(
      ({ role, spec }) => role === "task-worker" && spec.descriptors?.eventpolls === 0,
    );
    for (const { spec, role } of dump) {
      const isOpen = spec.descriptors?.signalfds === 1 && role !== "master";
      expect([spec.pid, processOf(sample, spec.pid)?.role]).toEqual([
        spec.pid,
        isOpen && !hasTaskWorkerWithoutLoop ? null : role,
      ]);
    }
    expect(serverOf(sample, dump[0]?.spec.pid ?? 0)).toMatchObject({ id: "swoole", mode });
  }
});
