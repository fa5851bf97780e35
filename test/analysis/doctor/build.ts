import { expect, test } from "vitest";
import type { Check } from "../../../src/analysis/doctor/check.ts";
import type { Facts, Subject } from "../../../src/analysis/doctor/facts.ts";
import type { Place } from "../../../src/domain/doctor.ts";
import type { FaultKind } from "../../../src/domain/fault.ts";
import {
  NEEDED_RIGHTS,
  resourceName,
  type NeededRight,
  type Right,
} from "../../../src/domain/kubernetes-rights.ts";
import type { MemoryReading } from "../../../src/domain/reading.ts";
import type { Sample } from "../../../src/domain/sample.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { bytes, epochMs, MIB } from "../../../src/domain/units.ts";
import { UNKNOWN_MEMORY, UNKNOWN_PROCESS } from "../../fixtures/unknown.ts";

export const place = (change: Partial<Place> = {}): Place => ({
  kind: "docker",
  name: "api-1",
  isCommand: false,
  words: "docker api-1",
  pod: null,
  ...change,
});

/** A pod that was named as such. */
export const podPlace = (change: Partial<Place> = {}): Place =>
  place({
    kind: "kubernetes",
    name: "api-0",
    words: "k8s deploy/api -n shop",
    pod: {
      kubectl: "kubectl -n shop",
      namespace: "shop",
      container: "app",
      workload: "deploy/api",
    },
    ...change,
  });

const nameOf = (right: NeededRight): string => `${right.verb} ${resourceName(right)}`;

/** All that swtop asks of a cluster, allowed but for what a test denies: `get pods/exec`. */
export const rightsBut = (
  denied: readonly string[],
  untold: readonly string[] = [],
): readonly Right[] => {
  const known = NEEDED_RIGHTS.map(nameOf);
  const unknown = [...denied, ...untold].find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`no right ${unknown}`);
  return NEEDED_RIGHTS.map((right) => {
    const name = nameOf(right);
    return { ...right, allowed: untold.includes(name) ? null : !denied.includes(name) };
  });
};

/** The memory of a container that has room. */
export const memory = (change: Partial<MemoryReading> = {}): MemoryReading => ({
  ...UNKNOWN_MEMORY,
  limitBytes: bytes(512 * MIB),
  currentBytes: bytes(100 * MIB),
  anonBytes: bytes(80 * MIB),
  unreclaimableBytes: bytes(100 * MIB),
  ...change,
});

export const sample = (change: Partial<Sample> = {}): Sample => ({
  at: epochMs(1_000_000),
  seq: 3,
  lateMs: 0,
  servers: [
    {
      id: "shop",
      rootPid: 7,
      app: untrustedText("shop"),
      framework: "hyperf",
      mode: "process",
      memory: null,
      processes: [{ ...UNKNOWN_PROCESS, pid: 7 }],
    },
  ],
  others: { count: 1, rssBytes: null },
  memory: memory(),
  cpu: null,
  lastPid: null,
  thp: null,
  cost: { cpuPercent: null, rssBytes: null },
  faults: [],
  ...change,
});

export const subject = (change: Partial<Subject> = {}): Subject => ({
  pid: 7,
  ids: { uid: 33, gid: 33 },
  program: untrustedText("/usr/local/bin/php"),
  versions: { php: "8.2.36", swoole: "6.2.1" },
  isOpen: true,
  memory: { kind: "read" },
  ...change,
});

/** A target in which all works, but for what a test changes. */
export const facts = (change: Partial<Facts> = {}): Facts => ({
  place: place(),
  fault: null,
  container: null,
  rights: null,
  shell: {
    pid: 90,
    tools: ["head", "cat", "dd", "readlink", "ls"],
    program: untrustedText("/bin/dash"),
  },
  own: { uid: 33, gid: 33, groups: [33], canTrace: false },
  hidepid: { value: "0", gid: null },
  commands: [untrustedText("php")],
  sample: sample(),
  subject: subject(),
  cgroupVersion: 2,
  logs: [],
  project: null,
  skewMs: 20,
  zone: { name: "UTC", takenFor: "UTC" },
  engines: [],
  ...change,
});

/** Nothing came of the target but this. */
export const failed = (kind: FaultKind, change: Partial<Facts> = {}): Facts => ({
  ...facts(),
  fault: { kind, detail: null },
  shell: null,
  own: null,
  hidepid: null,
  commands: null,
  sample: null,
  subject: null,
  cgroupVersion: null,
  logs: null,
  skewMs: null,
  zone: null,
  ...change,
});

type Case = readonly [title: string, facts: Facts, ok: boolean | null, said: object];

/** One test per line of a table: what is known, and what the check says of it. */
export function checkTable({ id, check }: Check, cases: readonly Case[]): void {
  test.each(cases)("%s", (_, known, ok, said) => {
    expect(check(known)).toMatchObject({ ok, said });
  });
  test("the table has what works, what does not, and what is not known", () => {
    expect([id, ...new Set(cases.map(([, , ok]) => ok))]).toEqual(
      expect.arrayContaining([id, true, false, null]),
    );
  });
}
