// A Source over a Transport: connects, tries again, gives up. What happens on one connection is led in conversation.ts.
import type { Fault, FaultKind } from "../domain/fault.ts";
import type { Gathered, Source } from "../domain/ports/source.ts";
import { TransportError } from "../domain/ports/transport.ts";
import { converse } from "./conversation.ts";
import { change, newOngoing, type Ongoing, type SessionOptions } from "./ongoing.ts";
import { targetFiles } from "./target-files.ts";
import { backOffMs } from "./waiting.ts";

export type { SessionOptions } from "./ongoing.ts";

/** Leads a session until `signal` is aborted, or the target cannot be had at all. */
export function openSession(options: SessionOptions, signal: AbortSignal): Source {
  const ongoing = newOngoing(options);
  return {
    gathered: gather(options, signal, ongoing),
    demand(next) {
      ongoing.demand = next;
    },
    files: targetFiles(ongoing.errands),
    clientPids: () => (ongoing.clientPid === null ? [] : [ongoing.clientPid]),
  };
}

const ENDED: Fault = { kind: "stream-ended", detail: null };

async function* gather(
  options: SessionOptions,
  signal: AbortSignal,
  ongoing: Ongoing,
): AsyncGenerator<Gathered> {
  const { clock } = options;
  let failures = 0;
  const isOver = (): boolean => signal.aborted;
  signal.addEventListener("abort", () => ongoing.errands.end(ENDED), { once: true });
  while (!isOver()) {
    const formerSeq = ongoing.seq;
    yield change(ongoing, clock, "connecting", null);
    const fault = yield* connection(options, signal, ongoing);
    if (isOver()) return;
    if (!ongoing.wasLive && IS_FINAL[fault.kind]) {
      ongoing.errands.end(fault);
      yield change(ongoing, clock, "over", fault);
      return;
    }
    failures = ongoing.seq > formerSeq ? 1 : failures + 1;
    yield change(ongoing, clock, "retrying", fault);
    await clock.sleep(backOffMs(failures, clock.random), signal);
  }
}

/** One stream, from its start to the fault that ended it. */
async function* connection(
  options: SessionOptions,
  signal: AbortSignal,
  ongoing: Ongoing,
): AsyncGenerator<Gathered, Fault> {
  const life = new AbortController();
  try {
    const both = AbortSignal.any([signal, life.signal]);
    const stream = await options.transport.open(options.target, ["sh"], both);
    ongoing.clientPid = stream.clientPid;
    return yield* converse({ options, signal, ongoing }, stream);
  } catch (error) {
    if (error instanceof TransportError) return error.fault;
    throw error;
  } finally {
    life.abort();
    ongoing.clientPid = null;
  }
}

/** Whether trying again is in vain when the target was never had. Once it was, everything may come back. */
const IS_FINAL: Readonly<Record<FaultKind, boolean>> = {
  "command-not-found": true,
  "no-shell": true,
  "not-a-shell": true,
  "no-proc": true,
  "missing-command": true,
  "no-headroom": true,
  "stream-ended": false,
  silent: false,
  garbled: false,
  "unreadable-file": true,
  "not-a-recording": true,
  "unwritable-file": true,
  "no-project": true,
  "no-hyperf": true,
  "system-refused": true,
};
