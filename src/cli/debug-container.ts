// `--debug-image`: shells run in an ephemeral container beside the target's own. Whoever is there is asked, before any screen.
import { createInterface } from "node:readline";
import { TransportError } from "../domain/ports/transport.ts";
import type { Target } from "../domain/target.ts";
import { addressIn, withShell } from "../targets/k8s/address.ts";
import type { Cluster } from "../targets/k8s/cluster.ts";
import { Clusters } from "../targets/k8s/clusters.ts";
import { added, LASTS_MS, seenIn, type Seen } from "../targets/k8s/ephemeral.ts";
import {
  debugBegunText,
  debugDeclinedText,
  debugProblemText,
  debugQuestionText,
  debugReusedText,
  debugStartsText,
  noDebugAnswerText,
  type DebugPlace,
} from "../words/debug-container.ts";
import { usageEnding } from "./args.ts";
import { Ending, EXIT } from "./exit.ts";
import { faultEnding } from "./fault-ending.ts";

type Targets = readonly [Target, ...Target[]];

/** Who is asked. */
export type Asked = {
  readonly say: (text: string) => void;
  /** The line that is typed; null: none comes. Absent: there is no terminal. */
  readonly answer: ((signal: AbortSignal) => Promise<string | null>) | null;
};

/**
 * The targets, those in pods with their shells in an ephemeral container of this image: in one of ours that runs there already, else in a new one, which is asked about.
 * All is asked before anything is changed.
 * @throws Ending 2 where nobody can be asked, 3 for another answer than the name of the pod, and where none can be had
 */
export async function besideTargets(
  targets: Targets,
  image: string,
  { asked, signal }: { readonly asked: Asked; readonly signal: AbortSignal },
): Promise<Targets> {
  const clusters = new Clusters();
  const pods = targets.filter(({ scheme }) => scheme === "k8s");
  try {
    const agreed: Agreed[] = [];
    for (const target of pods) {
      const place = placeOf(target, image);
      const cluster = clusters.of(place);
      const seen = await seenIn(cluster, { target, image }, signal);
      if (seen.ours === null) await ask(place, asked, signal);
      agreed.push({ place, cluster, seen });
    }
    const there = new Map<Target, Target>();
    for (const each of agreed) there.set(each.seen.target, await had(each, asked, signal));
    const [first, ...others] = targets.map((target) => there.get(target) ?? target);
    return [first ?? targets[0], ...others];
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    throw faultEnding(error.fault);
  }
}

type Place = DebugPlace & { readonly kubeconfig: string };
type Agreed = { readonly place: Place; readonly cluster: Cluster; readonly seen: Seen };

/** @throws Ending 2 where no pod is named: what is chosen on a screen cannot be asked about in front of it */
function placeOf(target: Target, image: string): Place {
  const { context, namespace, pod, container, kubeconfig } = addressIn(target);
  if (pod === "")
    throw usageEnding({
      kind: "missing-words",
      target: "k8s",
      wanted: "a pod or workload for --debug-image, e.g. swtop k8s deploy/shop -n prod",
    });
  return { context, namespace, pod, container, kubeconfig, image };
}

/** @throws Ending */
async function ask(place: Place, { say, answer }: Asked, signal: AbortSignal): Promise<void> {
  if (answer === null) throw new Ending(EXIT.usage, `swtop: ${noDebugAnswerText(place)}`);
  say(debugQuestionText(place, LASTS_MS));
  const typed = await answer(signal);
  if (typed?.trim() === place.pod) return;
  // what was typed has ended its line; an end of input has not
  const led = typed === null ? "\n" : "";
  throw new Ending(EXIT.target, `${led}swtop: ${debugDeclinedText(place)}`);
}

/** @throws Ending 3, TransportError */
async function had(
  { place, cluster, seen }: Agreed,
  { say }: Asked,
  signal: AbortSignal,
): Promise<Target> {
  const line = (text: string): void => say(`swtop: ${text}\n`);
  if (seen.ours !== null) {
    line(debugReusedText(place, seen.ours));
    return withShell(seen.target, seen.ours.name);
  }
  line(debugStartsText(place));
  const found = await added(cluster, seen, signal);
  if (found.kind !== "runs")
    throw new Ending(EXIT.target, `swtop: ${debugProblemText(place, found)}`);
  line(debugBegunText(place, found.name));
  return found.target;
}

/** Whoever sits at the terminal: asked on stderr, so that stdout stays what it is. */
export const terminalHere = (): Asked => ({
  say: (text) => void process.stderr.write(text),
  answer: process.stdin.isTTY && process.stderr.isTTY ? lineTyped : null,
});

/** A line of the terminal as it is: it echoes, and Ctrl-C is a signal. */
function lineTyped(signal: AbortSignal): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const lines = createInterface({ input: process.stdin, terminal: false });
  lines.once("line", resolve);
  lines.once("close", () => resolve(null));
  signal.addEventListener("abort", () => resolve(null), { once: true });
  return promise.finally(() => lines.close());
}
