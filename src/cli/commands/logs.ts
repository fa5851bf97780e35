import { WITHOUT_SHELL, type Fault } from "../../domain/fault.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import { epochMs, type EpochMs } from "../../domain/units.ts";
import { scenarioFile } from "../../targets/demo/scenarios.ts";
import { faultText } from "../../words/faults.ts";
import { logsProblemText } from "../../words/logs-command.ts";
import { demoFile } from "../assets.ts";
import { logZoneOf, ownZone } from "../clock.ts";
import { FaultEnding, faultEnding } from "../fault-ending.ts";
import { Ending, EXIT } from "../exit.ts";
import { requireHeededBy } from "../idle-options.ts";
import { lastTime } from "../logs/ends.ts";
import {
  openCommandInput,
  openLogInput,
  type InputLack,
  type InputWish,
  type LogInput,
} from "../logs/input.ts";
import { BACKLOG_BYTES, readLive } from "../logs/read-live.ts";
import { keptLogs } from "../logs/still.ts";
import { outputOf } from "../observations.ts";
import { joined, stepOf } from "../logs/step.ts";
import { complain, startTelling, type Telling } from "../logs/telling.ts";
import { logsWanted, type LogsWanted } from "../logs/wanted.ts";
import { logWish } from "../logs/wish.ts";
import type { Run } from "../run.ts";

/**
 * `swtop logs`: what a log, a recording or a live target wrote, record by record, or what happened.
 * @throws Ending 3 for what cannot be had
 */
export async function logs(run: Run): Promise<void> {
  const wanted = logsWanted(run.invocation);
  const paths = pathsOf(run, wanted);
  try {
    await (paths === null ? ofTarget(run, wanted) : ofFiles(run, wanted, paths));
  } catch (error) {
    if (error instanceof TransportError) throw faultEnding(error.fault);
    throw error;
  }
}

/** Files that are read without a live target: the one that is named, and those of --log; null: there is a target. */
function pathsOf({ target, invocation }: Run, wanted: LogsWanted): readonly string[] | null {
  if (target.scheme === "recording") return [...target.address, ...wanted.files];
  if (target.scheme === "demo") return [demoFile(scenarioFile("worker")), ...wanted.files];
  const isAlone = invocation.words.length === 0 && invocation.foreign === null;
  return isAlone && wanted.files.length + wanted.commands.length > 0 ? wanted.files : null;
}

async function ofFiles(run: Run, wanted: LogsWanted, paths: readonly string[]): Promise<void> {
  const own = new AbortController();
  const signal = AbortSignal.any([run.signal, own.signal]);
  const { clock } = run;
  if (wanted.forMs !== null) void clock.sleep(wanted.forMs, signal).then(() => own.abort());
  const look = { clock, signal, isFollowed: wanted.isFollowed };
  const inputs = await opened(run, { paths, commands: wanted.commands }, look);
  const zone = wanted.zone ?? (inputs.every(({ hello }) => hello === null) ? ownZone() : null);
  const from = await fromOfFiles(run, { ...wanted, zone }, paths);
  const telling = startTelling(run, { ...wanted, zone, from });
  await telling.hello(
    inputs[0]?.hello ?? {
      swtop: run.version,
      target: inputs.map(({ uri }) => uri).join(" "),
      at: epochMs(clock.now()),
    },
  );
  for await (const step of joined(
    inputs.map(({ steps }) => steps),
    wanted.isFollowed || wanted.commands.length > 0,
  )) {
    if (signal.aborted) break;
    await telling.take(step);
    if (telling.isDone) break;
  }
  const lacks = inputs.flatMap((input) => input.lack() ?? []);
  own.abort();
  await telling.end();
  sayLacks(lacks);
}

type Named = { readonly paths: readonly string[]; readonly commands: readonly string[] };

/** @throws Ending 2 for an option that none of them heeds, before a command is started */
async function opened(
  { invocation }: Run,
  { paths, commands }: Named,
  look: InputWish,
): Promise<readonly LogInput[]> {
  // nothing may ever come of standard input
  if (paths.includes("-")) requireHeededBy(invocation, [{ name: "-", kind: "log" }]);
  const inputs: LogInput[] = [];
  for (const path of paths) inputs.push(await openLogInput(path, look));
  requireHeededBy(invocation, [
    ...inputs.map(kindOfInput),
    ...commands.map(() => ({ name: "--log-cmd", kind: "log" }) as const),
  ]);
  for (const command of commands) inputs.push(await openCommandInput(command, look));
  return inputs;
}

