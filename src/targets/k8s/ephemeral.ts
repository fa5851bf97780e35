// An ephemeral container for shells, beside one whose image has none: the only thing that swtop ever changes in a cluster. Who imports this asks first.
import { randomInt } from "node:crypto";
import { TransportError } from "../../domain/ports/transport.ts";
import type { Target } from "../../domain/target.ts";
import { untrustedText, type Untrusted } from "../../domain/text.ts";
import { HOUR_MS, SECOND_MS, type EpochMs } from "../../domain/units.ts";
import { fieldOf, flagOf, numberOf, textOf, timeOf } from "../json.ts";
import { addressIn, withShell } from "./address.ts";
import { isOk, type Cluster } from "./cluster.ts";
import { podPath, podsPath } from "./paths.ts";
import { containersIn, namedIn, uidOf, type Named } from "./pod.ts";
import { refusalOf } from "./refusals.ts";
import { watched } from "./watch.ts";

type Asking = Pick<Cluster, "ask" | "asked" | "follow">;

/** What begins so is ours. */
const PREFIX = "swtop-";
/** It ends by itself: nobody can take it away. */
export const LASTS_MS = 4 * HOUR_MS;
/** An image of some hundred MB is there by then. Captured: 1.8-2.8 s where the node has it. */
const PATIENCE_MS = 60 * SECOND_MS;
const FORBIDDEN = 403;
/** Why one that has not started waits, where nothing is wrong with it. */
const STARTS: readonly string[] = ["ContainerCreating", "PodInitializing"];

/** A pod and its container as they were resolved, and what is to run beside it. */
type Wanted = { readonly target: Target; readonly image: string };

/** The same before anything is changed. */
export type Seen = Wanted & {
  readonly uid: string;
  /** One of ours that runs there already: of that image, for that container; null: none does. */
  readonly ours: { readonly name: string; readonly startedAt: EpochMs | null } | null;
};

