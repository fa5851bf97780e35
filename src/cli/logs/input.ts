import { statSync } from "node:fs";
import type { Clock } from "../../domain/ports/clock.ts";
import type { Hello } from "../../domain/observation.ts";
import { maskSecrets } from "../../domain/secret.ts";
import { KIB } from "../../domain/units.ts";
import { decodeObservation } from "../../recording/decode.ts";
import { isHello } from "../../recording/head.ts";
import { newTally, readObservations } from "../../recording/lines.ts";
import { logsProblemText, type LogsProblem } from "../../words/logs-command.ts";
import { Ending, EXIT } from "../exit.ts";
import { isPlainFile, openBytes } from "../playback.ts";
import { followFile } from "./following.ts";
import { openLogCommand } from "./log-command.ts";
import { stepsOf, stepsOfBytes, type LogStep } from "./step.ts";

/** A log, or a recording. */
export type LogInput = {
  /** As a hello says it: `file:PATH`, `stdin`, `recording:PATH`. */
  readonly uri: string;
  /** Of a recording: its own. */
  readonly hello: Hello | null;
  readonly steps: AsyncIterable<LogStep>;
  /** Once all steps came: why they are not all that there should be; null: they are. */
  readonly lack: () => InputLack | null;
};

/** `isFatal`: an answer from it is none. */
export type InputLack = { readonly problem: LogsProblem; readonly isFatal: boolean };

export type InputWish = {
  readonly isFollowed: boolean;
  readonly clock: Pick<Clock, "now" | "sleep">;
  readonly signal: AbortSignal;
};

/** A hello is one short line. */
const MOST_HELLO_BYTES = 64 * KIB;
const LF = 10;

/**
 * A file by its path, or standard input for `-`; packed or not is told from its first bytes, a recording from its first line. Only a plain log can be followed.
 * @throws TransportError when it is opened or read: `unreadable-file`, `not-a-recording`; Ending 3 for a directory
 */
export async function openLogInput(
  path: string,
  { isFollowed, clock, signal }: InputWish,
): Promise<LogInput> {
  if (path !== "-" && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
    throw logsEnding({ kind: "directory", path });
  const tally = newTally();
  const bytes = openBytes(path, { signal, tally });
  const { line, all } = await begun(bytes);
  if (isHello(line)) {
    const first = decodeObservation(line);
    const hello = first?.type === "hello" ? first.hello : null;
    return { uri: `recording:${path}`, hello, steps: stepsOf(readObservations(all)), lack: none };
  }
  const source = path === "-" ? "stdin" : `file:${path}`;
  const steps = (pieces: Parameters<typeof stepsOfBytes>[0]): LogInput => ({
    uri: source,
    hello: null,
    steps: stepsOfBytes(pieces, source, () => clock.now()),
    lack: () =>
      tally.isTorn && !signal.aborted ? { problem: { kind: "torn", path }, isFatal: true } : null,
  });
  if (!isFollowed || path === "-" || !isPlainFile(path)) return steps(all);
  await all.return(undefined);
  return steps(followFile(path, clock, signal));
}

/**
 * What `--log-cmd` prints.
 * @throws TransportError when it cannot be started
 */
export async function openCommandInput(
  command: string,
  { clock, signal }: Omit<InputWish, "isFollowed">,
): Promise<LogInput> {
  const { stdout, ending, failure } = await openLogCommand(command, signal);
  let isSilent = true;
  let lack: InputLack | null = null;
  const lackOf = (): InputLack | null => {
    const failed = failure();
    if (isSilent)
      return {
        problem: { kind: "silent-command", command, ending: failed ?? ending() },
        isFatal: true,
      };
    if (failed === null) return null;
    return { problem: { kind: "failed-command", command, ending: failed }, isFatal: false };
  };
  const pieces = (async function* () {
    for await (const piece of stdout) {
      isSilent = false;
      yield piece;
    }
    // one that we ended has not failed
    if (!signal.aborted) lack = lackOf();
  })();
  return {
    uri: `command:${maskSecrets(command.split(" ")).join(" ")}`,
    hello: null,
    steps: stepsOfBytes(pieces, "stdout", () => clock.now()),
    lack: () => lack,
  };
}

/** The end for a log that cannot be had: its sentence, exit 3. */
const logsEnding = (problem: LogsProblem): Ending =>
  new Ending(EXIT.target, `swtop: ${logsProblemText(problem)}`);

const none = (): null => null;

type Begun = {
  /** What came up to the first line end, or as far as a hello reaches. */
  readonly line: string;
  readonly all: AsyncGenerator<Uint8Array>;
};

/** Looks at the first line of what is read, and reads it all the same. */
async function begun(bytes: AsyncGenerator<Uint8Array>): Promise<Begun> {
  const start: Uint8Array[] = [];
  let length = 0;
  let isWhole = false;
  while (!isWhole && length < MOST_HELLO_BYTES) {
    const next = await bytes.next();
    if (next.done === true) break;
    start.push(next.value);
    length += next.value.length;
    isWhole = next.value.includes(LF);
  }
  const [line] = Buffer.concat(start, Math.min(length, MOST_HELLO_BYTES)).toString().split("\n", 1);
  const all = (async function* () {
    try {
      yield* start;
      yield* bytes;
    } finally {
      void bytes.return(undefined);
    }
  })();
  return { line: line ?? "", all };
}
