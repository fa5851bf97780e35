// What a container wrote to stdout and stderr, as its engine keeps it.
import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import type { ContainerLine, LogsFrom } from "../../domain/ports/inspector.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import { untrustedText } from "../../domain/text.ts";
import { kept, NO_PROGRAM } from "../kept.ts";
import { killGroup } from "../program.ts";
import { linesOf, stampedLine } from "../stamped-lines.ts";
import { faultOf, wordsOf, type Engine } from "./engine.ts";
import { documentOf } from "./inspect.ts";
import { textOf } from "../json.ts";

/** Beyond this the client has to wait. */
const MOST_WAITING_BYTES = 1024 * 1024;
const COMPLAINT = /^(?:Error|error|unable|cannot)/u;
/**
 * Follows until the engine ends it: with a restart, too (exit 0, measured). Stops what it started with `signal`, or when nobody takes any more.
 * @throws TransportError `unreadable-logs` for a driver that cannot be read, `no-such-target`, `engine-unreachable`
 */
export async function* logs(
  engine: Engine,
  name: string,
  from: LogsFrom,
  signal: AbortSignal,
): AsyncGenerator<readonly ContainerLine[]> {
  const since =
    from.kind === "tail"
      ? ["--tail", String(from.lines)]
      : ["--since", new Date(from.at).toISOString()];
  const command = [engine.scheme, "logs", "--follow", "--timestamps", ...since, name];
  const [file, ...args] = kept(command, null);
  // a group of its own, which is ended as a whole
  const child = spawn(file, args, { stdio: "pipe", detached: true });
  child.stdin.on("error", () => undefined);
  const lines = new ClientLines(child.stdout, child.stderr);
  const ended = Promise.withResolvers<"missing" | "over">();
  child.once("error", () => ended.resolve("missing"));
  child.once("close", (code) => ended.resolve(code === NO_PROGRAM ? "missing" : "over"));
  const stop = (): void => killGroup(child, "SIGKILL");
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    yield* lines.until(ended.promise);
    if (signal.aborted) return;
    if ((await ended.promise) === "missing")
      throw new TransportError({ kind: "command-not-found", detail: untrustedText(engine.scheme) });
    if (lines.complaint !== "") throw await refusal(engine, name, lines.complaint, signal);
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}

/** What a client prints on both streams, in the order in which it came. It has to wait while too much of that is not taken. */
class ClientLines {
  /** What it says for itself: that has no stamp. */
  complaint = "";
  readonly #streams: readonly Readable[];
  #waiting: ContainerLine[] = [];
  #bytes = 0;
  #isOver = false;
  #wake = Promise.withResolvers<void>();

  constructor(stdout: Readable, stderr: Readable) {
    this.#streams = [stdout, stderr];
    this.#hear("stdout", stdout);
    this.#hear("stderr", stderr);
  }

  /** All that comes, in batches, and what is left at the end. */
  async *until(end: Promise<unknown>): AsyncGenerator<readonly ContainerLine[]> {
    void end.then(() => this.#ended());
    for (;;) {
      if (this.#waiting.length > 0) yield this.#taken();
      else if (this.#isOver) return;
      else {
        await this.#wake.promise;
        this.#wake = Promise.withResolvers<void>();
      }
    }
  }

  #ended(): void {
    this.#isOver = true;
    this.#wake.resolve();
  }

  #taken(): readonly ContainerLine[] {
    const batch = this.#waiting;
    this.#waiting = [];
    this.#bytes = 0;
    for (const stream of this.#streams) stream.resume();
    return batch;
  }

  #hear(stream: ContainerLine["stream"], source: Readable): void {
    const cut = linesOf((line) => this.#put(stampedLine(stream, line), line));
    source.on("data", (chunk: Buffer) => {
      cut(chunk);
      if (this.#bytes > MOST_WAITING_BYTES) for (const each of this.#streams) each.pause();
      this.#wake.resolve();
    });
    source.on("end", () => cut(null));
  }

  #put(stamped: ContainerLine, line: Buffer): void {
    const isOwn = stamped.at === null && stamped.stream === "stderr";
    if (isOwn && COMPLAINT.test(line.toString())) this.complaint = line.toString();
    else this.#waiting.push(stamped);
    this.#bytes += line.length;
  }
}

async function refusal(
  engine: Engine,
  name: string,
  complaint: string,
  signal: AbortSignal,
): Promise<TransportError> {
  const words = wordsOf(complaint) ?? complaint;
  const fault = faultOf(words) ?? {
    kind: "engine-unreachable" as const,
    detail: untrustedText(words),
  };
  if (fault.kind !== "unreadable-logs") return new TransportError(fault);
  const driver = textOf(await documentOf(engine, name, signal), "HostConfig", "LogConfig", "Type");
  return new TransportError({
    kind: "unreadable-logs",
    detail: untrustedText(driver ?? words),
  });
}
