import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { besideTargets, type Asked } from "../../src/cli/debug-container.ts";
import { Ending } from "../../src/cli/exit.ts";
import { targetOf } from "../../src/domain/target.ts";
import { addressIn, shellOf, targetOfPod } from "../../src/targets/k8s/address.ts";
import { startKube, type Kube } from "../fixtures/kube/kube.ts";

let kube: Kube;
beforeEach(async () => {
  kube = await startKube();
});
afterEach(() => kube.close());

const IMAGE = "busybox:1.37";
const podNamed = (pod: string, context = "double") =>
  targetOfPod({
    context,
    namespace: "default",
    pod,
    container: "app",
    workload: "",
    kubeconfig: context === "double" ? kube.kubeconfig : kube.writeConfig({ context }),
  });
const changes = () => kube.requests.filter(({ method }) => method !== "GET");
const { signal } = new AbortController();

/** Somebody who types these lines, one for each question; without any there is no terminal. */
function person(...lines: readonly (string | null)[]) {
  const said: string[] = [];
  const rest = [...lines];
  const asked: Asked = {
    say: (text) => void said.push(text),
    answer: lines.length === 0 ? null : () => Promise.resolve(rest.shift() ?? null),
  };
  return { said, asked, isLeft: () => rest };
}

const ending = async (promise: Promise<unknown>): Promise<Ending> => {
  const failure: unknown = await promise.catch((error: unknown) => error);
  if (failure instanceof Ending) return failure;
  throw new Error(`no end: ${String(failure)}`);
};

describe("before anything is changed", () => {
  test("it is said what will happen: where, which image, that it stays, and whose limits hold", async () => {
    kube.pod({ name: "shop-0", containers: [{ name: "app" }] });
    const { asked, said } = person("shop-0");
    await besideTargets([podNamed("shop-0", "shop-prod")], IMAGE, { asked, signal });
    expect(said[0]).toBe(
      [
        "swtop: --debug-image puts an ephemeral container into a pod:",
        "  pod        shop-0 in namespace default, context shop-prod, which looks like production",
        "  image      busybox:1.37; it sees the processes of the container app, and swtop reads them from there",
        "  it stays   it cannot be removed: it is in the pod until the pod is deleted; it ends by itself after 4h",
        "  limits     those of app do not hold for what runs in it: it has its own",
        "Type the name of the pod to go on, anything else to leave it as it is: ",
      ].join("\n"),
    );
  });

  test.each(["", "y", "yes", "shop", "shop-01", "SHOP-0", null])(
    "%j is no answer that changes anything: exit 3",
    async (line) => {
      kube.pod({ name: "shop-0", containers: [{ name: "app" }] });
      const { asked } = person(line);
      const end = await ending(besideTargets([podNamed("shop-0")], IMAGE, { asked, signal }));
      expect(end.code).toBe(3);
      expect(end.message.trim()).toBe(
        "swtop: the name of the pod was not typed: shop-0 is left as it was",
      );
      expect(changes()).toEqual([]);
    },
  );

  test("where nobody can be asked it ends with 2, and nothing was changed", async () => {
    kube.pod({ name: "shop-0", containers: [{ name: "app" }] });
    const { asked, said } = person();
    const end = await ending(besideTargets([podNamed("shop-0")], IMAGE, { asked, signal }));
    expect([end.code, end.message]).toEqual([
      2,
      "swtop: --debug-image changes the pod shop-0 and asks before that, which takes a terminal; nothing was changed",
    ]);
    expect(said).toEqual([]);
    expect(changes()).toEqual([]);
  });

  test("all pods are asked about: who stops at the second has changed none", async () => {
    for (const name of ["shop-0", "shop-1"]) kube.pod({ name, containers: [{ name: "app" }] });
    const targets = [podNamed("shop-0"), podNamed("shop-1")] as const;
    const end = await ending(
      besideTargets(targets, IMAGE, { asked: person("shop-0", "no").asked, signal }),
    );
    expect(end.message).toContain("shop-1 is left as it was");
    expect(changes()).toEqual([]);
  });

  test("a pod has to be named: what is chosen on a screen could only be asked about behind it", async () => {
    const { asked } = person("shop-0");
    const end = await ending(besideTargets([podNamed("")], IMAGE, { asked, signal }));
    expect(end.code).toBe(2);
    expect(kube.requests).toEqual([]);
  });

  test("a cluster that forbids to look is a target that cannot be had", async () => {
    kube.access.deny("get", "pods");
    const { asked } = person("shop-0");
    const end = await ending(besideTargets([podNamed("shop-0")], IMAGE, { asked, signal }));
    expect([end.code, end.message]).toEqual([3, expect.stringContaining("forbids")]);
  });
});

