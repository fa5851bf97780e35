import { describe, expect, test } from "vitest";
import { placeOf } from "../../../src/cli/doctor/place.ts";
import { targetOfPod } from "../../../src/targets/k8s/address.ts";

const command = (...address: readonly string[]) =>
  placeOf({ scheme: "exec", uri: `exec:${address.join(" ")}`, address });

test.each([
  [["docker", "exec", "-i", "api-1", "sh"], "docker", "api-1"],
  [
    ["docker", "-H", "tcp://far:2376", "exec", "-i", "-u", "33:33", "-e", "A=b", "api-1", "sh"],
    "docker",
    "api-1",
  ],
  [["/usr/bin/podman", "exec", "-i", "api-1", "sh"], "podman", "api-1"],
  [["kubectl", "-n", "shop", "exec", "-i", "pod/api", "--", "sh"], "kubernetes", "pod/api"],
  [["oc", "rsh", "api", "sh"], "kubernetes", "api"],
  [["ssh", "-T", "-i", "key", "-p", "22", "me@web-1", "sh"], "ssh", "me@web-1"],
  [["nerdctl", "exec", "-i", "api", "sh"], "other", null],
  [["sh"], "other", null],
] as const)("%j runs in %s %s", (words, kind, name) => {
  expect(command(...words)).toMatchObject({ kind, name, isCommand: true });
});

test("targets of swtop's own", () => {
  expect(placeOf({ scheme: "local", uri: "local:", address: [] })).toMatchObject({
    kind: "local",
    words: "local",
  });
  const docker = placeOf({ scheme: "docker", uri: "docker://api-1", address: ["api-1"] });
  expect(docker).toEqual({
    kind: "docker",
    name: "api-1",
    isCommand: false,
    words: "docker api-1",
    pod: null,
  });
});

test("containers by labels are called by these", () => {
  const target = { scheme: "docker", uri: "docker -l app=shop", address: [] };
  expect(placeOf(target)).toMatchObject({
    kind: "docker",
    name: null,
    words: "docker -l app=shop",
  });
});

describe("a pod", () => {
  const address = {
    context: "staging",
    namespace: "shop",
    pod: "api-0",
    container: "app",
    workload: "deploy/api",
    kubeconfig: "",
  };
  const of = (change: Partial<typeof address> = {}) =>
    placeOf(targetOfPod({ ...address, ...change }));

  test("is typed by its workload, and called by its name", () => {
    expect(of()).toEqual({
      kind: "kubernetes",
      name: "api-0",
      isCommand: false,
      words: "k8s deploy/api -n shop -c app --context=staging",
      pod: {
        kubectl: "kubectl --context=staging -n shop",
        namespace: "shop",
        container: "app",
        workload: "deploy/api",
      },
    });
  });

  test.each<[Partial<typeof address>, string]>([
    [{ workload: "" }, "k8s api-0 -n shop -c app --context=staging"],
    [
      { workload: "-l app=api,tier in (web)" },
      "k8s -l 'app=api,tier in (web)' -n shop -c app --context=staging",
    ],
    [
      { kubeconfig: "/etc/it's" },
      "k8s deploy/api -n shop -c app --kubeconfig='/etc/it'\\''s' --context=staging",
    ],
  ])("as it is known: %j", (change, words) => {
    expect(of(change).words).toBe(words);
  });

  test("of which little is known", () => {
    const nothing = { context: "", namespace: "", container: "", kubeconfig: "" };
    expect(of({ ...nothing, workload: "", pod: "$(reboot)" })).toMatchObject({
      name: null,
      words: "k8s '$(reboot)'",
      pod: { kubectl: "kubectl", namespace: null, container: null, workload: null },
    });
  });
});

test("its words can be pasted, and hold no secret", () => {
  expect(command("sh", "-c", "it's; exec sh").words).toBe(`exec -- sh -c 'it'\\''s; exec sh'`);
  expect(command("env", "DB_PASSWORD=hunter2", "sh").words).not.toContain("hunter2");
});

test("a name that a shell would not take as one word is left out", () => {
  const target = { scheme: "docker", uri: "docker://$(reboot)", address: ["$(reboot)"] };
  expect(placeOf(target).name).toBeNull();
});
