import { expect, test } from "vitest";
import { manifestsOf } from "../../../src/project/found/manifests.ts";

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  replicas: 3
  template:
    spec:
      hostNetwork: true
      terminationGracePeriodSeconds: 45
      containers:
        - name: app
          resources:
            limits: {memory: 512Mi, cpu: "1"}
`;

test("a deployment says how many, how long and how much", () => {
  expect(manifestsOf("k8s/web.yaml", DEPLOYMENT)).toEqual([
    {
      file: "k8s/web.yaml",
      line: 1,
      kind: "Deployment",
      name: "shop",
      replicas: 3,
      terminationGracePeriodSeconds: 45,
      hostNetwork: true,
      memoryLimitBytes: 512 * 2 ** 20,
      scales: null,
    },
  ]);
});

test("several documents, of which one is broken, one a template and one none of Kubernetes", () => {
  const text = [
    "# a comment\n",
    DEPLOYMENT,
    "kind: [Deployment\n",
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: {{ .Release.Name }}}\n",
    "kind: Deployment\nmetadata: {name: no-version}\n",
    "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n",
    "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {minReplicas: 2, scaleTargetRef: {kind: Deployment, name: shop}}\n",
    "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: clean}\nspec: {jobTemplate: {spec: {template: {spec: {terminationGracePeriodSeconds: 5}}}}}\n",
    "apiVersion: v1\nkind: Pod\nmetadata: {name: one}\nspec: {hostNetwork: false}\n",
  ].join("---\n");
  const found = manifestsOf("k8s/all.yml", text.replaceAll("\n", "\r\n"));
  expect(found.map(({ kind, name, line }) => `${kind} ${name} ${line}`)).toEqual([
    "Deployment shop 3",
    "HorizontalPodAutoscaler web 31",
    "CronJob clean 36",
    "Pod one 41",
  ]);
  expect(found[1]?.scales).toBe("shop");
  expect(found[2]?.terminationGracePeriodSeconds).toBe(5);
  expect(found[3]?.hostNetwork).toBe(false);
});

test("a list holds manifests", () => {
  const text =
    "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n- apiVersion: apps/v1\n  kind: StatefulSet\n  spec: {replicas: 2}\n";
  expect(
    manifestsOf("a.yaml", text).map(({ kind, line, replicas }) => [kind, line, replicas]),
  ).toEqual([
    ["Pod", 4, null],
    ["StatefulSet", 6, 2],
  ]);
});

const limitOf = (limit: string): number | null | undefined =>
  manifestsOf(
    "a.yaml",
    `apiVersion: v1\nkind: Pod\nspec: {containers: [{resources: {limits: {memory: ${limit}}}}]}`,
  )[0]?.memoryLimitBytes;

test.each([
  ["128974848", 128974848],
  ['"129e6"', 129e6],
  ["129M", 129e6],
  ["1G", 1e9],
  ["1.5Gi", 1.5 * 2 ** 30],
  ["0.1Ki", 103],
  ["128974848000m", 128974848],
  [".5Gi", 2 ** 29],
  ["512MB", null],
  ["1gb", null],
  ["512mi", null],
  ['"${LIMIT}"', null],
  ["true", null],
  ["-1Gi", null],
  ["0", null],
])("a limit of %s", (limit, bytes) => {
  expect(limitOf(limit)).toBe(bytes);
});

const pod = (containers: string): number | null | undefined =>
  manifestsOf("a.yaml", `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n${containers}`)[0]
    ?.memoryLimitBytes;

test("of several containers the one with PHP counts, when that is one", () => {
  const web = "  - {name: web, image: shop/hyperf, resources: {limits: {memory: 1Gi}}}\n";
  const proxy = "  - {name: proxy, image: envoy, resources: {limits: {memory: 64Mi}}}\n";
  expect(pod(proxy + web)).toBe(2 ** 30);
  expect(pod(proxy + proxy)).toBeNull();
  expect(pod(web + web)).toBeNull();
});

test.each([
  [
    "aliases without an end",
    "a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: [*d, *d, *d, *d, *d, *d, *d, *d, *d]\n",
  ],
  ["brackets without an end", "[".repeat(20_000)],
  ["a key of every object", "__proto__: {apiVersion: v1, kind: Pod}\n"],
  ["a scalar", "just text"],
  ["nothing", ""],
])("nothing comes of %s", (_what, text) => {
  expect(manifestsOf("a.yaml", text)).toEqual([]);
});

test("values of other types are not said", () => {
  const text =
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: [a]\nspec: {replicas: '${N}', template: {spec: {hostNetwork: 1, terminationGracePeriodSeconds: soon, containers: 7}}}";
  expect(manifestsOf("a.yaml", text)).toEqual([
    {
      file: "a.yaml",
      line: 1,
      kind: "Deployment",
      name: null,
      replicas: null,
      terminationGracePeriodSeconds: null,
      hostNetwork: null,
      memoryLimitBytes: null,
      scales: null,
    },
  ]);
});
