import { quantityOf } from "../../domain/quantity.ts";
import type { Manifest } from "../../domain/declarations.ts";
import { mappings, member, yamlDocuments } from "./yaml-documents.ts";

/** Where the template of the pods stands in each kind. */
const PODS: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["spec", "template", "spec"],
  StatefulSet: ["spec", "template", "spec"],
  DaemonSet: ["spec", "template", "spec"],
  CronJob: ["spec", "jobTemplate", "spec", "template", "spec"],
  Pod: ["spec"],
};
const SCALER = "HorizontalPodAutoscaler";

/** Workloads that a YAML file deploys; what has no `apiVersion` and `kind` is no manifest. */
export function manifestsOf(path: string, text: string): readonly Manifest[] {
  if (!/\.ya?ml$/i.test(path)) return [];
  return yamlDocuments(text).flatMap(({ value, lineOf }) => [
    ...manifestOf(value, { file: path, line: lineOf([]) }),
    ...(member(value, "kind") === "List" ? mappings(member(value, "items")) : []).flatMap(
      (item, index) => manifestOf(item, { file: path, line: lineOf(["items", index]) }),
    ),
  ]);
}

function manifestOf(
  value: unknown,
  place: { readonly file: string; readonly line: number },
): readonly Manifest[] {
  const kind = member(value, "kind");
  if (typeof member(value, "apiVersion") !== "string" || typeof kind !== "string") return [];
  const name = text(member(value, "metadata", "name"));
  if (kind === SCALER) {
    const scales = text(member(value, "spec", "scaleTargetRef", "name"));
    return [{ ...NOTHING_SAID, ...place, kind, name, scales }];
  }
  if (!Object.hasOwn(PODS, kind)) return [];
  const pods = member(value, ...(PODS[kind] ?? []));
  const hostNetwork = member(pods, "hostNetwork");
  return [
    {
      ...NOTHING_SAID,
      ...place,
      kind,
      name,
      replicas: whole(member(value, "spec", "replicas")),
      terminationGracePeriodSeconds: whole(member(pods, "terminationGracePeriodSeconds")),
      hostNetwork: typeof hostNetwork === "boolean" ? hostNetwork : null,
      memoryLimitBytes: memoryLimit(member(pods, "containers")),
    },
  ];
}

const NOTHING_SAID = {
  replicas: null,
  terminationGracePeriodSeconds: null,
  hostNetwork: null,
  memoryLimitBytes: null,
  scales: null,
} as const;

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
const whole = (value: unknown): number | null =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;

/** Of several containers the one that runs PHP; null when that is not told. */
function memoryLimit(containers: unknown): number | null {
  const all = mappings(containers);
  const php = all.length === 1 ? all : all.filter((container) => mentionsPhp(container));
  const [only] = php;
  return php.length === 1 ? memoryBytes(member(only, "resources", "limits", "memory")) : null;
}

const mentionsPhp = (container: Readonly<Record<string, unknown>>): boolean =>
  ["name", "image", "command", "args"].some((key) =>
    /\bphp|hyperf|swoole/i.test(JSON.stringify(container[key] ?? "")),
  );

/** In whole bytes, rounded up; null: it is none. */
function memoryBytes(quantity: unknown): number | null {
  const amount = Math.ceil(quantityOf(quantity) ?? 0);
  return Number.isSafeInteger(amount) && amount > 0 ? amount : null;
}