const kindOfInput = ({ uri, hello }: LogInput) =>
  ({ name: uri, kind: hello === null ? "log" : "recording" }) as const;

/** @throws Ending 3 when the answer is none without it */
function sayLacks(lacks: readonly InputLack[]): void {
  for (const { problem } of lacks.filter(({ isFatal }) => !isFatal))
    complain(logsProblemText(problem));
  const fatal = lacks
    .filter(({ isFatal }) => isFatal)
    .map(({ problem }) => logsProblemText(problem));
  if (fatal.length > 0) throw new Ending(EXIT.target, `swtop: ${fatal.join("\nswtop: ")}`);
}

/** Of files: before the last of them ends. Of standard input and of commands: before now. */
async function fromOfFiles(
  { clock, signal }: Run,
  { sinceMs, zone, pidPattern, commands }: LogsWanted,
  paths: readonly string[],
): Promise<EpochMs | null> {
  if (sinceMs === null) return null;
  if (paths.includes("-") || commands.length > 0) return epochMs(clock.now() - sinceMs);
  let last: EpochMs | null = null;
  for (const path of paths) {
    const at = await lastTime(path, { zone, pidPattern }, { clock, signal });
    if (at !== null && (last === null || at > last)) last = at;
  }
  if (last !== null) return epochMs(last - sinceMs);
  complain(logsProblemText({ kind: "timeless", names: paths }));
  return null;
}

async function ofTarget(run: Run, wanted: LogsWanted): Promise<void> {
  if (run.waits === true && !wanted.isFollowed) return ofStill(run, wanted);
  const { clock } = run;
  const from = wanted.sinceMs === null ? null : epochMs(clock.now() - wanted.sinceMs);
  const zone = wanted.zone ?? logZoneOf(run.target);
  const telling = startTelling(run, { ...wanted, zone, from });
  let read: Awaited<ReturnType<typeof readLive>>;
  try {
    read = await readLive(run, wanted, { telling, from });
  } catch (error) {
    const fault = shellFault(run, error);
    if (fault === null) throw error;
    complain(faultText(fault));
    return ofStill(run, wanted, telling);
  }
  await telling.end();
  const { lacks, sources } = read;
  const isEmpty = !telling.hasTold && sources.every(({ why }) => why === "container");
  if (isEmpty) sayLacks(lacks.map((problem) => ({ problem, isFatal: true })));
  else for (const lack of lacks) complain(logsProblemText(lack));
}

/** No shell is to be had in a pod, whose cluster has its output all the same; null: it is something else. */
function shellFault({ target }: Run, error: unknown): Fault | null {
  const fault = error instanceof FaultEnding ? error.fault : null;
  const isShellless = fault !== null && WITHOUT_SHELL.includes(fault.kind);
  return target.scheme === "k8s" && isShellless ? fault : null;
}

/** Nothing can be asked of what does not run, or where nothing may be run: whoever runs it has its output. `begun`: its hello is told. */
async function ofStill(run: Run, wanted: LogsWanted, begun: Telling | null = null): Promise<void> {
  const { clock, target, version } = run;
  const own = new AbortController();
  const signal = AbortSignal.any([run.signal, own.signal]);
  if (wanted.forMs !== null) void clock.sleep(wanted.forMs, signal).then(() => own.abort());
  const from = wanted.sinceMs === null ? null : epochMs(clock.now() - wanted.sinceMs);
  const telling =
    begun ?? startTelling(run, { ...wanted, zone: wanted.zone ?? logZoneOf(target), from });
  if (begun === null)
    await telling.hello({ swtop: version, target: target.uri, at: epochMs(clock.now()) });
  const options = { ...logWish(run), backlogBytes: BACKLOG_BYTES, since: from };
  const look = { files: null, target, options, clock, container: outputOf(target) };
  try {
    for await (const observation of keptLogs(look, signal)) {
      const step = stepOf(observation);
      if (step !== null) await telling.take(step);
      if (telling.isDone) break;
    }
  } finally {
    own.abort();
    await telling.end();
  }
}
