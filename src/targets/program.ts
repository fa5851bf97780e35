// Runs one program on this machine as a Stream: in a group of its own, ended as a whole, never a zombie.
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { TransportError, type Stream } from "../domain/ports/transport.ts";
import { untrustedText } from "../domain/text.ts";

const LONGEST_COMPLAINT = 2048;
/** After an abort: the end of its stdin, then TERM, then KILL; all within a second. */
const TERM_AFTER_MS = 250;
const KILL_AFTER_MS = 600;
/** Something that the program started may hold its stdout open. */
const DRAIN_AFTER_EXIT_MS = 300;

export type Program = Stream & {
  /** It is gone, and its last words were heard. */
  readonly ended: Promise<void>;
};

/** @throws TransportError `command-not-found` when it cannot be started */
export async function runProgram(
  command: readonly string[],
  signal: AbortSignal,
): Promise<Program> {
  const [name = "", ...args] = command;
  const child = spawn(name, args, { stdio: "pipe", detached: true });
  child.stdin.on("error", () => {
    // the write that failed says so itself
  });
  try {
    await once(child, "spawn");
  } catch (cause) {
    const fault = { kind: "command-not-found", detail: untrustedText(name) } as const;
    throw new TransportError(fault, { cause });
  }
  return streamOf(child, signal);
}

function streamOf(child: ChildProcessWithoutNullStreams, signal: AbortSignal): Program {
  let complaint = "";
  let ending: string | null = null;
  child.once("exit", (code, by) => {
    ending = by === null ? `exit ${code}` : `signal ${by}`;
    killGroup(child, "SIGKILL");
    setTimeout(() => child.stdout.destroy(), DRAIN_AFTER_EXIT_MS).unref();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-LONGEST_COMPLAINT);
  });
  const closed = once(child, "close");
  const ended = once(child, "exit").then(() => Promise.race([closed, later(DRAIN_AFTER_EXIT_MS)]));
  endWith(child, signal);
  return {
    ended: ended.then(() => undefined),
    stdout: chunksOf(child, signal),
    write: (bytes) => written(child, bytes),
    complaint: () => complaint,
    ending: () => ending,
    clientPid: child.pid ?? null,
  };
}

async function* chunksOf(
  child: ChildProcessWithoutNullStreams,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    const chunks: AsyncIterable<Uint8Array> = child.stdout;
    for await (const chunk of chunks) yield chunk;
  } catch (cause) {
    // A stdout that is destroyed, by us or because its program is gone, has ended.
    const isDestroyed =
      cause instanceof Error && "code" in cause && cause.code === "ERR_STREAM_PREMATURE_CLOSE";
    if (!isDestroyed) {
      const fault = { kind: "stream-ended", detail: untrustedText(String(cause)) } as const;
      throw new TransportError(fault, { cause });
    }
  }
  if (!signal.aborted && isRunning(child)) {
    await Promise.race([once(child, "exit"), later(DRAIN_AFTER_EXIT_MS)]);
  }
}

const written = (child: ChildProcessWithoutNullStreams, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    child.stdin.write(bytes, (cause) => {
      if (cause === null || cause === undefined) {
        resolve();
        return;
      }
      const fault = { kind: "stream-ended", detail: untrustedText(cause.message) } as const;
      reject(new TransportError(fault, { cause }));
    });
  });

function endWith(child: ChildProcessWithoutNullStreams, signal: AbortSignal): void {
  const end = (): void => {
    child.stdin.end();
    const term = setTimeout(killGroup, TERM_AFTER_MS, child, "SIGTERM");
    const kill = setTimeout(() => {
      killGroup(child, "SIGKILL");
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    }, KILL_AFTER_MS);
    child.once("exit", () => {
      clearTimeout(term);
      clearTimeout(kill);
    });
  };
  if (!isRunning(child)) return;
  if (signal.aborted) end();
  else signal.addEventListener("abort", end, { once: true });
  child.once("exit", () => {
    signal.removeEventListener("abort", end);
    child.stdin.destroy();
  });
}

const isRunning = ({ exitCode, signalCode }: ChildProcessWithoutNullStreams): boolean =>
  exitCode === null && signalCode === null;

/** The group has the PID of its first process, and keeps it as long as one member is left. */
export function killGroup(
  child: Pick<ChildProcessWithoutNullStreams, "pid">,
  by: NodeJS.Signals,
): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, by);
  } catch {
    // nobody is left
  }
}

const later = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
