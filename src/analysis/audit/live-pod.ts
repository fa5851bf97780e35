import type { InPod } from "../../domain/facts.ts";
import { show } from "../../domain/text.ts";

/** What a finding of a live pod is about: its workload, as a manifest would name it. */
export const podSubject = ({ pod: { workload, name } }: Pick<InPod, "pod">): string =>
  workload === null ? `Pod/${show(name)}` : `${workload.kind}/${show(workload.name)}`;

/** Where a fact of a live pod was read: `cluster: Deployment/shop`. */
export const clusterText = (inPod: Pick<InPod, "pod">): string => `cluster: ${podSubject(inPod)}`;
