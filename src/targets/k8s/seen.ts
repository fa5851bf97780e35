// Pods and containers as rows: what a cluster tells of them without a shell.
import type { SeenFromOutside } from "../../domain/pod.ts";
import { untrustedText } from "../../domain/text.ts";
import type { Bytes } from "../../domain/units.ts";
import { flagOf, fieldOf, numberOf, textOf, timeOf } from "../json.ts";
import { chosenContainer } from "./choice.ts";
import type { Usages } from "./members.ts";
import {
  containersIn,
  hasEnded,
  isReady,
  lastEndOf,
  namedIn,
  nameOf,
  podState,
  type Named,
} from "./pod.ts";

/** All that run or ran in a pod, but those that only prepare it. */
export const containersSeen = (pod: unknown, usages: Usages | null): readonly SeenFromOutside[] =>
  containersIn(pod)
    .filter(({ kind }) => kind !== "init")
    .map((named) => ({
      ...ofContainer(pod, named, usages),
      name: untrustedText(named.name),
      state: untrustedText(stateOf(named.status)),
      isReady: flagOf(named.status, "ready") === true,
    }));

/** @param wanted name of the container that is meant; "": by what runs */
export function podSeen(pod: unknown, usages: Usages | null, wanted: string): SeenFromOutside {
  const chosen = chosenContainer(pod, wanted);
  const named = namedIn(pod, chosen.kind === "one" ? chosen.container : "");
  return {
    ...(named === null ? NOTHING : ofContainer(pod, named, usages)),
    name: untrustedText(nameOf(pod)),
    state: untrustedText(podState(pod)),
    isReady: isReady(pod),
  };
}

/** What has ended uses none, although metrics tell of it for minutes. */
export function usedBy(pod: unknown, container: string, usages: Usages | null): Bytes | null {
  const ended = fieldOf(namedIn(pod, container)?.status, "state", "terminated");
  if (hasEnded(pod) || ended !== null) return null;
  return usages?.get(nameOf(pod))?.get(container) ?? null;
}

type OfContainer = Omit<SeenFromOutside, "name" | "state" | "isReady">;

const NOTHING: OfContainer = {
  memoryBytes: null,
  limitBytes: null,
  restarts: null,
  startedAt: null,
  lastEnd: null,
};

function ofContainer(
  pod: unknown,
  { name, limitBytes, status }: Named,
  usages: Usages | null,
): OfContainer {
  const end = lastEndOf(pod, name);
  return {
    memoryBytes: usedBy(pod, name, usages),
    limitBytes,
    restarts: numberOf(status, "restartCount"),
    startedAt: timeOf(status, "state", "running", "startedAt"),
    lastEnd:
      end === null
        ? null
        : { reason: end.reason === null ? null : untrustedText(end.reason), at: end.at },
  };
}

/** Of one container, in the words in which kubectl speaks of a pod. */
const stateOf = (status: unknown): string =>
  textOf(status, "state", "waiting", "reason") ??
  textOf(status, "state", "terminated", "reason") ??
  (fieldOf(status, "state", "running") === null ? "Unknown" : "Running");
