import type { Target } from "../domain/target.ts";
import { usageEnding, type Invocation } from "./args.ts";
import { requireLabelled } from "./labels.ts";
import type { OptionName } from "./options.ts";

/** `log`: a log file or a stream that is none of the others. */
type Kind = "running" | "pod" | "recording" | "directory" | "log";

const WATCHED: readonly Kind[] = ["running", "pod", "recording"];
const READ: readonly Kind[] = ["running", "pod", "directory"];
const PODS: readonly Kind[] = ["pod"];

/** What one of the targets has to be, so that the option changes anything. An option that is not named here does with each, or is taken everywhere by contract (--interval, --for, --count). */
const HEEDED_BY: readonly (readonly [OptionName, readonly Kind[]])[] = [
  ["budget", WATCHED],
  ["force", WATCHED],
  ["project", ["running", "pod"]],
  ["set", READ],
  ["env-file", READ],
  ["max-pods", PODS],
  ["container", PODS],
  ["context", PODS],
  ["namespace", PODS],
  ["kubeconfig", PODS],
  ["debug-image", PODS],
];

/** @throws Ending 2 for an option that nothing of what is named heeds: whoever gave it would believe that the answer depends on it */
export function requireHeeded(invocation: Invocation, targets: readonly Target[]): void {
  const { options, command } = invocation;
  // what a file of `logs` is says only its first line
  const isLater = command === "logs" && targets.every(({ scheme }) => scheme === "recording");
  if (options.has("rules") || options.has("rbac")) return;
  requireLabelled(options, targets);
  if (isLater) return;
  requireHeededBy(
    invocation,
    targets.map((target) => ({ name: target.uri, kind: kindOf(target, options.has("processes")) })),
  );
}

/** @throws as `requireHeeded` */
export function requireHeededBy(
  { options }: Invocation,
  targets: readonly { readonly name: string; readonly kind: Kind }[],
): void {
  const kinds = targets.map(({ kind }) => kind);
  const idle = HEEDED_BY.find(
    ([name, by]) => options.has(name) && !kinds.some((kind) => by.includes(kind)),
  );
  if (idle === undefined) return;
  throw usageEnding({
    kind: "idle-option",
    option: `--${idle[0]}`,
    target: targets.map(({ name }) => name).join(" and "),
    is:
      (["recording", "log", "running"] as const).find((kind) => kinds.includes(kind)) ??
      "directory",
  });
}

function kindOf({ scheme }: Target, hasProcesses: boolean): Kind {
  if (scheme === "project") return "directory";
  if (scheme === "recording") return "recording";
  if (scheme === "k8s") return "pod";
  return scheme === "demo" && !hasProcesses ? "recording" : "running";
}
