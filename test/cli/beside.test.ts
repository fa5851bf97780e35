import { describe, expect, test } from "vitest";
import { podBeside, sourceBeside, withToldMemory } from "../../src/cli/beside.ts";
import type { Observation } from "../../src/domain/observation.ts";
import type { SeenFromOutside } from "../../src/domain/pod.ts";
import type { FilePart, Source, TailedFiles } from "../../src/domain/ports/source.ts";
import type { Sample } from "../../src/domain/sample.ts";
import { targetOf } from "../../src/domain/target.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { bytes } from "../../src/domain/units.ts";
import { targetOfPod, withShell } from "../../src/targets/k8s/address.ts";
import { aContainer } from "../fixtures/containers.ts";
import { aPod } from "../fixtures/pods.ts";
import { AT, fullSample } from "../recording/sample-fixture.ts";

const POD = targetOfPod({
  context: "double",
  namespace: "default",
  pod: "shop-0",
  container: "app",
  workload: "",
  kubeconfig: "",
});

test("only a target whose shells run elsewhere is read from beside", () => {
  expect(podBeside(withShell(POD, "swtop-abcde"))).toBe("shop-0");
  for (const target of [POD, targetOf("docker", "app")]) expect(podBeside(target)).toBeNull();
});

const seen = (name: string, used: number | null, limit: number | null): SeenFromOutside => ({
  name: untrustedText(name),
  state: untrustedText("Running"),
  isReady: true,
  memoryBytes: used === null ? null : bytes(used),
  limitBytes: limit === null ? null : bytes(limit),
  restarts: 0,
  startedAt: null,
  lastEnd: null,
});
const told = (containers: readonly SeenFromOutside[], pod = "shop-0"): Observation => ({
  type: "container",
  at: AT,
  container: aContainer({
    name: untrustedText("app"),
    limitBytes: bytes(96),
    pod: aPod({ name: untrustedText(pod), containers }),
  }),
});
const sampled: Observation = { type: "sample", sample: fullSample };

async function samplesOf(...observations: readonly Observation[]): Promise<readonly Sample[]> {
  const source = (async function* () {
    for (const each of observations) yield await Promise.resolve(each);
  })();
  const samples: Sample[] = [];
  let count = 0;
  for await (const each of withToldMemory(source, "shop-0")) {
    count += 1;
    if (each.type === "sample") samples.push(each.sample);
  }
  expect(count).toBe(observations.length);
  return samples;
}

describe("memory", () => {
  test("is the limit of the spec and the use that the metrics API tells, of the container and not of whoever reads", async () => {
    const [sample] = await samplesOf(told([seen("web", 5, 6), seen("app", 40, 64)]), sampled);
    expect(sample).toEqual({
      ...fullSample,
      cpu: null,
      memory: {
        source: null,
        limitBytes: 64,
        currentBytes: 40,
        workingSetBytes: 40,
        peakBytes: null,
        anonBytes: null,
        fileBytes: null,
        shmemBytes: null,
        unreclaimableBytes: null,
        swapBytes: null,
        oomKills: null,
        oomEvents: null,
        // of the node
        hostAvailableBytes: fullSample.memory?.hostAvailableBytes,
      },
    });
  });

  test("without a metrics API the use is unknown; before anything is told all of it is", async () => {
    const [before, after] = await samplesOf(sampled, told([seen("app", null, 64)]), sampled);
    expect([before?.memory, before?.cpu]).toEqual([null, null]);
    expect(after?.memory).toMatchObject({ source: null, limitBytes: 64, currentBytes: null });
  });

  test("a cluster that tells of no containers knows the limit of this one all the same", async () => {
    const [sample] = await samplesOf(told([]), sampled);
    expect(sample?.memory).toMatchObject({ limitBytes: 96, currentBytes: null });
  });

  test("in another pod the shell is the container's own, and so is its cgroup", async () => {
    const [sample] = await samplesOf(told([seen("app", 40, 64)], "shop-1"), sampled);
    expect(sample).toEqual(fullSample);
  });
});

/** Has what it is asked for; what was asked is kept. */
function readFrom() {
  const asked: string[] = [];
  const each = <Value>(paths: readonly string[], value: (path: string) => Value) => {
    asked.push(...paths);
    return Promise.resolve(new Map(paths.map((path) => [path.replace("*", "found"), value(path)])));
  };
  const files: TailedFiles = {
    read: (paths) => each(paths, (path) => Buffer.from(path)),
    links: (paths) => each(paths, (path) => `->${path}`),
    list: (folder) => {
      asked.push(folder);
      return Promise.resolve([`${folder}/a.php`]);
    },
    sizes: async (paths, beginnings = []) => ({
      lacks: null,
      sizes: await each([...paths, ...beginnings.map((path) => `${path}*`)], () => ({
        kind: "other" as const,
      })),
    }),
    parts: (parts) => {
      asked.push(...parts.map(({ path }) => path));
      return Promise.resolve(new Map(parts.map((part) => [part, Buffer.from("x")])));
    },
  };
  const source = { files } as unknown as Source;
  const found = sourceBeside(source).files;
  if (found === null) throw new Error("no files");
  return { files: found, asked };
}

describe("files", () => {
  test("by absolute paths are those of the container's first process, and answers stand under what was asked for", async () => {
    const { files, asked } = readFrom();
    expect([...(await files.read(["../etc/timezone", "7/cwd/a"], 9)).keys()]).toEqual([
      "../etc/timezone",
      "7/cwd/a",
    ]);
    expect([...(await files.links(["../etc/localtime"])).keys()]).toEqual(["../etc/localtime"]);
    expect(await files.list("../opt/www", 1, [".php"])).toEqual(["../opt/www/a.php"]);
    const { sizes } = await files.sizes(["../a.log"], ["../var/log/b"]);
    expect([...sizes.keys()]).toEqual(["../a.log", "../var/log/bfound"]);
    const part: FilePart = { path: "../a.log", skip: 0, count: 1 };
    expect((await files.parts([part])).has(part)).toBe(true);
    expect(asked).toEqual([
      "1/root/etc/timezone",
      "7/cwd/a",
      "1/root/etc/localtime",
      "1/root/opt/www",
      "1/root/a.log",
      "1/root/var/log/b*",
      "1/root/a.log",
    ]);
  });

  test("through the root of a process stay what they are, also of PID 1", async () => {
    const { files, asked } = readFrom();
    const paths = ["1/root/etc/localtime", "self/ns/mnt"];
    expect([...(await files.links(paths)).keys()]).toEqual(paths);
    const both = ["1/root/etc/timezone", "../etc/timezone"];
    expect([...(await files.read(both, 9)).keys()]).toEqual(both);
    expect(asked).toEqual([...paths, "1/root/etc/timezone", "1/root/etc/timezone"]);
  });

  test("of a process's folder as patterns have all that fits", async () => {
    const { files } = readFrom();
    expect([...(await files.read(["../etc/php/*"], 9)).keys()]).toEqual(["../etc/php/found"]);
  });

  test("the environment is not read: an exec inherits the reader's", async () => {
    const { files, asked } = readFrom();
    expect(await files.read(["self/environ"], 9)).toEqual(new Map());
    expect(asked).toEqual([]);
  });
});
