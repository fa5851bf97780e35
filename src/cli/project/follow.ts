import type { Observation } from "../../domain/observation.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import type { TargetFiles } from "../../domain/ports/source.ts";
import type { ProjectMissed } from "../../domain/project.ts";
import type { Sample, Server } from "../../domain/sample.ts";
import { MINUTE_MS } from "../../domain/units.ts";
import { runtimeVersions } from "./runtime-versions.ts";
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

/** What came of a reading: a project that is found may be too much for its thread. */
export type ReadOutcome = "read" | "no-project" | "too-large";

export type Followed = {
  readonly observations: AsyncIterable<Observation>;
  /** Reads the project again; it comes as an observation. Resolves when it was looked for; never when the target is gone. */
  readonly again: () => Promise<ReadOutcome>;
};

/** Where no project is found one may be deployed later: so often it is looked for, by two small files. */
const LOOK_AGAIN_MS = MINUTE_MS;

type Following = {
  readonly files: TargetFiles;
  readonly wish: ProjectWish;
  /** Told each time when nothing could be read. */
  readonly missed: ((why: ProjectMissed) => void) | undefined;
};

/**
 * Adds to what is observed of a live target what its project declares: read once a server is seen, again when it is asked for.
 * A target whose project cannot be found or read goes on without; what is not found is looked for again each minute of the target's time.
 */
export function withProject(
  observations: AsyncIterable<Observation>,
  { files, wish, missed }: Following,
  signal: AbortSignal,
): Followed {
  const waiting: ((outcome: ReadOutcome) => void)[] = [];
  const arrived: Observation[] = [];
  const project = projectReader({ files, wish }, signal);
  let isWanted = true;
  let isReading = false;
  let missedAt: number | null = null;
  const isDue = ({ at }: Sample): boolean =>
    isWanted || (missedAt !== null && Math.abs(at - missedAt) >= LOOK_AGAIN_MS);
  const read = async (server: Server, sample: Sample): Promise<void> => {
    const asked = waiting.splice(0);
    const outcome = await project(server, sample, asked.length > 0);
    missedAt = outcome === "no-project" ? sample.at : null;
    if (typeof outcome === "object") arrived.push(outcome);
    else missed?.(missedBy(outcome, wish));
    for (const tell of asked) tell(typeof outcome === "object" ? "read" : outcome);
  };
  const start = (sample: Sample): void => {
    const server = chosen(sample);
    if (server === null || isReading || !isDue(sample)) return;
    isWanted = false;
    isReading = true;
    void read(server, sample)
      .catch((error: unknown) => {
        // the session says itself how it ended
        if (!(error instanceof TransportError) && !signal.aborted) throw error;
      })
      .finally(() => {
        isReading = false;
      });
  };
  return {
    again() {
      isWanted = true;
      return new Promise((resolve) => {
        waiting.push(resolve);
      });
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

const missedBy = (
  outcome: Exclude<ReadOutcome, "read">,
  { directory }: ProjectWish,
): ProjectMissed => {
  if (outcome === "too-large") return outcome;
  return directory === null ? "nowhere" : "not-there";
};

/** Looks for the project of a server and reads it. The open files of a process are looked at once, or when a person asks. */
function projectReader(
  { files, wish }: { readonly files: TargetFiles; readonly wish: ProjectWish },
  signal: AbortSignal,
) {
  let reader: Reader | null = null;
  let lookedAt: number | null = null;
  return async (
    server: Server,
    { at }: Sample,
    isAsked: boolean,
  ): Promise<Observation | Exclude<ReadOutcome, "read">> => {
    const pid = server.rootPid ?? server.processes[0]?.pid;
    if (pid === undefined) return "no-project";
    const found = await findProject(files, pid, wish.directory, !isAsked && lookedAt === pid);
    lookedAt = pid;
    if (found === null) return "no-project";
    const { set, file, next } = wish;
    const target = await targetEnvironment(files);
    reader ??= startReader(
      { root: found.root, env: { set, target, file }, withSystem: true },
      signal,
    );
    const { phpApi, ...machine } = await machineFacts(files, pid);
    const versions = await runtimeVersions(files, pid, target, { ...machine, phpApi });
    try {
      const understood = await reader.read(() => ({ at, next, versions }), found.readFiles);
      return { type: "project", at, ...understood, machine };
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      // its thread is gone: who asks again gets another
      reader = null;
      return "too-large";
    }
  };
}

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";

/** Of several servers the first that is Hyperf's, else the first. */
export const chosen = ({ servers }: Sample): Server | null =>
  servers.find(({ framework }) => framework === "hyperf") ?? servers[0] ?? null;
