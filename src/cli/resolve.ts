import type { Inspector } from "../domain/ports/inspector.ts";
import { TransportError } from "../domain/ports/transport.ts";
import { targetOf, type Target } from "../domain/target.ts";
import { named } from "../targets/likeness.ts";
import { faultEnding } from "./fault-ending.ts";

type Targets = readonly [Target, ...Target[]];

type Asked = {
  readonly inspectors: readonly Inspector[];
  readonly signal: AbortSignal;
  /** One that does not run is taken, too: something can be had of it all the same. */
  readonly takesStill: boolean;
  /** All that have the labels are looked at side by side. */
  readonly takesSeveral: boolean;
};

/** `waits`: one of them does not run now. */
export type Resolved = { readonly targets: Targets; readonly waits: boolean };

/** What does not run, and why not. */
type Still = { readonly target: Target; readonly cause: TransportError };

/**
 * The targets that are meant, asked of those who run them: before any screen is taken, and without executing anything in one.
 * Beside one that runs, others are taken that do not run now.
 * @throws Ending 3 for a name that nobody has, that several have, or where no container runs
 */
export async function resolved(
  targets: Targets,
  labels: readonly string[],
  asked: Asked,
): Promise<Resolved> {
  try {
    const found: (Target | Still)[] = [];
    for (const target of targets) {
      const inspector = asked.inspectors.find(({ scheme }) => scheme === target.scheme);
      if (inspector === undefined) found.push(target);
      else found.push(...(await foundBy(inspector, { target, labels }, asked)));
    }
    const still = found.filter((each) => "cause" in each);
    const [first] = still;
    if (first !== undefined && still.length === found.length && !asked.takesStill)
      throw first.cause;
    const all = found.map((each) => ("cause" in each ? each.target : each));
    const [one = targets[0], ...others] = all.filter(
      ({ scheme, uri }, index) =>
        !asked.inspectors.some((each) => each.scheme === scheme) ||
        all.findIndex((each) => each.uri === uri) === index,
    );
    return { targets: [one, ...others], waits: still.length > 0 };
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    throw faultEnding(error.fault);
  }
}

async function foundBy(
  inspector: Inspector,
  { target, labels }: { readonly target: Target; readonly labels: readonly string[] },
  { signal, takesSeveral }: Asked,
): Promise<readonly (Target | Still)[]> {
  const isByLabels = target.address.length === 0;
  const meant = isByLabels ? await inspector.resolve(target, labels, signal) : [target];
  if (isByLabels && !takesSeveral && meant.length > 1)
    throw named("ambiguous-target", labels.join(" "), meant.map(nameOf));
  const found: (Target | Still)[] = [];
  for (const each of meant) found.push(...(await namedOne(inspector, each, signal)));
  return found;
}

const nameOf = ({ address, uri }: Target): string => address[0] ?? uri;

async function namedOne(
  inspector: Inspector,
  target: Target,
  signal: AbortSignal,
): Promise<readonly (Target | Still)[]> {
  try {
    return await inspector.resolve(target, [], signal);
  } catch (cause) {
    const isStill =
      cause instanceof TransportError &&
      (cause.fault.kind === "paused" || cause.fault.kind === "not-running");
    // what is more than a name cannot be called by it
    const isNamed = target.address.length === 1;
    if (!isStill || !isNamed || inspector.inspect === null) throw cause;
    const { name } = await inspector.inspect(target, signal);
    return [{ target: targetOf(target.scheme, name), cause }];
  }
}
