// A Source over a Transport: connects, tries again, gives up. What happens on one connection is led in conversation.ts.
import { WITHOUT_SHELL, type Fault, type FaultKind } from "../domain/fault.ts";
import type { Gathered, Source } from "../domain/ports/source.ts";
import { TransportError } from "../domain/ports/transport.ts";
import { converse } from "./conversation.ts";
import { explained } from "./explained.ts";
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
    shell: () => ongoing.shell,
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
  let said: Fault | null = null;
  let isKnown = false;
  const isOver = (): boolean => signal.aborted;
  signal.addEventListener("abort", () => ongoing.errands.end(ENDED), { once: true });
  yield change(ongoing, clock, "connecting", null);
  while (!isOver()) {
    const formerSeq = ongoing.seq;
    const fault = await explained(options, yield* connection(options, signal, ongoing), {
      ongoing,
      signal,
    });
    if (isOver()) return;
    const { first, later, capMs } = DECISIONS[fault.kind];
    isKnown ||= ongoing.wasLive || isEndured(options, fault);
    if ((isKnown ? later : first) === "over") {
      ongoing.errands.end(fault);
      yield change(ongoing, clock, "over", fault);
      return;
    }
    const wasAttached = ongoing.seq > formerSeq;
    failures = wasAttached ? 1 : failures + 1;
    // As long as nothing changes its time is that of the loss.
    if (wasAttached || said === null || !isSame(said, fault))
      yield change(ongoing, clock, "retrying", fault);
    said = fault;
    await clock.sleep(backOffMs(failures, clock.random, capMs), signal);
  }
}

const isSame = (a: Fault, b: Fault): boolean =>
  a.kind === b.kind && a.detail === b.detail && a.life?.endedAt === b.life?.endedAt;

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

const isEndured = ({ waits, withoutShell }: SessionOptions, { kind }: Fault): boolean =>
  (waits === true && STILL.includes(kind)) ||
  (withoutShell === true && WITHOUT_SHELL.includes(kind));

/** It is there, and does not run now. */
const STILL: readonly FaultKind[] = ["paused", "not-running"];

type Decision = {
  /** When the target was never had. */
  readonly first: "over" | "retry";
  /** Once it was, nearly everything may come back; what would only annoy the host is given up, and the data stay. */
  readonly later: "over" | "retry";
  /** The longest wait between two attempts. */
  readonly capMs: number;
};

/** Whoever is on this machine can be asked often. */
const OFTEN_MS = 3000;
/** What was started again is there. */
const AT_ONCE_MS = 500;
const SELDOM_MS = 15_000;
const over = (later: Decision["later"], capMs = SELDOM_MS): Decision => ({
  first: "over",
  later,
  capMs,
});
const retry: Decision = { first: "retry", later: "retry", capMs: SELDOM_MS };

const DECISIONS: Readonly<Record<FaultKind, Decision>> = {
  "command-not-found": over("retry"),
  "no-shell": over("retry"),
  "not-a-shell": over("retry"),
  "no-proc": over("retry"),
  "missing-command": over("retry"),
  "no-headroom": over("retry", OFTEN_MS),
  "stream-ended": retry,
  silent: retry,
  garbled: retry,
  slept: retry,
  "unreadable-file": over("retry"),
  "not-a-recording": over("retry"),
  "unwritable-file": over("retry"),
  "no-project": over("retry"),
  "no-hyperf": over("retry"),
  "system-refused": over("retry"),
  "no-such-target": over("retry", OFTEN_MS),
  "no-such-host": over("over"),
  "no-such-label": over("over"),
  "ambiguous-target": over("retry"),
  "not-running": over("retry", OFTEN_MS),
  paused: over("retry", OFTEN_MS),
  removed: over("retry", OFTEN_MS),
  "container-ended": { ...retry, capMs: OFTEN_MS },
  restarting: { ...retry, capMs: OFTEN_MS },
  restarted: { ...retry, capMs: AT_ONCE_MS },
  "engine-unreachable": over("retry", OFTEN_MS),
  "no-permission": over("retry"),
  "exec-denied": over("retry"),
  "not-linux": over("over"),
  "unreadable-logs": over("retry"),
  "host-unreachable": over("retry"),
  "host-key": over("over"),
  "login-refused": over("over"),
  "no-kubeconfig": over("retry"),
  "no-such-context": over("over"),
  "no-such-pod": over("retry", OFTEN_MS),
  "cluster-unreachable": over("retry", OFTEN_MS),
  "cluster-certificate": over("retry"),
  unauthorized: over("retry", OFTEN_MS),
  forbidden: over("retry"),
  evicted: over("retry", OFTEN_MS),
  terminating: over("retry", OFTEN_MS),
  replaced: { ...retry, capMs: AT_ONCE_MS },
};
