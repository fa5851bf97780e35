import type { Pod } from "./pod.ts";
import type { Untrusted } from "./text.ts";
import type { Bytes, EpochMs } from "./units.ts";

export const CONTAINER_STATES = [
  "created",
  "running",
  "paused",
  "restarting",
  "exited",
  "dead",
] as const;
export type ContainerState = (typeof CONTAINER_STATES)[number];

/** One run of a container's main process. What its engine does not tell is null. */
export type ContainerLife = {
  readonly startedAt: EpochMs | null;
  /** Null: it runs, or nobody knows when it ended. */
  readonly endedAt: EpochMs | null;
  /** 137 is a SIGKILL. */
  readonly exitCode: number | null;
  /**
   * The kernel killed in it for want of memory. Podman says false where it did (4.3.1, measured): there only an exit 137 beside a counter that rose is true, and all else is null.
   */
  readonly oomKilled: boolean | null;
  /**
   * In the words of the engine: `OOMKilled`, `Error`, `Completed`. Kubernetes says OOMKilled where the kernel killed anything in that life: that it was the main
   * process only `oomKilled` tells. Absent: its engine has no such word.
   */
  readonly reason?: Untrusted | null;
};

/** A container as its engine tells it from outside: nothing is executed in it for that. */
export type Container = {
  /** `docker`, `podman`, `systemd`, `kubernetes`. */
  readonly engine: string;
  readonly id: string;
  readonly name: Untrusted;
  readonly state: ContainerState;
  readonly image: Untrusted | null;
  /** `sha256:..` of the image. */
  readonly imageDigest: Untrusted | null;
  /** When the image was built. */
  readonly imageAt: EpochMs | null;
  /** Null: it has none. */
  readonly limitBytes: Bytes | null;
  /** By the engine's own restart policy; a restart by hand does not count. */
  readonly restartCount: number | null;
  readonly logDriver: Untrusted | null;
  /** All that the engine still tells, oldest first; the last one is the current or last life. */
  readonly lives: readonly ContainerLife[];
  /** Null: it is in none, or nothing is told of that. */
  readonly pod: Pod | null;
};

/** The pod of a workload that was watched until another one stood for it. */
export type FormerPod = {
  readonly name: Untrusted;
  /** When the other one was first told of, our clock. */
  readonly until: EpochMs;
  /** The last run of its container, as it was told last; null: none was told. */
  readonly life: ContainerLife | null;
};

export const currentLife = ({ lives }: Pick<Container, "lives">): ContainerLife | null =>
  lives.at(-1) ?? null;

/** Lives that are over, oldest first. */
export const formerLives = ({ lives, state }: Container): readonly ContainerLife[] =>
  state === "running" || state === "paused" ? lives.slice(0, -1) : lives;
