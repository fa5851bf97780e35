import type { EventReason, ExitCause, LogEvent } from "../../../domain/log.ts";
import type { Untrusted } from "../../../domain/text.ts";
import type { PhraseOf } from "./desk.ts";
import { eventOf, type Whence } from "./event-of.ts";
import type { Held } from "./holding.ts";
import type { Span } from "./span.ts";

export type ExitPhrase = PhraseOf<"abnormal-exit">;

/** An exit, and what is known of it so far. */
export type Exit = {
  readonly whence: Whence;
  readonly span: Span;
  readonly phrase: ExitPhrase;
  slot: Untrusted | null;
  cause: ExitCause | null;
  reason: EventReason | null;
  detail: Untrusted | null;
  story: string | null;
  held: Held | null;
  /** It waits for a sample, for its cause, for the start of whoever takes its place. */
  waitsFor: { sample: boolean; cause: boolean; start: boolean };
};

export const SIGKILL = 9;
/** SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS */
const CRASHES = new Set([4, 5, 6, 7, 8, 11, 31]);
/** SIGHUP, SIGINT, SIGQUIT, SIGTERM */
const TERMINATIONS = new Set([1, 2, 3, 15]);

export const isWhole = ({ waitsFor }: Exit): boolean =>
  !waitsFor.sample && !waitsFor.cause && !waitsFor.start;

export function causeOf(signal: number | null): ExitCause | null {
  if (signal === SIGKILL) return "killed";
  if (signal === null || signal === 0) return null;
  if (CRASHES.has(signal)) return "crash";
  return TERMINATIONS.has(signal) ? "terminated" : null;
}

export const eventOfExit = ({
  whence,
  phrase,
  slot,
  cause,
  reason,
  detail,
  story,
}: Exit): LogEvent =>
  eventOf(whence, "abnormal-exit", {
    pid: phrase.pid,
    workerId: phrase.workerId,
    status: phrase.status,
    signal: phrase.signal,
    slot,
    cause,
    reason,
    detail,
    story,
  });
