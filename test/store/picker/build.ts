import type { Candidate, Listing } from "../../../src/domain/ports/inspector.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { bytes, epochMs, MIB } from "../../../src/domain/units.ts";
import { DEMO_KIND } from "../../../src/store/picker/entries.ts";
import { createPickerStore } from "../../../src/store/picker/store.ts";

/** 2026-11-26 06:04:12 UTC. */
export const NOW = 1_795_673_052_000;

type Facts = Partial<Omit<Candidate, "name" | "image" | "command" | "memoryBytes">> & {
  readonly image?: string;
  readonly command?: string;
  readonly mib?: number;
  readonly limitMib?: number;
};

/** A running container; an ssh host when `kind` says so. */
export function aCandidate(name: string, facts: Facts = {}): Candidate {
  const { kind = "docker", image, command, mib, limitMib, ...rest } = facts;
  return {
    target: {
      scheme: kind,
      uri: kind === "local" ? "local:" : `${kind}://${name}`,
      address: [name],
    },
    kind,
    name: untrustedText(name),
    state: kind === "ssh" || kind === DEMO_KIND ? null : "running",
    image: image === undefined ? null : untrustedText(image),
    command: command === undefined ? null : untrustedText(command),
    ports: [],
    memoryBytes: mib === undefined ? null : bytes(mib * MIB),
    limitBytes: limitMib === undefined ? null : bytes(limitMib * MIB),
    restarts: null,
    lastEnd: null,
    startedAt: kind === "docker" ? epochMs(NOW - 3_600_000) : null,
    probably: null,
    containerId: null,
    ...rest,
  };
}

export const aListing = (
  kind: string,
  candidates: readonly Candidate[],
  facts: Partial<Listing> = {},
): Listing => ({ kind, candidates, fault: null, isComplete: true, ...facts });

export const KINDS = ["local", "docker", "podman", "ssh"];

/** A picker that was opened at 0 ms. */
export function aPicker(...listings: readonly Listing[]) {
  const store = createPickerStore({ kinds: KINDS }, 0);
  for (const listing of listings) store.listed(listing, 0);
  return store;
}
