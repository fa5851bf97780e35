import { describeProject } from "../../analysis/cron/project.ts";
import type { Declarations } from "../../domain/declarations.ts";
import type { ReadFile, ReadFiles, Wanted } from "../../domain/ports/project-files.ts";
import type { Project, Versions } from "../../domain/project.ts";
import type { EpochMs } from "../../domain/units.ts";
import { ProjectReading, type ReadingOptions } from "../../project/reading.ts";

export type { ReadingOptions };

/** From when ticks are counted, and how many of each task; in a target, what it runs on. */
export type TicksView = {
  readonly at: EpochMs;
  readonly next: number;
  readonly versions?: Pick<Versions, "php" | "swoole">;
};

export type Understood = { readonly declarations: Declarations; readonly project: Project };

/** PHP's own default, where neither bin/hyperf.php nor php.ini says another (contract 2.3). */
const DEFAULT_ZONE = "UTC";

/** Reads a project on this thread: for a command line, where nobody waits for a screen. */
export async function understandProject(
  options: ReadingOptions,
  view: TicksView,
  readFiles: ReadFiles,
): Promise<Understood> {
  const reading = new ProjectReading(options);
  for (let wanted = reading.wanted(); wanted.length > 0; wanted = reading.wanted())
    reading.give(wanted, await readFiles(wanted));
  return understood(reading, view);
}

const understood = (reading: ProjectReading, view: TicksView): Understood => {
  const declarations = reading.declarations();
  const project = describeProject(declarations, { ...view, defaultZone: DEFAULT_ZONE });
  return { declarations, project };
};

/** What the worker is told, and what it says. */
export type ToReader =
  | { readonly type: "start"; readonly options: ReadingOptions }
  | { readonly type: "again" }
  | {
      readonly type: "files";
      readonly wanted: readonly Wanted[];
      readonly files: readonly ReadFile[];
      readonly view: TicksView;
    };
export type FromReader =
  | { readonly type: "wanted"; readonly wanted: readonly Wanted[] }
  | ({ readonly type: "understood" } & Understood);

/** The same, message by message, for the thread that reads beside a screen. */
export class ReaderThread {
  #reading: ProjectReading | null = null;

  heard(message: ToReader): FromReader {
    if (message.type === "start") {
      this.#reading = new ProjectReading(message.options);
      return { type: "wanted", wanted: this.#reading.wanted() };
    }
    const reading = this.#reading;
    if (reading === null) throw new TypeError("not started");
    if (message.type === "again") {
      reading.again();
      return { type: "wanted", wanted: reading.wanted() };
    }
    reading.give(message.wanted, message.files);
    const wanted = reading.wanted();
    return wanted.length === 0
      ? { type: "understood", ...understood(reading, message.view) }
      : { type: "wanted", wanted };
  }
}
