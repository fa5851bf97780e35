import type { Target } from "../domain/target.ts";
import { startProcesses } from "../targets/demo/start-processes.ts";
import { demoFile } from "./assets.ts";
import type { Run } from "./run.ts";
import { LOCAL } from "./target.ts";

/** The target as it can be looked at: the demo's real processes are started first, and end with the program. */
export async function prepareTarget({ target, invocation, signal }: Run): Promise<Target> {
  if (target.scheme !== "demo" || !invocation.options.has("processes")) return target;
  await startProcesses(signal, { fileOf: demoFile });
  return LOCAL;
}
