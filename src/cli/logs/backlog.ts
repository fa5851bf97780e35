import type { LogLine } from "../../domain/log.ts";
import type { LogSource } from "../../domain/log-source.ts";
import type { Observation } from "../../domain/observation.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { LogsProblem } from "../../words/logs-command.ts";

/** In so many samples after each other nothing more of what was there came: more of them while a project, which may name a log file, or any source may still be found. */
const QUIET_SAMPLES = { known: 4, withoutProject: 8, withoutSources: 15 } as const;

/** Whether all that was there came: nothing says so, but that nothing comes any more. */
export class Backlog {
  #quiet = 0;
  #hasSources = false;
  #hasProject = false;
  /** By the target's clock: what is stamped later was not there when we came. */
  #firstAt: EpochMs | null = null;

  note(observation: Observation): void {
    if (observation.type === "sample") {
      this.#firstAt ??= observation.sample.at;
      this.#quiet += 1;
    }
    if (observation.type === "project") this.#hasProject = true;
    if (observation.type === "log-sources") this.#hasSources = true;
    if (this.#isNews(observation)) this.#quiet = 0;
  }

  isOver(): boolean {
    return this.#quiet >= QUIET_SAMPLES[this.#state()];
  }

  #isNews(observation: Observation): boolean {
    if (observation.type === "log") return !observation.lines.every((line) => this.#isNew(line));
    return observation.type === "project" || observation.type === "log-sources";
  }

  #isNew({ clock, at }: LogLine): boolean {
    return clock === "source" && this.#firstAt !== null && at > this.#firstAt;
  }

  #state(): keyof typeof QUIET_SAMPLES {
    if (!this.#hasSources) return "withoutSources";
    return this.#hasProject ? "known" : "withoutProject";
  }
}

/** How a program of ours failed (targets/program.ts): its last words stand behind that. */
const FAILED = /^(?:exit [1-9]|signal )/u;

/** What sources lack of what they should have told. `commands`: of `--log-cmd`, in their order. */
export function lacksOf(
  sources: readonly LogSource[],
  commands: readonly string[],
): readonly LogsProblem[] {
  const output = sources.flatMap(outputLack).slice(0, 1);
  const printed = sources.filter(({ why, source }) => why === "option" && !isFile(source));
  const failed = printed.flatMap(({ state, detail }, rank): readonly LogsProblem[] => {
    const command = commands[rank];
    const hasFailed = state === "ended" && detail !== null && FAILED.test(detail);
    return command !== undefined && hasFailed
      ? [{ kind: "failed-command", command, ending: detail }]
      : [];
  });
  return [...output, ...failed];
}

/** Of stdout and stderr the same is said. */
function outputLack({ why, state, detail }: LogSource): readonly LogsProblem[] {
  if (why !== "container") return [];
  if (state === "unreadable") return [{ kind: "unreadable-output", driver: detail }];
  return state === "forbidden" ? [{ kind: "forbidden-output", words: detail }] : [];
}

const isFile = (source: string): boolean => source.startsWith("file:");
