import type { Fault } from "../domain/fault.ts";
import { SCENARIOS } from "../targets/demo/scenarios.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Target } from "../domain/target.ts";
import type { Invocation } from "./args.ts";
import type { Look } from "./observations.ts";
import type { CommandName } from "./options.ts";

/** What every command is handed: who asked for what, on which machine, and when it has to end. */
export type Run = {
  readonly invocation: Invocation;
  readonly target: Target;
  /** All that were named; only an audit takes two. */
  readonly targets: readonly [Target, ...Target[]];
  /** Some of them do not run now: they are waited for. */
  readonly waits?: boolean;
  readonly version: string;
  readonly clock: Clock;
  /** Aborted by a signal, a closed stdout, or a bug. */
  readonly signal: AbortSignal;
  /** Ends the program as if it had come to its own end. */
  readonly stop: (fault: Fault | null) => void;
  /** The terminal went away: ends as SIGHUP does. */
  readonly hangUp: () => void;
  /** Told by a screen how to give the terminal back, before anything is printed or the program leaves. */
  readonly onScreen: (restore: () => void) => void;
  readonly env: NodeJS.ProcessEnv;
};

const DEFAULT_INTERVAL_MS = 1000;
/** Decision 5: all that the collector may take in the target. */
const DEFAULT_BUDGET_MS = 10;

/** Commands whose samples somebody sees. */
const SHOWS_HEAP: ReadonlySet<CommandName> = new Set(["screen", "watch", "record", "demo"]);

/** How the options of a command line ask to look. */
export function lookOf(
  run: Run,
  defaults: { readonly speed: number | null },
): Omit<Look, "wished"> {
  const { options } = run.invocation;
  return {
    target: run.target,
    clock: run.clock,
    intervalMs: options.number("interval") ?? DEFAULT_INTERVAL_MS,
    budgetMs: options.number("budget") ?? DEFAULT_BUDGET_MS,
    force: options.has("force"),
    waits: run.waits === true,
    withoutShell: run.target.scheme === "k8s" && run.invocation.command === "screen",
    heap: SHOWS_HEAP.has(run.invocation.command) && !options.has("no-heap"),
    speed: options.number("speed") ?? defaults.speed,
    project: null,
    logs: null,
    scenario: SCENARIOS.find(({ name }) => name === options.text("scenario"))?.name ?? "worker",
  };
}

export const wantsJson = ({ options }: Invocation): boolean =>
  options.has("json") || options.text("format") === "json";

export const hasColour = ({ env, invocation }: Run): boolean =>
  !invocation.options.has("no-color") && (env["NO_COLOR"] ?? "") === "";
