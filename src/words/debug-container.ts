// What is said before and after an ephemeral container is put into a pod (`--debug-image`).
import { looksLikeProduction } from "../domain/looks-like-production.ts";
import { show } from "../domain/text.ts";
import { dateTime, shortDuration } from "./format.ts";
import { LIKE_PRODUCTION } from "./picker.ts";

/** Where it is to be. */
export type DebugPlace = {
  readonly context: string;
  readonly namespace: string;
  readonly pod: string;
  /** Whose processes are looked at. */
  readonly container: string;
  readonly image: string;
};

/** All that happens, and what is asked last: who types the name of the pod has read it. Several lines; the last one has no end. */
export function debugQuestionText(place: DebugPlace, lastsMs: number): string {
  const { context, namespace, pod, container, image } = place;
  const like = looksLikeProduction(context) ? `, which ${LIKE_PRODUCTION}` : "";
  return [
    `swtop: --debug-image puts an ephemeral container into a pod:`,
    `  pod        ${show(pod)} in namespace ${show(namespace)}, context ${show(context)}${like}`,
    `  image      ${show(image)}; it sees the processes of the container ${show(container)}, and swtop reads them from there`,
    `  it stays   it cannot be removed: it is in the pod until the pod is deleted; it ends by itself after ${shortDuration(lastsMs)}`,
    `  limits     those of ${show(container)} do not hold for what runs in it: it has its own`,
    `Type the name of the pod to go on, anything else to leave it as it is: `,
  ].join("\n");
}

/** No answer can be had. */
export const noDebugAnswerText = ({ pod }: DebugPlace): string =>
  `--debug-image changes the pod ${show(pod)} and asks before that, which takes a terminal; nothing was changed`;

/** Another answer was given. */
export const debugDeclinedText = ({ pod }: DebugPlace): string =>
  `the name of the pod was not typed: ${show(pod)} is left as it was`;

/** One that runs already is taken: nothing changes. */
export const debugReusedText = (
  { pod }: DebugPlace,
  { name, startedAt }: { readonly name: string; readonly startedAt: number | null },
): string => {
  const since = startedAt === null ? "" : ` since ${dateTime(startedAt, 0)} UTC`;
  return `reads from the ephemeral container ${show(name)}, which runs in ${show(pod)}${since}`;
};

export const debugBegunText = ({ pod }: DebugPlace, name: string): string =>
  `reads from the ephemeral container ${show(name)}, which runs in ${show(pod)} now`;

export const debugStartsText = ({ pod }: DebugPlace): string =>
  `waits for the ephemeral container in ${show(pod)} ...`;

/** Why there is none to read from. */
type DebugProblem =
  | { readonly kind: "replaced" }
  | { readonly kind: "refused"; readonly words: string; readonly isRight: boolean }
  | {
      readonly kind: "does-not-run";
      readonly name: string;
      readonly words: string;
      readonly waitedMs: number | null;
    };

export function debugProblemText({ pod }: DebugPlace, problem: DebugProblem): string {
  switch (problem.kind) {
    case "replaced":
      return `another pod is called ${show(pod)} by now: nothing was changed. Start again to be asked about that one.`;
    case "refused":
      return `the cluster takes no ephemeral container, and nothing was changed${told(problem.words)}.${problem.isRight ? " It takes the right to patch pods/ephemeralcontainers, which no other part of swtop needs." : ""}`;
    case "does-not-run": {
      const { name, words, waitedMs } = problem;
      const how = waitedMs === null ? "" : ` after ${shortDuration(waitedMs)}`;
      return `the ephemeral container ${show(name)} does not run${how}${told(words)}. It stays in ${show(pod)} until that is deleted.`;
    }
  }
}

const told = (words: string): string => {
  const shown = show(words).trim().replace(/\.$/u, "");
  return shown === "" ? "" : `: ${shown}`;
};
