import type { Inspector } from "../domain/ports/inspector.ts";
import { TransportError } from "../domain/ports/transport.ts";
import type { Target } from "../domain/target.ts";
import { faultEnding } from "./fault-ending.ts";

type Targets = readonly [Target, ...Target[]];

/**
 * The targets that are meant, asked of those who run them: before any screen is taken, and without executing anything in one.
 * @throws Ending 3 for a name that nobody has, that several have, or whose container does not run
 */
export async function resolved(
  targets: Targets,
  labels: readonly string[],
  {
    inspectors,
    signal,
  }: { readonly inspectors: readonly Inspector[]; readonly signal: AbortSignal },
): Promise<Targets> {
  try {
    const found: Target[] = [];
    for (const target of targets) {
      const inspector = inspectors.find(({ scheme }) => scheme === target.scheme);
      if (inspector === undefined) found.push(target);
      else if (target.address.length === 0)
        found.push(...(await inspector.resolve([], labels, signal)));
      else found.push(...(await inspector.resolve(target.address, [], signal)));
    }
    const [first = targets[0], ...others] = new Map(found.map((each) => [each.uri, each])).values();
    return [first, ...others];
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    throw faultEnding(error.fault);
  }
}
