import { once } from "node:events";
import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { ReadFiles } from "../../domain/ports/project-files.ts";
import type { FromReader, ReadingOptions, TicksView, ToReader, Understood } from "./understand.ts";

/** Young objects of a parser die young; without a bound the heap of the thread grows before it collects. */
const LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 96 };

export type Reader = {
  /** Reads the project, and again when it is called again: what did not change is not parsed twice. Rejects when the thread fails. */
  readonly read: (view: () => TicksView, readFiles: ReadFiles) => Promise<Understood>;
};

/** A thread that reads one project; it ends with `signal`. */
export function startReader(options: ReadingOptions, signal: AbortSignal): Reader {
  let worker: Worker | null = null;
  const end = (): void => {
    void worker?.terminate();
    worker = null;
  };
  signal.addEventListener("abort", end, { once: true });
  const say = async (to: Worker, message: ToReader): Promise<FromReader> => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
    to.postMessage(message);
    // the thread answers each message once
    const answers: readonly unknown[] = await once(to, "message", { signal });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what our own thread says
    return answers[0] as FromReader;
  };
  return {
    async read(view, readFiles) {
      const isFirst = worker === null;
      const thread = (worker ??= startThread());
      let answer = await say(thread, isFirst ? { type: "start", options } : { type: "again" });
      while (answer.type === "wanted") {
        const { wanted } = answer;
        const files = await readFiles(wanted);
        answer = await say(thread, { type: "files", wanted, files, view: view() });
      }
      return { declarations: answer.declarations, project: answer.project };
    },
  };
}

function startThread(): Worker {
  const beside = new URL("reader-worker.js", import.meta.url);
  const path = existsSync(beside) ? beside : new URL("reader-worker.ts", import.meta.url);
  const worker = new Worker(path, { resourceLimits: LIMITS });
  worker.unref();
  return worker;
}
