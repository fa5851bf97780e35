// What a container wrote to stdout and stderr, as its engine keeps it.
import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import type { ContainerLine, LogsFrom } from "../../domain/ports/inspector.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import { untrustedText } from "../../domain/text.ts";
import { epochMs } from "../../domain/units.ts";
import { faultOf, wordsOf, type Engine } from "./engine.ts";
import { documentOf } from "./inspect.ts";
import { textOf } from "./json.ts";

/** Beyond this the client has to wait. */
const MOST_WAITING_BYTES = 1024 * 1024;
const MOST_LINE_BYTES = 8 * 1024 * 1024;
const COMPLAINT = /^(?:Error|error|unable|cannot)/u;
/** Of the shell: there is no such program. */
const NO_PROGRAM = 127;

/** Runs its words as a program that ends with us, even where we are killed: the end of our pipe kills its group. A shell gives what runs beside it /dev/null to read, so the pipe is kept as 3. */
const ENDS_WITH_US = `command -v "$1" >/dev/null || exit ${NO_PROGRAM}
exec 3<&0
"$@" 3<&- & c=$!
{ cat <&3; kill -9 0; } >/dev/null 2>&1 & w=$!
wait "$c"; s=$?; kill "$w" 2>/dev/null; exit "$s"`;

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
  // a group of its own, which is ended as a whole
  const child = spawn("sh", ["-c", ENDS_WITH_US, "sh", ...command], {
    stdio: "pipe",
    detached: true,
  });
  child.stdin.on("error", () => undefined);
  const waiting: ContainerLine[] = [];
  let bytes = 0;
  let wake = Promise.withResolvers<void>();
  let complaint = "";
  const streams = [child.stdout, child.stderr];
  const take = (stream: ContainerLine["stream"], source: Readable): void => {
    const cut = linesOf((line) => {
      const stamped = stampedLine(stream, line);
      // What the client itself says has no stamp.
      if (stamped.at === null && stream === "stderr" && COMPLAINT.test(line.toString()))
        complaint = line.toString();
      else waiting.push(stamped);
      bytes += line.length;
    });
    source.on("data", (chunk: Buffer) => {
      cut(chunk);
      if (bytes > MOST_WAITING_BYTES) for (const each of streams) each.pause();
      wake.resolve();
    });
    source.on("end", () => cut(null));
  };
  take("stdout", child.stdout);
  take("stderr", child.stderr);
  const ended = new Promise<"missing" | "over">((resolve) => {
    child.once("error", () => resolve("missing"));
    child.once("close", (code) => resolve(code === NO_PROGRAM ? "missing" : "over"));
  });
  const state: { end: "missing" | "over" | null } = { end: null };
  const noted = async (): Promise<void> => {
    state.end = await ended;
    wake.resolve();
  };
  void noted();
  const stop = (): void => killGroup(child.pid);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    for (;;) {
      if (waiting.length > 0) {
        const batch = waiting.splice(0);
        bytes = 0;
        for (const each of streams) each.resume();
        yield batch;
        continue;
      }
      if (state.end !== null) break;
      await wake.promise;
      wake = Promise.withResolvers<void>();
    }
    if (signal.aborted) return;
    if (state.end === "missing")
      throw new TransportError({ kind: "command-not-found", detail: untrustedText(engine.scheme) });
    if (complaint !== "") throw await refusal(engine, name, complaint, signal);
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // all of it has ended
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

/** Cuts at line feeds; null: the end. A line longer than 8 MiB is told in parts. */
function linesOf(take: (line: Buffer) => void): (chunk: Buffer | null) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    if (chunk === null) {
      if (rest.length > 0) take(rest);
      rest = Buffer.alloc(0);
      return;
    }
    let whole = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const at = whole.indexOf(10);
      const end = at === -1 && whole.length > MOST_LINE_BYTES ? whole.length : at;
      if (end === -1) break;
      take(whole.subarray(0, end));
      whole = whole.subarray(at === -1 ? end : end + 1);
    }
    rest = whole;
  };
}

/** `2026-11-27T10:19:09.004705928Z text`; podman writes an offset. */
const STAMP =
  /^(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{0,3}(?<below>\d*))?(?:Z|[+-]\d\d:\d\d)) ?/u;
const MOST_STAMP_BYTES = 40;

function stampedLine(stream: ContainerLine["stream"], line: Buffer): ContainerLine {
  const match = STAMP.exec(line.subarray(0, MOST_STAMP_BYTES).toString("latin1"));
  const at = Date.parse(match?.groups?.["time"] ?? "");
  if (match === null || Number.isNaN(at)) return { stream, bytes: line, at: null };
  const nanoseconds = Number((match.groups?.["below"] ?? "").padEnd(6, "0"));
  return { stream, bytes: line.subarray(match[0].length), at: epochMs(at), nanoseconds };
}
