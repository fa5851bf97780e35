// An engine through its command line client: contexts, remote hosts and TLS are its client's business (decision 9).
import type { Fault } from "../../domain/fault.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import { untrustedText } from "../../domain/text.ts";
import { runProgram } from "../program.ts";

/** `docker` or `podman`: scheme and the client's name are the same word. */
export type Engine = {
  readonly scheme: "docker" | "podman";
  /** Whether its flag for a kill for want of memory can be believed. */
  readonly tellsOom: boolean;
  /** How its client is asked for JSON. */
  readonly format: "json" | "{{json .}}";
};

export type Answer = {
  readonly stdout: string;
  readonly complaint: string;
  readonly isOk: boolean;
};

const MOST_BYTES = 16 * 1024 * 1024;
/** A remote engine that is gone would hold its client for minutes. */
const PATIENCE_MS = 10_000;

/** Runs the client to its end. @throws TransportError `command-not-found`, `engine-unreachable` when it says nothing for 10 s */
export async function ask(
  { scheme }: Engine,
  args: readonly string[],
  signal: AbortSignal,
): Promise<Answer> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const life = new AbortController();
  const stream = await runProgram(
    [scheme, ...args],
    AbortSignal.any([signal, patience, life.signal]),
  );
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream.stdout) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MOST_BYTES) break;
  }
  life.abort();
  const stdout = Buffer.concat(chunks).toString();
  if (patience.aborted && !signal.aborted) {
    const detail = untrustedText(`no answer for ${PATIENCE_MS / 1000} s`);
    throw new TransportError({ kind: "engine-unreachable", detail });
  }
  return { stdout, complaint: stream.complaint(), isOk: stream.ending() === "exit 0" };
}

/** As `ask`, for what must succeed. @throws TransportError the fault that its words mean, else `engine-unreachable` */
export async function asked(
  engine: Engine,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const { stdout, complaint, isOk } = await ask(engine, args, signal);
  if (isOk) return stdout;
  const words = wordsOf(complaint) ?? wordsOf(stdout) ?? "no answer";
  throw new TransportError(
    faultOf(words) ?? { kind: "engine-unreachable", detail: untrustedText(words) },
  );
}

/** What a client complains of in one line, without the decoration. */
export function wordsOf(complaint: string): string | null {
  const lines = complaint
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("See '"));
  const last = lines.at(-1);
  return last === undefined
    ? null
    : last
        .replace(/\.? Is the docker daemon running\??$/u, "")
        .replace(/^(?:time="[^"]*" level=\w+ msg=|Error(?: response from daemon)?: )+/u, "")
        .slice(0, 300);
}

/**
 * What the words of a client mean; null: they tell nothing that is known here.
 * @source docker 20.10 and 28.2, podman 4.3.1 at faults, reference part 1 and 2
 */
export function faultOf(words: string): Fault | null {
  const kind = MEANINGS.find(([pattern]) => pattern.test(words))?.[1];
  return kind === undefined ? null : { kind, detail: untrustedText(words) };
}

const MEANINGS: readonly (readonly [RegExp, Fault["kind"]])[] = [
  [
    /permission denied.*(?:socket|\.sock|docker API|connect)|dial unix .*permission denied/iu,
    "no-permission",
  ],
  [
    /cannot connect to (?:the docker daemon|podman)|is the docker daemon running|error during connect|failed to connect to the docker API|unable to connect to podman|\bdial (?:tcp|unix)\b|connection refused|no such host|i\/o timeout|context deadline exceeded|TLS handshake|x509:/iu,
    "engine-unreachable",
  ],
  [
    /no such (?:container|object)|no container with (?:name or )?id|page not found|invalid (?:container|reference)/iu,
    "no-such-target",
  ],
  [/is paused|cannot exec in a paused/iu, "paused"],
  [
    /is not running|is restarting|container state improper|can only create exec sessions on running/iu,
    "not-running",
  ],
  [
    /executable file not found|exec failed.*no such file|stat .*no such file or directory/iu,
    "no-shell",
  ],
  [
    /authorization denied|forbidden|not allowed|permission denied|operation not permitted/iu,
    "exec-denied",
  ],
  [/does not support reading|cannot read logs/iu, "unreadable-logs"],
];
