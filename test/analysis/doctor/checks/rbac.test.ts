import { expect, test } from "vitest";
import { rbac } from "../../../../src/analysis/doctor/checks/rbac.ts";
import { examined } from "../../../../src/analysis/doctor/examine.ts";
import { checkTable, facts, failed, place, podPlace, rightsBut } from "../build.ts";

const pod = { place: podPlace() };
const right = (verb: string, resource: string, subresource: string | null = null) =>
  expect.objectContaining({ verb, resource, subresource });
const getExec = right("get", "pods", "exec");
const createExec = right("create", "pods", "exec");

checkTable(rbac, [
  [
    "all is allowed",
    facts({ ...pod, rights: rightsBut([]) }),
    true,
    { kind: "ladder", rung: "exec", missing: [], untold: [], later: [] },
  ],
  [
    "no exec: logs remain",
    failed("forbidden", { ...pod, rights: rightsBut(["get pods/exec", "create pods/exec"]) }),
    false,
    { kind: "ladder", rung: "logs", missing: [getExec, createExec] },
  ],
  [
    "neither exec nor logs: what the cluster tells remains",
    failed("forbidden", { ...pod, rights: rightsBut(["get pods/exec", "get pods/log"]) }),
    false,
    { kind: "ladder", rung: "spec", missing: [getExec, right("get", "pods", "log")] },
  ],
  [
    "not even the pod",
    failed("forbidden", { ...pod, rights: rightsBut(["get pods"]) }),
    false,
    { kind: "ladder", rung: "none", missing: [right("get", "pods")] },
  ],
  [
    "an exec without the container's output",
    facts({ ...pod, rights: rightsBut(["get pods/log"]) }),
    false,
    { kind: "ladder", rung: "exec", missing: [right("get", "pods", "log")] },
  ],
  [
    "no metrics",
    facts({ ...pod, rights: rightsBut(["get pods.metrics.k8s.io"]) }),
    false,
    { kind: "ladder", rung: "exec", missing: [right("get", "pods")] },
  ],
  [
    "create is not allowed, and the exec works: up to 1.34 nobody asks for it",
    facts({ ...pod, rights: rightsBut(["create pods/exec"]) }),
    true,
    { kind: "ladder", rung: "exec", missing: [], later: [createExec] },
  ],
  [
    "create is not allowed, and the exec was refused: from 1.35 on it is asked for",
    failed("exec-denied", { ...pod, rights: rightsBut(["create pods/exec"]) }),
    false,
    { kind: "ladder", rung: "logs", missing: [createExec], later: [] },
  ],
  [
    "create is not allowed, and no exec was tried: it is missing, and may work",
    failed("not-running", { ...pod, rights: rightsBut(["create pods/exec"]) }),
    false,
    { kind: "ladder", rung: "exec", missing: [createExec] },
  ],
  [
    "the right to patch is only missing where the image has no shell",
    facts({ ...pod, rights: rightsBut(["patch pods/ephemeralcontainers"]) }),
    true,
    { kind: "ladder", rung: "exec", missing: [] },
  ],
  [
    "an image without a shell",
    failed("no-shell", { ...pod, rights: rightsBut(["patch pods/ephemeralcontainers"]) }),
    false,
    { kind: "ladder", missing: [right("patch", "pods", "ephemeralcontainers")] },
  ],
  [
    "one review was not answered",
    facts({ ...pod, rights: rightsBut([], ["list events"]) }),
    null,
    { kind: "ladder", rung: "exec", missing: [], untold: [right("list", "events")] },
  ],
  [
    "the cluster does not answer",
    failed("cluster-unreachable", pod),
    null,
    { kind: "not-reached" },
  ],
  ["it answers, and not this", facts(pod), null, { kind: "not-told" }],
]);

const ids = (known: ReturnType<typeof facts>) => examined(known).map(({ id }) => id);

test("only a pod has rights in a cluster, and they come right after its engine", () => {
  expect(ids(facts(pod)).slice(0, 3)).toEqual(["engine", "rbac", "rights"]);
  expect(ids(facts())).not.toContain("rbac");
  expect(
    ids(facts({ place: place({ kind: "kubernetes", isCommand: true }), rights: null })),
  ).not.toContain("rbac");
});
