import type { Container } from "../../domain/container.ts";
import type { Ids, Place } from "../../domain/doctor.ts";
import type { Fault } from "../../domain/fault.ts";
import type { Right } from "../../domain/kubernetes-rights.ts";
import type { LogSource } from "../../domain/log-source.ts";
import type { ShellSeen } from "../../domain/ports/source.ts";
import type { Project, Versions } from "../../domain/project.ts";
import type { Sample } from "../../domain/sample.ts";
import type { SnapshotFault } from "../../domain/snapshot.ts";
import type { Untrusted } from "../../domain/text.ts";

/** What was gathered of a target. Null: not read, for want of what comes before it. */
export type Facts = {
  readonly place: Place;
  /** What kept the target from being had; null: it was. */
  readonly fault: Fault | null;
  /** By whoever runs it; null: it is no container, or nobody tells. */
  readonly container: Container | null;
  /** What the cluster lets us do in the pod's namespace; null: no cluster, or it did not answer. */
  readonly rights: readonly Right[] | null;
  readonly shell: (ShellSeen & { readonly program: Untrusted | null }) | null;
  readonly own: Own | null;
  /** `hidepid=` of the mount of /proc; `0`: none. Null: not read. */
  readonly hidepid: Hidepid | null;
  /** Names of the processes that are seen, kernel threads and ours left out. */
  readonly commands: readonly Untrusted[] | null;
  readonly sample: Sample | null;
  /** A process of PHP on which reading was tried; null: none is seen, or nothing was tried. */
  readonly subject: Subject | null;
  /** Which hierarchy of cgroups accounts memory. */
  readonly cgroupVersion: 1 | 2 | null;
  /** Null: there was no server whose logs could be looked for. */
  readonly logs: readonly LogSource[] | null;
  readonly project: ProjectSeen | null;
  /** The target's clock minus ours. */
  readonly skewMs: number | null;
  readonly zone: ZoneSeen | null;
  /** Engines of this machine, where no target was named. */
  readonly engines: readonly EngineSeen[];
};

export type Own = Ids & { readonly groups: readonly number[]; readonly canTrace: boolean };
export type Hidepid = { readonly value: string; readonly gid: number | null };

export type Subject = {
  readonly pid: number;
  readonly ids: Ids | null;
  /** Where its program is; null: not told. */
  readonly program: Untrusted | null;
  readonly versions: Pick<Versions, "php" | "swoole">;
  /** Its maps, descriptors, folders can be read. Null: not tried. */
  readonly isOpen: boolean | null;
  readonly memory: MemorySeen;
};

export type MemorySeen =
  | { readonly kind: "read" }
  /** The collector has nothing to read it with. */
  | { readonly kind: "no-dd" }
  /** Not by the collector; a snapshot could, because it becomes the process's user. */
  | { readonly kind: "by-snapshot" }
  | { readonly kind: "closed"; readonly fault: SnapshotFault }
  | { readonly kind: "not-told" };

export type ProjectSeen =
  | { readonly kind: "read"; readonly project: Project }
  | { readonly kind: "none"; readonly directory: string | null }
  | { readonly kind: "too-large" };

export type ZoneSeen = { readonly name: string | null; readonly takenFor: string };

/** What an engine answered; `fault`: why it did not. */
export type EngineSeen = {
  readonly engine: string;
  readonly count: number;
  readonly fault: Fault | null;
};
