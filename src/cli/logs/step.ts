import { lineCutter, type RawLine } from "../../analysis/logs/lines.ts";
import type { LogLine } from "../../domain/log.ts";
import type { LogSource } from "../../domain/log-source.ts";
import type { Observation } from "../../domain/observation.ts";
import type { Sample } from "../../domain/sample.ts";
import { epochMs, type EpochMs } from "../../domain/units.ts";
import type { FollowedPiece } from "./following.ts";

/** What an account of logs is fed with, in its order. `idle`: all that a source had was read; more may come. */
export type LogStep =
  | { readonly type: "lines"; readonly lines: readonly LogLine[] }
  | { readonly type: "sample"; readonly sample: Sample }
  | {
      readonly type: "sources";
      readonly zone: string | null;
      readonly sources: readonly LogSource[];
    }
  | { readonly type: "idle" };

/** What an observation is to an account; null: nothing. */
export function stepOf(observation: Observation): LogStep | null {
  switch (observation.type) {
    case "log":
      return { type: "lines", lines: observation.lines };
    case "sample":
      return { type: "sample", sample: observation.sample };
    case "log-sources":
      return { type: "sources", zone: observation.zone ?? null, sources: observation.sources };
    case "hello":
    case "session":
    case "project":
    case "snapshot":
    case "container":
    case "other":
      return null;
  }
}

/** The steps of a recording. */
export async function* stepsOf(observations: AsyncIterable<Observation>): AsyncGenerator<LogStep> {
  for await (const observation of observations) {
    const step = stepOf(observation);
    if (step !== null) yield step;
  }
}

/** The steps of a log's bytes. What was there before the first `idle` is backlog: nobody saw when it was written. */
export async function* stepsOfBytes(
  pieces: AsyncIterable<FollowedPiece>,
  source: string,
  now: () => number,
): AsyncGenerator<LogStep> {
  const cutter = lineCutter();
  let clock: LogLine["clock"] = "backlog";
  const step = (raw: readonly RawLine[]): readonly LogStep[] => {
    if (raw.length === 0) return [];
    const at = epochMs(now());
    return [{ type: "lines", lines: raw.map((line) => lineOf(line, { source, at, clock })) }];
  };
  for await (const piece of pieces) {
    if (piece === "idle") {
      clock = "reading";
      yield { type: "idle" };
    } else if (piece === "anew") yield* step(cutter.end());
    else yield* step(cutter.cut(piece));
  }
  yield* step(cutter.end());
}

const lineOf = (
  { text, cutBytes, cut }: RawLine,
  { source, at, clock }: { source: string; at: EpochMs; clock: LogLine["clock"] },
): LogLine => ({ at, clock, source, text, cutBytes, cut, writer: null });

/** One after another; or, where they have no end, as they come. */
export const joined = (parts: readonly AsyncIterable<LogStep>[], areFollowed: boolean) =>
  areFollowed && parts.length > 1 ? asTheyCome(parts) : inTurn(parts);

async function* inTurn(parts: readonly AsyncIterable<LogStep>[]): AsyncGenerator<LogStep> {
  for (const part of parts) yield* part;
}

/** Each is asked for its next step once its last was taken. No race of promises: one that waits for hours would keep a reaction of each round. */
async function* asTheyCome(parts: readonly AsyncIterable<LogStep>[]): AsyncGenerator<LogStep> {
  const iterators = parts.map((part) => part[Symbol.asyncIterator]());
  const ready: (() => Promise<LogStep | null>)[] = [];
  let wake: (() => void) | null = null;
  let open = iterators.length;
  const ask = (iterator: AsyncIterator<LogStep>): void => {
    const come = (answer: () => Promise<LogStep | null>): void => {
      ready.push(answer);
      wake?.();
    };
    iterator.next().then(
      (next) =>
        come(async () => {
          if (next.done === true) return null;
          ask(iterator);
          return next.value;
        }),
      (error: unknown) => come(() => Promise.reject(error)),
    );
  };
  try {
    iterators.forEach(ask);
    while (open > 0) {
      const answer = ready.shift();
      if (answer === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const step = await answer();
      if (step === null) open -= 1;
      else yield step;
    }
  } finally {
    for (const iterator of iterators) void iterator.return?.().then(undefined, () => undefined);
  }
}
