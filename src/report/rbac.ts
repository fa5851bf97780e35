// The Role that swtop needs, as YAML for `kubectl apply`. By hand: comments say what each rule is for.
import { NEEDED_RIGHTS, RIGHT_USES, type NeededRight } from "../domain/kubernetes-rights.ts";
import { USE_TEXTS } from "../words/doctor-rights.ts";

const GROUP = "rbac.authorization.k8s.io";
const NAME = "swtop";

/** Rights that share verbs and group: one rule of a Role. */
type Rule = {
  readonly use: NeededRight["for"];
  readonly necessity: NeededRight["necessity"];
  readonly group: string;
  readonly verbs: readonly string[];
  readonly resources: readonly string[];
};

/** `swtop doctor --rbac`. The same text for the same namespace: no cluster is asked. */
export const rbacText = (namespace: string): string =>
  [
    "# What swtop asks of a cluster, in one namespace. Another: swtop doctor --rbac -n NAMESPACE",
    "# An exec is a shell in the pod. Without that rule swtop still tells logs, spec, metrics, events.",
    `apiVersion: ${GROUP}/v1`,
    "kind: Role",
    ...metadataLines(namespace),
    "rules:",
    ...rules().flatMap(ruleLines),
    "---",
    `apiVersion: ${GROUP}/v1`,
    "kind: RoleBinding",
    ...metadataLines(namespace),
    "roleRef:",
    `  apiGroup: ${GROUP}`,
    "  kind: Role",
    `  name: ${NAME}`,
    "subjects:",
    "  # a placeholder: put in whoever uses swtop, e.g.",
    `  # { kind: User, name: ann@example.com, apiGroup: ${GROUP} }`,
    "  - kind: ServiceAccount",
    `    name: ${NAME}`,
    `    namespace: ${scalar(namespace)}`,
  ].join("\n");

const metadataLines = (namespace: string): readonly string[] => [
  "metadata:",
  `  name: ${NAME}`,
  `  namespace: ${scalar(namespace)}`,
];

/** A namespace of digits or called `true` would be no text in YAML. */
const scalar = (text: string): string =>
  /^(?:true|false|null|yes|no|on|off|y|n|[^a-z].*)$/u.test(text) ? `"${text}"` : text;

/** Without what is only for an option of its own: a patch of the pod. */
function rules(): readonly Rule[] {
  const minimal = NEEDED_RIGHTS.filter(({ necessity }) => necessity !== "asked");
  return RIGHT_USES.flatMap((use) => {
    const own = minimal.filter((right) => right.for === use);
    const groups = [...new Set(own.map(({ group }) => group))];
    return groups.flatMap((group) => rulesOf(own.filter((right) => right.group === group)));
  });
}

/** Of one use and group. */
function rulesOf(rights: readonly NeededRight[]): readonly Rule[] {
  const verbsOf = (name: string): string =>
    rights
      .filter((right) => pathOf(right) === name)
      .map(({ verb }) => verb)
      .join(", ");
  const names = [...new Set(rights.map(pathOf))];
  const [first] = rights;
  if (first === undefined) return [];
  return [...new Set(names.map(verbsOf))].map((verbs) => ({
    use: first.for,
    necessity: first.necessity,
    group: first.group,
    verbs: verbs.split(", "),
    resources: names.filter((name) => verbsOf(name) === verbs),
  }));
}

/** A Role names a subresource behind a slash. */
const pathOf = ({ resource, subresource }: NeededRight): string =>
  subresource === null ? resource : `${resource}/${subresource}`;

const ruleLines = ({ use, necessity, group, verbs, resources }: Rule): readonly string[] => [
  `  # ${necessity}: ${USE_TEXTS[use]}${use === "exec" ? "; from Kubernetes 1.35 on that takes create, too" : ""}`,
  `  - apiGroups: ["${group}"]`,
  `    resources: [${resources.join(", ")}]`,
  `    verbs: [${verbs.join(", ")}]`,
];
