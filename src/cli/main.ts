import type { Fault } from "../domain/fault.ts";
import { faultText } from "../words/faults.ts";
import { understand } from "./args.ts";
import { version } from "./assets.ts";
import { systemClock } from "./clock.ts";
import { codeOfSignal, Ending, EXIT } from "./exit.ts";
import { helpText } from "./help.ts";
import { withMembers } from "./members.ts";
import { Output } from "./output.ts";
import { resolved } from "./resolve.ts";
import { OF_SEVERAL, targetsOf } from "./target.ts";
import { inspectors } from "../targets/index.ts";
import type { Run } from "./run.ts";

/** Signals that end the program; the terminal is restored first, then it exits with 128+n. */
const ENDING_SIGNALS = ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT"] as const;
/** How long what runs in the background may take to end. Less than the second that a user is promised. */
const GRACE_MS = 700;

const lifetime = new AbortController();
const ending = {
  /** Set once, by the first cause of the end. */
  code: null as number | null,
  /** What has to happen before anything is printed: a screen puts its restore here. */
  restoreTerminal: (): void => undefined,
};

function end(code: number): void {
  ending.code ??= code;
  lifetime.abort();
  setTimeout(() => {
    ending.restoreTerminal();
    process.exit(ending.code ?? code);
  }, GRACE_MS).unref();
}

/** Ends by itself, as soon as all that was started has ended: a command that does not hear is killed on the way. */
function leave(code: number): void {
  ending.restoreTerminal();
  end(code);
  process.exitCode = ending.code ?? code;
}

/** The one place that a bug reaches: the terminal first, then the error, then 70. */
function bug(error: unknown): never {
  ending.restoreTerminal();
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`swtop: this is a bug in swtop ${version()}; please report it.\n${text}\n`);
  process.exit(EXIT.bug);
}

/** stdout has ended: quietly, or because what was written could not be kept. */
function stop(fault: Fault | null): void {
  if (fault !== null) process.stderr.write(`swtop: ${faultText(fault)}\n`);
  end(fault === null ? EXIT.done : EXIT.target);
}

/** @returns the exit code of a command that has one of its own */
async function main(): Promise<number | void> {
  const invocation = understand(process.argv.slice(2));
  const { command, options } = invocation;
  if (options.has("help")) return new Output(process.stdout, stop).line(helpText(command));
  if (options.has("version")) return new Output(process.stdout, stop).line(version());
  const named = targetsOf(invocation);
  // a doctor says what is known of a target that cannot be had
  const { targets, waits } =
    command === "doctor"
      ? { targets: named, waits: false }
      : await resolved(named, options.texts("label"), {
          inspectors,
          signal: lifetime.signal,
          takesStill: command === "logs",
          takesSeveral: OF_SEVERAL.includes(command),
        });
  const image = options.text("debug-image");
  const seen = image === null ? targets : await beside(targets, image);
  const all = await withMembers(seen, { invocation, signal: lifetime.signal });
  const run: Run = {
    invocation,
    target: all[0],
    targets: all,
    waits,
    version: version(),
    clock: systemClock,
    signal: lifetime.signal,
    stop,
    hangUp: () => end(codeOfSignal("SIGHUP")),
    onScreen: (restore) => {
      ending.restoreTerminal = restore;
    },
    env: process.env,
  };
  return perform(run);
}

/** The only way to what changes a cluster, and it asks. */
async function beside(targets: Run["targets"], image: string): Promise<Run["targets"]> {
  const { besideTargets, terminalHere } = await import("./debug-container.ts");
  return besideTargets(targets, image, { asked: terminalHere(), signal: lifetime.signal });
}

async function perform(run: Run): Promise<number | void> {
  switch (run.invocation.command) {
    case "watch":
      return (await import("./commands/watch.ts")).watch(run);
    case "logs":
      return (await import("./commands/logs.ts")).logs(run);
    case "crontab":
      return (await import("./commands/crontab.ts")).crontab(run);
    case "audit":
      return (await import("./commands/audit.ts")).audit(run);
    case "snapshot":
      return (await import("./commands/snapshot.ts")).snapshot(run);
    case "record":
      return (await import("./commands/record.ts")).record(run);
    case "doctor":
      return (await import("./commands/doctor.ts")).doctor(run);
    case "demo":
    case "screen":
      return (await import("./commands/screen.ts")).screen(run);
  }
}

for (const signal of ENDING_SIGNALS) process.on(signal, () => end(codeOfSignal(signal)));
// the launcher of a checkout under an old Node holds the other end, and says so when it is killed
process.once("disconnect", () => end(codeOfSignal("SIGHUP")));
process.on("uncaughtException", bug);
process.on("unhandledRejection", bug);

try {
  leave((await main()) ?? EXIT.done);
} catch (error) {
  if (!(error instanceof Ending)) bug(error);
  ending.restoreTerminal();
  process.stderr.write(`${error.message}\n`);
  leave(error.code);
}
