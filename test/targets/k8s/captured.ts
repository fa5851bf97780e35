// What a real 1.34 cluster answered (captures of the project, read from `captures/kube`: cases last-states, list-pods, workloads, hpa, events, exec-*, evicted-*, watch-*, ephemeral,
// node-not-ready, kubelet-restart, runtime-restart), thinned to what the code reads; one document per line.
import { readFileSync } from "node:fs";

type Ended = { readonly containerID: string };
type Status = {
  readonly name: string;
  readonly ready: boolean;
  readonly state: object;
  readonly lastState?: { readonly terminated?: Ended };
  readonly containerID?: string;
};
export type CapturedPod = {
  readonly metadata: { readonly name: string; readonly uid: string };
  readonly spec: { readonly containers: readonly { readonly name: string }[] };
  readonly status: {
    readonly phase: string;
    readonly reason?: string;
    readonly containerStatuses?: readonly Status[];
  };
};
type CapturedList = {
  readonly kind: string;
  readonly apiVersion: string;
  readonly items: readonly { readonly reason: string; readonly note?: string }[];
};
type CapturedAnswer = {
  readonly kind: string;
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
};

const lines = (name: string) =>
  readFileSync(new URL(`captures/${name}.ndjson`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

const PODS: readonly { readonly case: string; readonly pod: CapturedPod }[] = lines("pods");
const EVENTS: readonly {
  readonly case: string;
  readonly pod: string;
  readonly list: CapturedList;
}[] = lines("pod-events");
const WORKLOADS: readonly { readonly answer: CapturedAnswer }[] = lines("workloads");

/** What is asked for and not there is a mistake of the test. */
function there<Found>(found: Found | undefined, what: string): Found {
  if (found === undefined) throw new Error(`not captured: ${what}`);
  return found;
}

/** The states of one pod of a case, as they came: one at least. @param name its beginning */
export function podsOf(of: string, name = ""): readonly [CapturedPod, ...CapturedPod[]] {
  const [first, ...more] = PODS.filter(
    (line) => line.case === of && line.pod.metadata.name.startsWith(name),
  ).map(({ pod }) => pod);
  return [there(first, `pod ${name} of ${of}`), ...more];
}

/** The last state of one pod. */
export const podOf = (of: string, name = ""): CapturedPod =>
  podsOf(of, name).at(-1) ?? podsOf(of, name)[0];

/** Of one container. */
export const statusOf = ({ status }: CapturedPod, container = "app"): Status =>
  there(
    status.containerStatuses?.find(({ name }) => name === container),
    container,
  );

/** EventList of one pod. */
export const eventListOf = (of: string, name: string): CapturedList =>
  there(
    EVENTS.find((line) => line.case === of && line.pod.startsWith(name)),
    `events of ${name} of ${of}`,
  ).list;

/** What was answered: a list, or a refusal. */
export const answerOf = (kind: string): CapturedAnswer =>
  there(
    WORKLOADS.find(({ answer }) => answer.kind === kind),
    kind,
  ).answer;

/** An object out of a list, with the kind that a list does not tell. */
export function workload(kind: string, name: string): object {
  const found = answerOf(`${kind}List`).items.find((item) => item.metadata.name === name);
  return { ...there(found, name), kind };
}
