import type { Declarations, Manifest } from "../../domain/declarations.ts";
import type { Finding } from "./rule.ts";

export type Workload = {
  /** `Deployment/api`. */
  readonly subject: string;
  readonly declared: Finding["declared"];
  readonly manifest: Manifest;
};

const AUTOSCALER = "HorizontalPodAutoscaler";

/** What makes pods; one of each kind and name, the last wins as `kubectl apply` has it. */
export const workloads = (declarations: Pick<Declarations, "manifests">): readonly Workload[] =>
  manifests(declarations, (kind) => kind !== AUTOSCALER);

export const autoscalers = (declarations: Pick<Declarations, "manifests">): readonly Workload[] =>
  manifests(declarations, (kind) => kind === AUTOSCALER);

function manifests(
  { manifests: all }: Pick<Declarations, "manifests">,
  isWanted: (kind: string) => boolean,
): readonly Workload[] {
  const found = all
    .filter(({ kind }) => isWanted(kind))
    .map((manifest): [string, Workload] => {
      const subject = `${manifest.kind}/${manifest.name ?? manifest.file}`;
      const declared = { file: manifest.file, line: manifest.line, text: null };
      return [subject, { subject, declared, manifest }];
    });
  return [...new Map(found).values()];
}
