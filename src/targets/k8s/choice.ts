// Which container of a pod is the application, by what is told of them: nothing is executed.
import type { Candidate } from "../../domain/ports/inspector.ts";
import { untrustedText } from "../../domain/text.ts";
import { probablyOf } from "../engine/probably.ts";
import { textOf } from "../json.ts";
import { containersIn, type Named } from "./pod.ts";

type Chosen =
  | { readonly kind: "one"; readonly container: string }
  /** Who asks has to name one of them. */
  | { readonly kind: "ambiguous"; readonly names: readonly string[] }
  /** The pod has no such container. */
  | { readonly kind: "none" };

/** @param wanted "": by what runs; a name may be that of any container of the pod */
export function chosenContainer(pod: unknown, wanted: string): Chosen {
  const all = containersIn(pod);
  if (wanted !== "")
    return all.some(({ name }) => name === wanted)
      ? { kind: "one", container: wanted }
      : { kind: "none" };
  const best = applicationsIn(pod, all);
  const [first, second] = best;
  if (first === undefined) return { kind: "none" };
  return second === undefined
    ? { kind: "one", container: first.name }
    : { kind: "ambiguous", names: best.map(({ name }) => name) };
}

/** One: it is that; several: nothing tells them apart. */
function applicationsIn(pod: unknown, all: readonly Named[]): readonly Named[] {
  const apps = all.filter(({ kind }) => kind === "app");
  if (apps.length < 2) return apps;
  const own = apps.filter((each) => !isCompanion(each));
  if (own.length === 0) return bestBy(apps, ({ limitBytes }) => limitBytes ?? 0);
  const meant = own.find(({ name }) => name === meantBy(pod));
  const best = bestBy(own, rank);
  // The word of who wrote the pod counts, unless another one shows that it is what we look for and this one does not.
  if (meant !== undefined && (rank(meant) > 0 || best.every((each) => rank(each) < SHOWN)))
    return [meant];
  return best;
}

/** What `kubectl exec` takes, too. */
const meantBy = (pod: unknown): string | null =>
  textOf(pod, "metadata", "annotations", "kubectl.kubernetes.io/default-container");

function bestBy(
  containers: readonly Named[],
  score: (container: Named) => number,
): readonly Named[] {
  const top = Math.max(...containers.map(score));
  return containers.filter((each) => score(each) === top);
}

const RANKS = { hyperf: 4, swoole: 3, php: 2, other: 0 } as const;
const SHOWN = RANKS.swoole;
/** Of Swoole's and Hyperf's examples. */
const SWOOLE_PORT = 9501;

function rank(container: Named): number {
  const probably = probablyRuns(container);
  return probably === null ? Number(container.ports.includes(SWOOLE_PORT)) : RANKS[probably];
}

const probablyRuns = ({ image, command, ports }: Named): Candidate["probably"] =>
  probablyOf({
    image: image === null ? null : untrustedText(image),
    command: command === null ? null : untrustedText(command),
    ports,
    titles: null,
  });

/** Tells of another container, and may be called as it is: `php-fpm_exporter`. */
const EXPORTER = /exporter(?:$|[-_])/iu;

/** What stands beside applications, by the names and images under which it is known. */
const BESIDE = new RegExp(
  `(?:^|[-_])(?:${[
    // meshes and ways in
    "istio\\w*|proxyv2|linkerd\\w*|envoy\\w*|consul\\w*|kuma\\w*|daprd?|\\w*proxy|nginx\\w*|openresty|caddy|httpd|apache2?|traefik|varnish|tailscale",
    // logs and metrics
    "fluent-?(?:bit|d)?|filebeat|metricbeat|logstash|promtail|loki|vector|alloy|telegraf|statsd|otel\\w*|otc|opentelemetry|jaeger|zipkin|datadog|newrelic|xray|cloudwatch|agent|logger|logs?",
    // secrets and settings
    "vault\\w*|git-sync|configmap-reload|(?:config-)?reloader|sidecar|falco",
    // stores
    "cloud-?sql\\w*|csql|proxysql|pgbouncer|redis|valkey|keydb|memcached?|mysql|mariadb|postgres\\w*|rabbitmq|nats",
  ].join("|")})(?:$|[-_])`,
  "iu",
);

/** Not where image or command say that PHP runs in it: an application may be called as it likes. */
function isCompanion(container: Named): boolean {
  const words = [container.name, imageName(container.image ?? "")];
  if (words.some((word) => EXPORTER.test(word))) return true;
  return probablyRuns(container) === null && words.some((word) => BESIDE.test(word));
}

/** `registry.example.com:5000/shop/app:1.4.0@sha256:..` is `app`. */
const imageName = (image: string): string =>
  (image.split("@")[0] ?? "").split("/").at(-1)?.replace(/:.*$/u, "") ?? "";
