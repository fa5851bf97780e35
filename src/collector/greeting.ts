// The first words on a new stream: is it a shell, has it what we need, is there room for us?
import type { FaultKind } from "../domain/fault.ts";
import { headroomOf } from "../domain/headroom.ts";
import type { Clock } from "../domain/ports/clock.ts";
import { TransportError, type Stream } from "../domain/ports/transport.ts";
import type { MemoryReading } from "../domain/reading.ts";
import { untrustedText } from "../domain/text.ts";
import { MIB } from "../domain/units.ts";
import { lastLine, type Link } from "./link.ts";
import { helloReader, newSecret, startScript, type Hello } from "./protocol.ts";
import { within } from "./waiting.ts";

const LOOK_MS = 500;
const LONGEST_WAIT_MS = 12_000;
/** A terminal gives back what it gets, too, but then says hello. */
const ECHO_WAIT_MS = 2000;
const LEAST_HEADROOM = 8 * MIB;

type Ready = Extract<Hello, { kind: "ready" }>;

/** Starts the collector and waits for its hello. @throws TransportError when this is no shell it can run in */
export async function greet(
  {
    stream,
    link,
    script,
  }: { readonly stream: Stream; readonly link: Link; readonly script: string },
  clock: Clock,
  signal: AbortSignal,
): Promise<Ready> {
  const secret = newSecret(clock.random);
  const reader = helloReader(secret);
  const heard = link.hear(reader).catch((cause: unknown) => {
    throw endedEarly(cause, stream, reader.heard());
  });
  link.say(startScript(script, secret));
  let echoMs = 0;
  for (let waitedMs = 0; waitedMs < LONGEST_WAIT_MS; waitedMs += LOOK_MS) {
    const hello = await within(heard, LOOK_MS, clock, signal);
    if (hello !== null) return readyOf(hello.value);
    if (signal.aborted) throw refusal("stream-ended", "ended by us");
    if (reader.isEcho()) echoMs += LOOK_MS;
    if (echoMs >= ECHO_WAIT_MS) throw refusal("not-a-shell", "it only gives back what it gets");
  }
  const words = lastLine(stream.complaint()) ?? lastLine(reader.heard());
  throw refusal("not-a-shell", words ?? `it says nothing for ${LONGEST_WAIT_MS / 1000} s`);
}

function readyOf(hello: Hello): Ready {
  if (hello.kind === "ready") return hello;
  throw refusedBy(hello);
}

function refusedBy(hello: Exclude<Hello, Ready>): TransportError {
  if (hello.kind === "terminal") {
    return refusal("not-a-shell", "a terminal is in between: leave out -t");
  }
  if (hello.kind === "too-long") return refusal("not-a-shell", "it talks without end");
  if (hello.what === "/proc") return refusal("no-proc", "/proc");
  return refusal("missing-command", hello.what);
}

/** A client's reason stands on stderr; old Docker engines write it on stdout. */
function endedEarly(cause: unknown, stream: Stream, heard: string): unknown {
  if (!(cause instanceof TransportError) || cause.fault.kind !== "stream-ended") return cause;
  const words = lastLine(stream.complaint()) ?? lastLine(heard) ?? stream.ending();
  return refusal("no-shell", words ?? "the command ended");
}

/** @throws TransportError when the group is so full that we could be what kills it */
export function requireHeadroom(memory: MemoryReading | null): void {
  const headroom = headroomOf(memory);
  if (headroom === null || headroom >= LEAST_HEADROOM) return;
  const limit = ((memory?.limitBytes ?? 0) / MIB).toFixed(0);
  throw refusal("no-headroom", `${(headroom / MIB).toFixed(1)} MiB of ${limit} MiB`);
}

export const refusal = (kind: FaultKind, detail: string): TransportError =>
  new TransportError({ kind, detail: untrustedText(detail) });
