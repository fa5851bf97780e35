import type { Known } from "../../store/state.ts";

/** CPU needs two samples; what a process without a title is may need one more. */
const SETTLED_SAMPLES = 3;
/** How long a project in a target, or its cluster's word on it, may take to come; without them the audit goes on with what runs. */
const PATIENCE_SAMPLES = 40;

type Look = {
  readonly scheme: string;
  readonly samples: number;
  /** `--count`. */
  readonly count: number | null;
};

/** Whether all is there that an audit of a live target stands on. */
export function isSettled(
  { declared, container, missed }: Pick<Known, "declared" | "container" | "missed">,
  { scheme, samples, count }: Look,
): boolean {
  if (samples < (count ?? SETTLED_SAMPLES)) return false;
  if (missed !== null) return true;
  const isTold = declared !== null && (scheme !== "k8s" || container !== null);
  return isTold || samples >= PATIENCE_SAMPLES;
}
