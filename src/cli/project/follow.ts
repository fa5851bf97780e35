import type { Observation } from "../../domain/observation.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import type { TargetFiles } from "../../domain/ports/source.ts";
import type { Sample, Server } from "../../domain/sample.ts";
import { startReader, type Reader } from "./reader.ts";
import { findProject, machineFacts, targetEnvironment } from "./target-project.ts";

/** How a project of a target is to be read. */
export type ProjectWish = {
  /** `--project`; null: found by the processes. */
  readonly directory: string | null;
  readonly set: Readonly<Record<string, string>>;
  readonly file: { readonly name: string; readonly text: string } | null;
  /** How many ticks of each task. */
  readonly next: number;
};

export type Followed = {
  readonly observations: AsyncIterable<Observation>;
  /** Reads the project again; it comes as an observation. */
  readonly again: () => void;
};

/**
 * Adds to what is observed of a live target what its project declares: read once a server is seen, again when it is asked for.
 * A target whose project cannot be found or read goes on without.
 */
export function withProject(
  observations: AsyncIterable<Observation>,
  { files, wish }: { readonly files: TargetFiles; readonly wish: ProjectWish },
  signal: AbortSignal,
): Followed {
  let isWanted = true;
  let isReading = false;
  const arrived: Observation[] = [];
  let reader: Reader | null = null;
  const read = async (server: Server, sample: Sample): Promise<void> => {
    const pid = server.rootPid ?? server.processes[0]?.pid;
    const found = pid === undefined ? null : await findProject(files, pid, wish.directory);
    if (found === null || pid === undefined) return;
    const { set, file, next } = wish;
    const target = await targetEnvironment(files);
    reader ??= startReader(
      { root: found.root, env: { set, target, file }, withSystem: true },
      signal,
    );
    const understood = await reader.read(() => ({ at: sample.at, next }), found.readFiles);
    const machine = await machineFacts(files, pid);
    arrived.push({ type: "project", at: sample.at, ...understood, machine });
  };
  const start = (sample: Sample): void => {
    const server = chosen(sample);
    if (server === null || isReading || !isWanted) return;
    isWanted = false;
    isReading = true;
    void read(server, sample)
      .catch((error: unknown) => {
        // the session says itself how it ended; a project too large for its thread is gone on without
        if (!(error instanceof TransportError) && !isTooLarge(error) && !signal.aborted)
          throw error;
      })
      .finally(() => {
        isReading = false;
      });
  };
  return {
    again() {
      isWanted = true;
    },
    observations: (async function* () {
      for await (const observation of observations) {
        yield observation;
        if (observation.type === "sample") start(observation.sample);
        yield* arrived.splice(0);
      }
    })(),
  };
}

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";

/** Of several servers the first that is Hyperf's, else the first. */
const chosen = ({ servers }: Sample): Server | null =>
  servers.find(({ framework }) => framework === "hyperf") ?? servers[0] ?? null;
