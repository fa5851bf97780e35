import { isLabelSelector } from "../domain/label-selector.ts";
import { show } from "../domain/text.ts";
import type { Target } from "../domain/target.ts";
import { addressIn, labelledPod, selectorOfLabels } from "../targets/k8s/address.ts";
import { usageEnding, type Options } from "./args.ts";
import { scopeOf } from "./scope.ts";

const PODS = "k8s";
/** Kinds whose targets have labels. */
const WITH_LABELS: readonly string[] = ["docker", "podman", PODS];

/** Labels say which targets of this kind are meant. */
export const isByLabels = (scheme: string, options: Options): boolean =>
  options.has("label") && WITH_LABELS.includes(scheme);

/**
 * What --label means in the place of names: of pods a workload, of containers those that run, asked for later (resolve.ts).
 * @throws Ending 2 beside names of pods, and for what no cluster takes as a selector
 */
export function labelledTarget(
  scheme: string,
  { names, options }: { readonly names: readonly string[]; readonly options: Options },
): Target {
  const labels = options.texts("label");
  if (scheme !== PODS) return { scheme, uri: `${scheme} -l ${labels.join(" -l ")}`, address: [] };
  const value = labels.join(",");
  const [name] = names;
  const wanted =
    name === undefined
      ? SELECTOR
      : `\`${show(name)}\` says already which pods are meant; give one of them`;
  if (name !== undefined || !isLabelSelector(value))
    throw usageEnding({ kind: "bad-value", option: "--label", value, wanted });
  return labelledPod(labels, scopeOf(options));
}

const SELECTOR = "a label selector of Kubernetes is wanted, e.g. app=shop or 'tier in (web,api)'";

/** @throws Ending 2 where labels are said, and none of the targets is named by them */
export function requireLabelled(options: Options, targets: readonly Target[]): void {
  if (!options.has("label") || targets.some(isLabelled)) return;
  const target = targets.map(({ uri }) => uri).join(" and ");
  throw usageEnding({ kind: "idle-option", option: "--label", target, is: "named" });
}

const isLabelled = (target: Target): boolean =>
  target.scheme === PODS
    ? selectorOfLabels(addressIn(target).workload) !== null
    : WITH_LABELS.includes(target.scheme) && target.address.length === 0;
