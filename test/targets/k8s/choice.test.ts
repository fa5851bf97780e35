import { describe, expect, test } from "vitest";
import { chosenContainer } from "../../../src/targets/k8s/choice.ts";
import { podOf } from "./captured.ts";

type Spec = {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports?: readonly { readonly containerPort: number }[];
  readonly resources?: object;
};
const podWith = (containers: readonly Spec[], annotated?: string) => ({
  metadata: {
    annotations:
      annotated === undefined ? {} : { "kubectl.kubernetes.io/default-container": annotated },
  },
  spec: { containers },
});
const one = (container: string) => ({ kind: "one", container });
const limit = (memory: string) => ({ resources: { limits: { memory } } });

/** Two of the same image, and a sidecar. */
const two = (image: string) => [
  { name: "a", image, ...limit("1Gi") },
  { name: "b", image, ...limit("2Gi") },
  { name: "istio-proxy", image: "istio/proxyv2" },
];

/** Images under which sidecars are known, as their makers call them. */
const SIDECARS: readonly (readonly [string, string])[] = [
  ["istio-proxy", "docker.io/istio/proxyv2:1.22.0"],
  ["linkerd-proxy", "cr.l5d.io/linkerd/proxy:stable-2.14"],
  ["envoy", "envoyproxy/envoy:v1.30"],
  ["consul-dataplane", "hashicorp/consul-dataplane:1.4"],
  ["daprd", "daprio/daprd:1.13"],
  ["fluent-bit", "cr.fluentbit.io/fluent/fluent-bit:3.0"],
  ["logs", "fluent/fluentd:v1.16"],
  ["filebeat", "docker.elastic.co/beats/filebeat:8.13.0"],
  ["otc-container", "otel/opentelemetry-collector-contrib:0.100.0"],
  ["collector", "otel/opentelemetry-collector:0.100.0"],
  ["vault-agent", "hashicorp/vault:1.16"],
  ["cloud-sql-proxy", "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.11"],
  ["metrics", "hipages/php-fpm_exporter:2"],
  ["redis-exporter", "oliver006/redis_exporter:v1.58"],
  ["nginx", "nginx:1.27-alpine"],
  ["web", "nginxinc/nginx-unprivileged:stable@sha256:0123"],
  ["cache", "redis:7"],
  ["git-sync", "registry.k8s.io/git-sync/git-sync:v4.2.3"],
  ["datadog-agent", "gcr.io/datadoghq/agent:7"],
  ["reloader", "jimmidyson/configmap-reload:v0.12"],
];

