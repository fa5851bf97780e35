import { TransportError } from "../domain/ports/transport.ts";
import type { Target } from "../domain/target.ts";
import { inspectors } from "../targets/index.ts";
import { isAnyPod } from "../targets/k8s/address.ts";
import { faultEnding } from "./fault-ending.ts";
import type { Run } from "./run.ts";

/** Of one workload; more are asked for by --max-pods. */
const MOST = 10;

/** A target with what stands beside it (pods of its workload), itself first. @throws TransportError */
export async function membersOf(
  target: Target,
  { invocation, signal }: Pick<Run, "invocation" | "signal">,
): Promise<readonly Target[]> {
  const inspector = inspectors.find(({ scheme }) => scheme === target.scheme);
  const most = invocation.options.number("max-pods") ?? MOST;
  return (await inspector?.members?.(target, most, signal)) ?? [target];
}

/** Where --max-pods is said, all of each workload from the start. @throws Ending 3 */
export async function withMembers(
  targets: Run["targets"],
  run: Pick<Run, "invocation" | "signal">,
): Promise<Run["targets"]> {
  if (!run.invocation.options.has("max-pods") || targets.some(isAnyPod)) return targets;
  try {
    const found = await Promise.all(targets.map((target) => membersOf(target, run)));
    const [first = targets[0], ...others] = found.flat();
    const isNew = ({ uri }: Target, index: number): boolean =>
      uri !== first.uri && others.findIndex((each) => each.uri === uri) === index;
    return [first, ...others.filter(isNew)];
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    throw faultEnding(error.fault);
  }
}