/** Looks, and changes nothing. @throws TransportError */
export const seenIn = async (
  cluster: Pick<Cluster, "asked">,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<Seen> => (await looked(cluster, wanted, signal)).seen;

type Looked = { readonly seen: Seen; readonly pod: unknown };

async function looked(
  cluster: Pick<Cluster, "asked">,
  { target, image }: Wanted,
  signal: AbortSignal,
): Promise<Looked> {
  const { namespace, pod, container } = addressIn(target);
  const { body } = await cluster.asked({ path: podPath(namespace, pod) }, signal);
  const isOurs = ({ name, kind, spec, status, image: its }: Named): boolean =>
    kind === "ephemeral" &&
    name.startsWith(PREFIX) &&
    its === image &&
    textOf(spec, "targetContainerName") === container &&
    fieldOf(status, "state", "running") !== null;
  const found = containersIn(body).find(isOurs);
  const ours =
    found === undefined
      ? null
      : { name: found.name, startedAt: timeOf(found.status, "state", "running", "startedAt") };
  return { seen: { target, image, uid: uidOf(body), ours }, pod: body };
}

type Added =
  /** The target, whose shells run there from now on. */
  | { readonly kind: "runs"; readonly name: string; readonly target: Target }
  /** Another pod has that name by now; nothing was changed. */
  | { readonly kind: "replaced" }
  /** In the cluster's words; nothing was changed. `isRight`: who asks may not do it. */
  | { readonly kind: "refused"; readonly words: Untrusted; readonly isRight: boolean }
  /** It is in the pod, and does not run. `words`: why; empty: nobody said. `waitedMs`: it may run later; null: it will not. */
  | {
      readonly kind: "does-not-run";
      readonly name: string;
      readonly words: Untrusted;
      readonly waitedMs: number | null;
    };

/**
 * Puts an ephemeral container into the pod, and waits until it runs. It sees the processes of the target's container, and sends them no signal.
 * @source core/v1 EphemeralContainer (1.25 and later), captures of a 1.34 cluster
 * @throws TransportError where the cluster cannot be asked; `removed` for a pod that goes meanwhile
 */
export async function added(
  cluster: Asking,
  before: Seen,
  signal: AbortSignal,
  patienceMs = PATIENCE_MS,
): Promise<Added> {
  const { target } = before;
  const { seen, pod } = await looked(cluster, before, signal);
  if (seen.uid !== before.uid) return { kind: "replaced" };
  // somebody else was quicker
  if (seen.ours !== null) return runningAs(seen.ours.name, target);
  const name = newName();
  const { namespace, pod: podName } = addressIn(target);
  const answer = await cluster.ask(
    {
      path: `${podPath(namespace, podName)}/ephemeralcontainers`,
      method: "PATCH",
      contentType: "application/strategic-merge-patch+json",
      body: { spec: { ephemeralContainers: [specOf(name, { seen, pod })] } },
    },
    signal,
  );
  if (isOk(answer.status)) return begun(cluster, { name, target, patienceMs }, signal);
  const words = refusalOf(answer).detail ?? untrustedText("");
  return { kind: "refused", words, isRight: answer.status === FORBIDDEN };
}

const runningAs = (name: string, target: Target): Added => ({
  kind: "runs",
  name,
  target: withShell(target, name),
});

/** As Kubernetes makes names: of letters that make no words. */
const LETTERS = "bcdfghjklmnpqrstvwxz2456789";

const newName = (): string =>
  PREFIX + Array.from({ length: 5 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join("");

/** As whom the target's container runs, where its spec says that: the kernel shows files and memory of a process to its own user. */
function specOf(name: string, { seen, pod }: Looked): Readonly<Record<string, unknown>> {
  const { container } = addressIn(seen.target);
  const theirs = fieldOf(namedIn(pod, container)?.spec, "securityContext");
  const user = Object.entries({
    runAsUser: numberOf(theirs, "runAsUser"),
    runAsGroup: numberOf(theirs, "runAsGroup"),
    runAsNonRoot: flagOf(theirs, "runAsNonRoot"),
  }).filter(([, value]) => value !== null);
  return {
    name,
    image: seen.image,
    targetContainerName: container,
    command: ["sh", "-c", `sleep ${LASTS_MS / SECOND_MS}`],
    ...(user.length === 0 ? {} : { securityContext: Object.fromEntries(user) }),
  };
}

type New = { readonly name: string; readonly target: Target; readonly patienceMs: number };

/** Until it runs, cannot run, or the time is over. @throws TransportError */
async function begun(cluster: Asking, made: New, signal: AbortSignal): Promise<Added> {
  const { namespace, pod } = addressIn(made.target);
  const patience = AbortSignal.timeout(made.patienceMs);
  const what = { path: podsPath(namespace), selectors: { fieldSelector: `metadata.name=${pod}` } };
  let words = "";
  try {
    for await (const change of watched(cluster, what, AbortSignal.any([signal, patience]))) {
      const found = change.kind === "listed" ? change.objects[0] : change.object;
      if (found === undefined || change.kind === "removed")
        throw new TransportError({ kind: "removed", detail: untrustedText(pod) });
      const state = fieldOf(namedIn(found, made.name)?.status, "state");
      words = whyNot(state);
      const end = endOfStart(state, made);
      if (end !== null) return end;
    }
  } catch (error) {
    if (!patience.aborted || signal.aborted) throw error;
  }
  if (signal.aborted) throw new TransportError({ kind: "stream-ended", detail: null });
  return notRunning(made, words, made.patienceMs);
}

/** Null: it goes on starting. */
function endOfStart(state: unknown, made: New): Added | null {
  if (fieldOf(state, "running") !== null) return runningAs(made.name, made.target);
  const words = whyNot(state);
  const isStarting = words === "" || STARTS.includes(textOf(state, "waiting", "reason") ?? "");
  return isStarting ? null : notRunning(made, words, null);
}

const notRunning = ({ name }: New, words: string, waitedMs: number | null): Added => ({
  kind: "does-not-run",
  name,
  words: untrustedText(words),
  waitedMs,
});

/** `ErrImagePull: no such host`, `StartError: ..`; "": nothing is told yet. */
function whyNot(state: unknown): string {
  const why = fieldOf(state, "waiting") ?? fieldOf(state, "terminated");
  const told = [textOf(why, "reason") ?? "", textOf(why, "message") ?? ""];
  return told
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join(": ");
}
