import { lastLine } from "../../collector/link.ts";
import { runProgram } from "../../targets/program.ts";

/** What a command says: its stdout, and at its end why it ended (`exit 1`, its last complaint). */
export type CommandOutput = {
  readonly stdout: AsyncIterable<Uint8Array>;
  readonly ending: () => string;
  /** `exit 4: no such pod`, with its last complaint if it had one; null: it did not fail. */
  readonly failure: () => string | null;
};

/** `--log-cmd`: runs on this machine what the user typed; it ends with `signal`, all that it started included. @throws TransportError without a `sh` */
export const openLogCommand = (command: string, signal: AbortSignal): Promise<CommandOutput> =>
  openProgram(["sh", "-c", command], signal);

/** @throws TransportError `command-not-found` */
export async function openProgram(
  argv: readonly string[],
  signal: AbortSignal,
): Promise<CommandOutput> {
  const stream = await runProgram(argv, signal);
  return {
    stdout: stream.stdout,
    ending: () => lastLine(stream.complaint()) ?? stream.ending() ?? "it ended",
    failure: () => {
      const ending = stream.ending();
      if (ending === null || ending === "exit 0") return null;
      const complaint = lastLine(stream.complaint());
      return complaint === null ? ending : `${ending}: ${complaint}`;
    },
  };
}
