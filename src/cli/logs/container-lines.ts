import { lineCutter } from "../../analysis/logs/lines.ts";
import type { LogLine } from "../../domain/log.ts";
import type { ContainerLine, Inspector } from "../../domain/ports/inspector.ts";
import type { EpochMs } from "../../domain/units.ts";

const STREAMS = ["stdout", "stderr"] as const;

/** Kubernetes keeps both in one. */
export const streamsOf = ({ scheme }: Pick<Inspector, "scheme">): readonly LogStream[] =>
  scheme === "k8s" ? ["stdout"] : STREAMS;

type LogStream = ContainerLine["stream"];

/** By the engine's time; each stream in its own order. */
export function inOrder(lines: readonly ContainerLine[]): readonly ContainerLine[] {
  const [out, err] = STREAMS.map((stream) => lines.filter((line) => line.stream === stream));
  if (out === undefined || err === undefined || out.length === 0 || err.length === 0) return lines;
  const merged: ContainerLine[] = [];
  let next = 0;
  for (const line of out) {
    for (let other = err[next]; other !== undefined && isBefore(other, line); other = err[next]) {
      merged.push(other);
      next += 1;
    }
    merged.push(line);
  }
  return [...merged, ...err.slice(next)];
}

/** One without a stamp stays where it is. */
const isBefore = (a: ContainerLine, b: ContainerLine): boolean =>
  (a.at ?? 0) < (b.at ?? 0) || (a.at === b.at && (a.nanoseconds ?? 0) < (b.nanoseconds ?? 0));

/** Lines of one stream behind each other. */
export function runsOf(lines: readonly ContainerLine[]): readonly (readonly ContainerLine[])[] {
  const runs: ContainerLine[][] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last?.[0]?.stream === line.stream) last.push(line);
    else runs.push([line]);
  }
  return runs;
}

const LF = Uint8Array.of(10);

/** Cut and decoded as those of a file: a line each. */
export function logLines(lines: readonly ContainerLine[], readAt: EpochMs): readonly LogLine[] {
  const raw = lineCutter().cut(Buffer.concat(lines.flatMap(({ bytes }) => [bytes, LF])));
  return lines.flatMap(({ stream, at }, index) => {
    const line = raw[index];
    if (line === undefined) return [];
    return [
      {
        ...line,
        at: at ?? readAt,
        clock: at === null ? ("reading" as const) : ("source" as const),
        source: stream,
        writer: null,
      },
    ];
  });
}