describe("who has typed the name of the pod", () => {
  test("has shells in a new container there; others are what they were", async () => {
    const pod = kube.pod({ name: "shop-0", containers: [{ name: "app" }] });
    const { asked, said } = person("shop-0");
    const docker = targetOf("docker", "api");
    const [first, second] = await besideTargets([docker, podNamed("shop-0")], IMAGE, {
      asked,
      signal,
    });
    const name = pod.thing.spec.ephemeralContainers?.[0]?.name ?? "";
    expect(first).toBe(docker);
    expect(second === undefined ? "" : shellOf(addressIn(second))).toBe(name);
    expect(said.slice(1)).toEqual([
      "swtop: waits for the ephemeral container in shop-0 ...\n",
      `swtop: reads from the ephemeral container ${name}, which runs in shop-0 now\n`,
    ]);
  });

  test("is not asked again while it runs, also without a terminal: it is used again, and that is said", async () => {
    const pod = kube.pod({ name: "shop-0", containers: [{ name: "app" }] });
    await besideTargets([podNamed("shop-0")], IMAGE, { asked: person("shop-0").asked, signal });
    const before = changes().length;
    const { asked, said } = person();
    const [again] = await besideTargets([podNamed("shop-0")], IMAGE, { asked, signal });
    const [made, more] = pod.thing.spec.ephemeralContainers ?? [];
    expect(more).toBeUndefined();
    expect(shellOf(addressIn(again))).toBe(made?.name);
    expect(said.join("")).toMatch(
      /^swtop: reads from the ephemeral container swtop-\w{5}, which runs in shop-0 since [\d :-]+ UTC\n$/u,
    );
    expect(changes().length).toBe(before);
  });

  test("is told in the cluster's words that it may not, and which right it takes", async () => {
    kube.pod({ name: "shop-0", containers: [{ name: "app" }] });
    kube.access.deny("patch", "pods", "ephemeralcontainers");
    const { asked } = person("shop-0");
    const end = await ending(besideTargets([podNamed("shop-0")], IMAGE, { asked, signal }));
    expect(end.code).toBe(3);
    expect(end.message).toMatch(
      /nothing was changed: .*cannot patch resource "pods\/ephemeralcontainers".*\. It takes the right to patch pods\/ephemeralcontainers/u,
    );
  });
});

// Decision of the project: by default nothing is changed in a target. What the built program asks for is in test/e2e/debug-container.test.ts.
describe("the way to what changes a cluster", () => {
  const ROOT = fileURLToPath(new URL("../../", import.meta.url));
  const sources = globSync("src/**/*.{ts,tsx}", { cwd: ROOT }).map((path) => ({
    path,
    text: readFileSync(`${ROOT}${path}`, "utf8"),
  }));
  const sourcesWith = (pattern: RegExp) =>
    sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

  test("one file sends a PATCH, and none another method that changes", () => {
    expect(sourcesWith(/method: "PATCH"/u)).toEqual(["src/targets/k8s/ephemeral.ts"]);
    expect(sourcesWith(/method: "POST"/u)).toEqual(["src/targets/k8s/access.ts"]);
    expect(sourcesWith(/"(?:PUT|DELETE)"/u)).toEqual([]);
  });

  test("it is imported by the file that asks alone, and that by main alone, for who gives the option", () => {
    expect(sourcesWith(/ephemeral\.ts"/u)).toEqual(["src/cli/debug-container.ts"]);
    expect(sourcesWith(/\/debug-container\.ts"/u).toSorted()).toEqual([
      "src/cli/debug-container.ts",
      "src/cli/main.ts",
    ]);
    const main = readFileSync(`${ROOT}src/cli/main.ts`, "utf8");
    expect(main).toMatch(/image === null \? targets : await beside\(targets, image\)/u);
    expect(main.match(/beside\(/gu)).toHaveLength(2);
    expect(main.match(/debug-container/gu)).toHaveLength(1);
  });
});
