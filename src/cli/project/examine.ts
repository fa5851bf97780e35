import type { Declarations } from "../../domain/declarations.ts";
import type { Observation } from "../../domain/observation.ts";
import type { Project, ProjectMissed } from "../../domain/project.ts";
import type { Target } from "../../domain/target.ts";
import { untrustedText } from "../../domain/text.ts";
import type { Unread } from "../../domain/unread.ts";
import { epochMs } from "../../domain/units.ts";
import { projectRoots } from "../../project/roots.ts";
import { initialState, type Known, type State } from "../../store/state.ts";
import { observed, projectMissed } from "../../store/transitions.ts";
import type { Invocation } from "../args.ts";
import type { Ending } from "../exit.ts";
import { endingOf, faultEnding } from "../fault-ending.ts";
import { headless } from "../headless.ts";
import { prepareTarget } from "../prepare.ts";
import { lookOf, type Run } from "../run.ts";
import { keepYoungGeneration } from "../young-generation.ts";
import { directoryFiles, listing } from "./directory.ts";
import { isSettled } from "./settled.ts";
import { understandProject, type TicksView } from "./understand.ts";
import { projectWish, ticksOf } from "./wish.ts";
import type { ProjectWish } from "./follow.ts";

/** What is known of one project, from its files or from where it runs. */
export type Examined = {
  /** In the user's words; of several projects in one directory with the folder of each. */
  readonly subject: string;
  /** Where it stands in the directory that was asked for; empty: at its top. */
  readonly folder: string;
  readonly known: Known;
};

const SETTLING_MS = 300;
/** How far below a directory projects are looked for. */
const ROOT_DEPTH = 4;
const ROOT_FILES = [
  "composer.json",
  "hyperf.php",
  "server.php",
  "octane.php",
  "laravels.php",
  "swoole.php",
];

/**
 * Everything that can be known of a target for an audit: of a directory one for each project in it.
 * @throws Ending 3 when there is nothing
 */
export async function examine(run: Run, target: Target): Promise<readonly Examined[]> {
  if (target.scheme === "project") return examineDirectory(run, target);
  return [await examineTarget(run, target)];
}

/** Nothing is there to be judged: where it was looked for. */
export function noProject({ subject, known }: Examined, { options }: Invocation): Ending {
  const named = options.text("project");
  if (named === null || known.missed !== "not-there") return endingOf("no-project", subject);
  const detail = untrustedText(`${named} in ${subject}`);
  return faultEnding({ kind: "no-project", about: "directory", detail });
}

export const projectOf = ({ known }: Examined): Project | null => known.declared?.project ?? null;

export const unreadOf = ({ known }: Examined): readonly Unread[] =>
  known.declared?.declarations?.unread ?? [];

export const ticksView = ({ invocation, clock }: Run): TicksView => ({
  at: epochMs(invocation.options.number("at") ?? clock.now()),
  next: ticksOf(invocation),
});

async function examineDirectory(run: Run, target: Target): Promise<readonly Examined[]> {
  keepYoungGeneration();
  const [path = "."] = target.address;
  const paths = await listing(path, { path: "", suffixes: ROOT_FILES, depth: ROOT_DEPTH });
  const found = projectRoots(paths);
  const wish = await projectWish(run);
  const examined: Examined[] = [];
  for (const folder of found.length === 0 ? [""] : found) {
    examined.push(await examineProject(run, wish, { path, folder }));
  }
  return examined;
}

async function examineProject(
  run: Run,
  { set, file }: ProjectWish,
  { path, folder }: { readonly path: string; readonly folder: string },
): Promise<Examined> {
  const root = folder === "" ? path : `${path.replace(/\/+$/u, "")}/${folder}`;
  const view = ticksView(run);
  const understood = await understandProject(
    { root, env: { set, target: null, file }, withSystem: false },
    view,
    directoryFiles(root),
  );
  if (!isAnyProject(understood.declarations)) throw endingOf("no-project", root);
  const state = begun(run, root);
  const { at } = view;
  const { known } = observed(state, { type: "project", at, ...understood, machine: null }, 0);
  return { subject: root, folder, known };
}

/** A directory without a line of PHP that is ours is no project. */
const isAnyProject = ({ packages, packageName, config, bin, entrypoints }: Declarations): boolean =>
  packages !== null ||
  packageName !== null ||
  bin !== null ||
  config.entries.length > 0 ||
  entrypoints.length > 0;

const begun = (run: Run, uri: string): State =>
  initialState({
    uri,
    intervalMs: SETTLING_MS,
    zoneMinutes: 0,
    playback: null,
    notice: null,
    replicas: run.invocation.options.number("replicas"),
  });

async function examineTarget(run: Run, target: Target): Promise<Examined> {
  const prepared = await prepareTarget({ ...run, target });
  const isRecorded = prepared.scheme === "recording" || prepared.scheme === "demo";
  const own = { ...run, target: prepared };
  const { options } = run.invocation;
  const look = {
    ...lookOf(own, { speed: null }),
    intervalMs: options.number("interval") ?? SETTLING_MS,
    project: isRecorded ? null : await projectWish(run),
  };
  let state = begun(run, prepared.uri);
  const missed = (why: ProjectMissed): void => {
    state = projectMissed(state, why);
  };
  let samples = 0;
  const count = options.number("count");
  const waits = options.has("for") || isRecorded;
  const isEnough = (): boolean =>
    !waits && isSettled(state.known, { scheme: prepared.scheme, samples, count });
  await headless(
    own,
    { look: { ...look, missed }, count: isRecorded ? count : null, isEnough },
    async (observation: Observation) => {
      if (observation.type === "sample") samples += 1;
      state = observed(state, observation, run.clock.monotonic());
    },
  );
  const { known } = state;
  // of a pod where nothing may be run its cluster tells all the same
  if (known.sample === null && known.declared === null && known.container === null)
    throw endingOf("not-a-recording", "it holds no sample");
  return { subject: prepared.uri, folder: "", known };
}