describe("the container is chosen by what runs", () => {
  test("of an application and its proxy the application, in whatever order", () => {
    const pod = podOf("list-pods", "shop-api");
    expect(pod.spec.containers.map(({ name }) => name)).toEqual(["proxy", "app"]);
    expect(chosenContainer(pod, "")).toEqual(one("app"));
  });

  test("a single one is it, whatever it is", () => {
    expect(chosenContainer(podOf("list-pods", "shop-agent"), "")).toEqual(one("agent"));
    expect(chosenContainer(podWith([{ name: "istio-proxy" }]), "")).toEqual(one("istio-proxy"));
  });

  test("init containers, native sidecars and debuggers are never meant", () => {
    expect(chosenContainer(podOf("watch-basics"), "")).toEqual(one("app"));
    expect(chosenContainer(podOf("ephemeral"), "")).toEqual(one("app"));
  });

  test.each(SIDECARS)("never a sidecar by accident: %s (%s)", (name, image) => {
    const containers = [
      { name, image, ...limit("4Gi") },
      { name: "shop", image: "registry.example.com/shop/backend:1.4.0", ...limit("128Mi") },
    ];
    expect(chosenContainer(podWith(containers), "")).toEqual(one("shop"));
    expect(chosenContainer(podWith(containers.toReversed()), "")).toEqual(one("shop"));
    // not even where the pod says so: that is for its logs
    expect(chosenContainer(podWith(containers, name), "")).toEqual(one("shop"));
  });

  test.each([
    ["the command", { command: ["php", "bin/hyperf.php", "start"] }],
    ["the arguments", { args: ["php", "bin/hyperf.php", "start"] }],
    ["the image", { image: "hyperf/hyperf:8.3-alpine-v3.19-swoole" }],
    ["the image", { image: "phpswoole/swoole:php8.3" }],
    ["the image", { image: "php:8.3-cli" }],
    ["the port", { image: "shop/backend", ports: [{ containerPort: 9501 }] }],
  ])("%s tells", (_, told) => {
    const containers = [
      { name: "a", image: "shop/other:1", ...limit("8Gi") },
      { name: "b", ...told },
    ];
    expect(chosenContainer(podWith(containers), "")).toEqual(one("b"));
  });

  test("Hyperf counts more than Swoole, Swoole more than PHP", () => {
    const php = { name: "php", image: "php:8.3-fpm" };
    const swoole = { name: "swoole", image: "phpswoole/swoole" };
    const hyperf = { name: "hyperf", command: ["php", "/opt/www/bin/hyperf.php", "start"] };
    expect(chosenContainer(podWith([php, swoole, hyperf]), "")).toEqual(one("hyperf"));
    expect(chosenContainer(podWith([php, swoole]), "")).toEqual(one("swoole"));
  });

  test("a server in front with PHP in its image is no companion", () => {
    const containers = [
      { name: "web", image: "trafex/php-nginx:3" },
      { name: "worker-logs", image: "busybox" },
    ];
    expect(chosenContainer(podWith(containers), "")).toEqual(one("web"));
  });

  test("an application may be called like a sidecar", () => {
    const containers = [
      { name: "vault-agent", command: ["php", "bin/hyperf.php", "start"] },
      { name: "shop", image: "shop/backend" },
      { name: "exporter", image: "shop/swoole_exporter" },
    ];
    expect(chosenContainer(podWith(containers), "")).toEqual(one("vault-agent"));
  });

  test("the annotation of who wrote the pod counts", () => {
    const both = [
      { name: "shop", image: "shop/backend" },
      { name: "admin", image: "shop/admin" },
    ];
    expect(chosenContainer(podWith(both, "admin"), "")).toEqual(one("admin"));
    const php = both.map((each) => ({ ...each, image: "php:8.3-cli" }));
    expect(chosenContainer(podWith(php, "admin"), "")).toEqual(one("admin"));
    // but not against one that shows that it is Swoole
    const other = [...both, { name: "api", image: "hyperf/hyperf" }];
    expect(chosenContainer(podWith(other, "admin"), "")).toEqual(one("api"));
    expect(chosenContainer(podWith(both, "gone"), "")).toMatchObject({ kind: "ambiguous" });
  });

  test("ambiguous is asked: two of the same kind, and two of which nothing is known", () => {
    const ambiguous = { kind: "ambiguous", names: ["a", "b"] };
    expect(chosenContainer(podWith(two("php:8.3-cli")), "")).toEqual(ambiguous);
    expect(chosenContainer(podWith(two("shop/backend")), "")).toEqual(ambiguous);
  });

  test("among sidecars only, the largest memory limit tells", () => {
    const containers = [
      { name: "nginx", image: "nginx", ...limit("64Mi") },
      { name: "proxy", image: "shop/proxy", ...limit("1Gi") },
      { name: "fluent-bit", image: "fluent/fluent-bit" },
    ];
    expect(chosenContainer(podWith(containers), "")).toEqual(one("proxy"));
    const unlimited = containers.map(({ name, image }) => ({ name, image }));
    expect(chosenContainer(podWith(unlimited), "")).toMatchObject({ kind: "ambiguous" });
  });

  test("a name is taken at its word, if there is one", () => {
    expect(chosenContainer(podOf("list-pods", "shop-api"), "proxy")).toEqual(one("proxy"));
    expect(chosenContainer(podOf("ephemeral"), "dbg")).toEqual(one("dbg"));
    expect(chosenContainer(podOf("watch-basics"), "log-agent")).toEqual(one("log-agent"));
    expect(chosenContainer(podOf("list-pods", "shop-api"), "gone")).toEqual({ kind: "none" });
    expect(chosenContainer(null, "")).toEqual({ kind: "none" });
  });
});
