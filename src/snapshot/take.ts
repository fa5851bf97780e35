// Leads one reading of a process's memory over a stream of its own, so that the rounds of the session go on beside it.
import type { SnapshotSubject } from "../domain/effect.ts";
import type { Clock } from "../domain/ports/clock.ts";
import { TransportError, type Stream, type Transport } from "../domain/ports/transport.ts";
import type {
  SnapshotFault,
  SnapshotLevel,
  SnapshotPart,
  SnapshotProgress,
} from "../domain/snapshot.ts";
import type { Target } from "../domain/target.ts";
import { untrustedText } from "../domain/text.ts";
import { SECOND_MS } from "../domain/units.ts";
import { beginning, withFault, withFiles, withPart, type Growing } from "./growing.ts";
import { listener, type Said } from "./lines.ts";
import { refusalOf } from "./permission.ts";
import { launchScript, newMarker, readerProgram } from "./program.ts";

export type SnapshotOptions = {
  readonly transport: Transport;
  readonly target: Target;
  readonly clock: Clock;
  /** launch.sh and reader.php, as they are written. */
  readonly launch: string;
  readonly reader: string;
  readonly subject: SnapshotSubject;
  readonly level: SnapshotLevel;
  /** Objects are read even where little memory is left in the target. */
  readonly force: boolean;
};

/** A login over ssh may take so long, and so may a part of the reader. */
const SILENCE_MS = 20 * SECOND_MS;
/** The reader ends itself when it has heard nothing for 6 s. */
const BEAT_MS = SECOND_MS;

/**
 * Yields the snapshot again with each part that comes; the last is final, whatever happened.
 * Aborting `signal` ends the reader in the target and yields what is there.
 * @throws TransportError when the target cannot be had at all
 */
export async function* takeSnapshot(
  options: SnapshotOptions,
  signal: AbortSignal,
): AsyncGenerator<SnapshotProgress> {
  const life = new AbortController();
  const { clock, subject, level } = options;
  let growing = beginning(options.target.uri, subject, level, clock.now());
  try {
    const stream = await options.transport.open(
      options.target,
      ["sh"],
      AbortSignal.any([signal, life.signal]),
    );
    for await (const said of conversation(
      stream,
      options,
      AbortSignal.any([signal, life.signal]),
    )) {
      const next = learned(growing, said, options);
      if (next === growing) continue;
      growing = next;
      if (growing.isOver) break;
      if (growing.snapshot.kinds !== null) yield progress(growing, false);
    }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    if (!signal.aborted && !growing.hasAnswered) throw error;
  } finally {
    life.abort();
  }
  yield progress(ended(growing, signal), true);
}

const progress = ({ snapshot, reading, place }: Growing, isFinal: boolean): SnapshotProgress => ({
  snapshot,
  isFinal,
  reading: isFinal ? null : reading,
  place,
});

function ended(growing: Growing, signal: AbortSignal): Growing {
  if (growing.isOver) return growing;
  if (signal.aborted) return withFault(growing, fault("cancelled", null, growing.reading?.part));
  return withFault(growing, fault("reader-died", growing.lastWords, growing.reading?.part));
}

const fault = (
  kind: SnapshotFault["kind"],
  detail: string | null,
  part: SnapshotPart | null = null,
): SnapshotFault => ({ kind, part, detail: detail === null ? null : untrustedText(detail) });

/** What is said, with the answers that are due: the program when it is asked for, a sign each second that somebody listens. */
async function* conversation(
  stream: Stream,
  { clock, launch, reader, subject, level, force }: SnapshotOptions,
  signal: AbortSignal,
): AsyncGenerator<Said | { readonly kind: "noise"; readonly text: string }> {
  const marker = newMarker(clock.random);
  const program = readerProgram(reader);
  const heard = listener(marker.join(""));
  // a write fails when the stream has ended: its end says why
  const say = (bytes: Uint8Array): void => void stream.write(bytes).catch(() => undefined);
  say(
    launchScript(launch, marker, {
      pid: subject.pid,
      level,
      force,
      readerBytes: program.byteLength,
    }),
  );
  const chunks = stream.stdout[Symbol.asyncIterator]();
  let next = chunks.next();
  let isReading = false;
  for (let silentMs = 0; silentMs < SILENCE_MS;) {
    const timer = new AbortController();
    const stop = (): void => timer.abort();
    signal.addEventListener("abort", stop, { once: true });
    const came = await Promise.race([next, clock.sleep(BEAT_MS, timer.signal).then(() => null)]);
    signal.removeEventListener("abort", stop);
    timer.abort();
    if (signal.aborted) return;
    if (isReading) say(Buffer.from("\n"));
    if (came === null) {
      silentMs += BEAT_MS;
      continue;
    }
    if (came.done === true) break;
    silentMs = 0;
    next = chunks.next();
    for (const said of heard.take(came.value)) {
      if (said.kind === "ready") say(program);
      isReading ||= said.kind === "ready";
      yield said;
    }
  }
  next.catch(() => undefined);
  yield { kind: "noise", text: `${heard.noise()}\n${stream.complaint()}` };
}

function learned(
  growing: Growing,
  said: Said | { readonly kind: "noise"; readonly text: string },
  { level }: SnapshotOptions,
): Growing {
  switch (said.kind) {
    case "file":
      return withFiles({ ...growing, shown: new Map([...growing.shown, [said.name, said.text]]) });
    case "ready":
      return { ...growing, hasAnswered: true, reading: { part: "1", percent: null } };
    case "part":
      return withPart(growing, said.part, level);
    case "noise": {
      const words = said.text.trim().split("\n").at(-1)?.trim() ?? "";
      return { ...growing, lastWords: words === "" ? null : words.slice(0, 300) };
    }
    case "refused":
      return refused({ ...growing, hasAnswered: true, isOver: true }, said);
  }
}

function refused(growing: Growing, { why, detail }: { why: string; detail: string }): Growing {
  if (why === "level") return growing;
  if (why === "vanished") return withFault(growing, fault("vanished", null));
  if (why === "program") return withFault(growing, fault("not-php", detail === "" ? null : detail));
  return withFault(growing, refusalOf(growing.shown));
}
