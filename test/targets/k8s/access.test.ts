import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NEEDED_RIGHTS, resourceName } from "../../../src/domain/kubernetes-rights.ts";
import { TransportError } from "../../../src/domain/ports/transport.ts";
import { rightsOf } from "../../../src/targets/k8s/access.ts";
import { Cluster, type Answer, type Request } from "../../../src/targets/k8s/cluster.ts";
import { startKube, type Kube } from "../../fixtures/kube/kube.ts";

const { signal } = new AbortController();
const PODS = { namespace: "shop", verb: "list", resource: "pods" };
const EXEC = { namespace: "shop", verb: "create", resource: "pods", subresource: "exec" };
const METRICS = { namespace: "shop", verb: "list", group: "metrics.k8s.io", resource: "pods" };

// Thinned from captures of a real 1.34.9 (access-reviews): what its users dev and viewer were answered.
const REVIEW = { kind: "SelfSubjectAccessReview", apiVersion: "authorization.k8s.io/v1" };
const ALLOWED = {
  ...REVIEW,
  metadata: {},
  spec: { resourceAttributes: PODS },
  status: {
    allowed: true,
    reason: 'RBAC: allowed by RoleBinding "dev/shop" of Role "dev" to User "dev"',
  },
};
const DENIED = {
  ...REVIEW,
  metadata: {},
  spec: { resourceAttributes: EXEC },
  status: { allowed: false },
};

const answer = (body: unknown, status = 201): Answer => ({
  status,
  text: JSON.stringify(body),
  body,
});
const fault = { kind: "cluster-unreachable", detail: null } as const;

type Attributes = { verb: string; resource: string; subresource?: string };

/** An API server that answers as `answers` says by what is asked. */
function clusterThat(answers: (attributes: Attributes) => Answer) {
  const requests: Request[] = [];
  const cluster: Pick<Cluster, "ask"> = {
    async ask(request) {
      requests.push(request);
      const { body } = request as { body: { spec: { resourceAttributes: Attributes } } };
      return Promise.resolve(answers(body.spec.resourceAttributes));
    },
  };
  return { cluster, requests };
}

const isExec = ({ subresource }: Attributes): boolean => subresource === "exec";
const allowedBy = async (cluster: Pick<Cluster, "ask">) =>
  new Map(
    (await rightsOf(cluster, "shop", signal)).map((right) => [
      `${right.verb} ${resourceName(right)}`,
      right.allowed,
    ]),
  );

test("each right is one review, as a real cluster was asked: the subresource is a field of its own", async () => {
  const { cluster, requests } = clusterThat(() => answer(ALLOWED));
  const rights = await rightsOf(cluster, "shop", signal);
  expect(rights).toEqual(NEEDED_RIGHTS.map((right) => ({ ...right, allowed: true })));
  expect(requests).toHaveLength(NEEDED_RIGHTS.length);
  expect(new Set(requests.map(({ path, method }) => `${method} ${path}`))).toEqual(
    new Set(["POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews"]),
  );
  const bodies = requests.map(({ body }) => body);
  for (const resourceAttributes of [PODS, EXEC, { ...EXEC, verb: "get" }, METRICS])
    expect(bodies).toContainEqual({ ...REVIEW, spec: { resourceAttributes } });
});

test("pods get/list/watch, exec get and create, logs, metrics are among them", async () => {
  const { cluster } = clusterThat(() => answer(ALLOWED));
  expect([...(await allowedBy(cluster)).keys()]).toEqual(
    expect.arrayContaining([
      "get pods",
      "list pods",
      "watch pods",
      "get pods/exec",
      "create pods/exec",
      "get pods/log",
      "get pods.metrics.k8s.io",
      "list pods.metrics.k8s.io",
    ]),
  );
});

test("what is denied is denied, and the rest is not", async () => {
  const { cluster } = clusterThat((asked) => answer(isExec(asked) ? DENIED : ALLOWED));
  const allowed = await allowedBy(cluster);
  expect([...allowed].filter(([, is]) => is === false).map(([name]) => name)).toEqual([
    "get pods/exec",
    "create pods/exec",
  ]);
  expect(allowed.get("get pods/log")).toBe(true);
});

test.each<[string, Answer]>([
  ["a server without reviews", answer("404 page not found", 404)],
  ["a page of a proxy", answer(null, 200)],
  ["too many questions", answer({ kind: "Status", code: 429 }, 429)],
  ["who decides could not", answer({ status: { allowed: false, evaluationError: "webhook" } })],
])("%s: not known, which is neither yes nor no", async (_, unclear) => {
  const { cluster } = clusterThat((asked) => (isExec(asked) ? unclear : answer(ALLOWED)));
  const allowed = await allowedBy(cluster);
  expect([allowed.get("get pods/exec"), allowed.get("get pods")]).toEqual([null, true]);
});

test("one question whose connection breaks is one right that is not known", async () => {
  const { cluster } = clusterThat((asked) => {
    if (isExec(asked)) throw new TransportError(fault);
    return answer(ALLOWED);
  });
  expect((await allowedBy(cluster)).get("create pods/exec")).toBeNull();
});

test("a cluster that does not answer is asked once", async () => {
  const { cluster, requests } = clusterThat(() => {
    throw new TransportError(fault);
  });
  await expect(rightsOf(cluster, "shop", signal)).rejects.toThrow(TransportError);
  expect(requests).toHaveLength(1);
});

describe("over HTTP", () => {
  let kube: Kube;
  let cluster: Cluster;
  beforeEach(async () => {
    kube = await startKube({ token: "t-1" });
    cluster = new Cluster({ context: "", kubeconfig: kube.kubeconfig });
  });
  afterEach(async () => kube.close());

  test("an API server is asked for each right, in one namespace, and for nothing else", async () => {
    kube.access.deny("create", "pods", "exec", "shop");
    kube.access.deny("get", "pods", "log", "elsewhere");
    kube.access.deny("list", "pods.metrics.k8s.io");
    const allowed = await allowedBy(cluster);
    expect([...allowed].filter(([, is]) => is !== true)).toEqual([
      ["create pods/exec", false],
      ["list pods.metrics.k8s.io", false],
    ]);
    expect(new Set(kube.requests.map(({ path }) => path))).toEqual(
      new Set(["/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"]),
    );
  });

  test("who is not known there has a fault, and no rights", async () => {
    kube.token = "t-2";
    await expect(rightsOf(cluster, "shop", signal)).rejects.toMatchObject({
      fault: { kind: "unauthorized" },
    });
  });

  test("where nobody listens there is a fault", async () => {
    await kube.down();
    await expect(rightsOf(cluster, "shop", signal)).rejects.toMatchObject({
      fault: { kind: "cluster-unreachable" },
    });
  });
});
