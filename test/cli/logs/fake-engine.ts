import type { Fault } from "../../../src/domain/fault.ts";
import type { ContainerLine, Inspector, LogsFrom } from "../../../src/domain/ports/inspector.ts";
import { TransportError } from "../../../src/domain/ports/transport.ts";
import { epochMs } from "../../../src/domain/units.ts";

type Stream = ContainerLine["stream"];

/** An engine that keeps the output of one container as docker does: told again since a time, then as it comes, until the container ends. */
export type FakeEngine = {
  readonly inspector: Inspector;
  /** How it was asked, in order. */
  readonly asked: readonly LogsFrom[];
  readonly say: (text: string, atMs: number | null, stream?: Stream) => void;
  /** The container ends: so does what is told. */
  readonly stop: () => void;
  /** It runs again. */
  readonly start: () => void;
  /** Why nothing is told; null: it is. */
  readonly refuse: (fault: Fault | null) => void;
};

const unused = (): never => {
  throw new Error("not asked for");
};

/** `most`: lines in one batch. */
export function fakeEngine(scheme = "docker", most = 100): FakeEngine {
  const kept: ContainerLine[] = [];
  const asked: LogsFrom[] = [];
  let isRunning = true;
  let refusal: Fault | null = null;
  let news = Promise.withResolvers<void>();
  const tell = (): void => {
    news.resolve();
    news = Promise.withResolvers<void>();
  };
  const logs = async function* (from: LogsFrom, signal: AbortSignal) {
    asked.push(from);
    const ended = new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    if (refusal !== null) throw new TransportError(refusal);
    const isWanted = ({ at }: ContainerLine): boolean =>
      from.kind === "tail" || at === null || at >= from.at;
    let next = from.kind === "tail" ? Math.max(0, kept.length - from.lines) : 0;
    while (!signal.aborted) {
      if (next < kept.length) {
        const batch = kept.slice(next, next + most);
        next += batch.length;
        yield batch.filter(isWanted);
      } else if (!isRunning) return;
      else await Promise.race([news.promise, ended]);
    }
  };
  return {
    asked,
    inspector: {
      scheme,
      list: unused,
      resolve: unused,
      inspect: null,
      logs: (_, from, signal) => logs(from, signal),
    },
    say(text, atMs, stream = "stdout") {
      const at = atMs === null ? null : epochMs(atMs);
      kept.push({ stream, at, bytes: Buffer.from(text, "latin1") });
      tell();
    },
    stop() {
      isRunning = false;
      tell();
    },
    start() {
      isRunning = true;
    },
    refuse(fault) {
      refusal = fault;
    },
  };
}
