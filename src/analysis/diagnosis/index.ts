import type { Conclusion } from "../../domain/conclusion.ts";
import { connections } from "./connections.ts";
import { crashLoops } from "./crash-loop.ts";
import type { Evidence } from "./evidence.ts";
import { kubeletKilled } from "./kubelet-killed.ts";
import { oomKilled } from "./oom-killed.ts";

export type { Evidence };

/** One function per kind of conclusion, the kind that matters most first. */
const DIAGNOSES: readonly ((evidence: Evidence) => readonly Conclusion[])[] = [
  oomKilled,
  kubeletKilled,
  crashLoops,
  connections,
];

/** What is wrong, most important first; empty: nothing that can be told yet. */
export const diagnose = (evidence: Evidence): readonly Conclusion[] =>
  DIAGNOSES.flatMap((find) => find(evidence));
