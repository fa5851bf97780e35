import { logAccount, type LogAccount } from "../../analysis/logs/account.ts";
import type { Told } from "../../domain/log.ts";
import type { Hello } from "../../domain/observation.ts";
import type { EpochMs } from "../../domain/units.ts";
import { encodeObservation } from "../../recording/encode.ts";
import { toldJson } from "../../report/logs.ts";
import { logsText } from "../../report/logs-text.ts";
import { Output } from "../output.ts";
import { wantsJson, type Run } from "../run.ts";
import { LogFilter } from "./filter.ts";
import type { LogStep } from "./step.ts";
import type { LogsWanted } from "./wanted.ts";

export type TellingPorts = {
  readonly account: LogAccount;
  readonly filter: LogFilter;
  readonly text: (told: Told) => string;
  /** Null: people need none. */
  readonly helloText: ((hello: Hello) => string) | null;
  /** Writes whole lines, and waits until the reader has taken them. */
  readonly write: (lines: string) => Promise<void>;
  readonly monotonic: () => number;
};

/** Between two questions for what is pending: a source that brought nothing from one to the next has ended its record. */
const QUIET_MS = 500;
/** Told things are written in one, and no more of them held as text. */
const MOST_AT_ONCE = 2000;

/** On stdout, as the command line asks for it. */
export function startTelling(
  run: Run,
  wish: LogsWanted & { readonly from: EpochMs | null },
): Telling {
  const output = new Output(process.stdout, run.stop);
  const isJson = wantsJson(run.invocation);
  return new Telling(
    {
      account: logAccount({ zone: wish.zone, pidPattern: wish.pidPattern }),
      filter: new LogFilter(wish.filter, wish.from),
      text: isJson ? toldJson : logsText({ isAscii: run.invocation.options.has("ascii") }),
      helloText: isJson ? (hello) => encodeObservation({ type: "hello", hello }) : null,
      write: (lines) => output.line(lines),
      monotonic: () => run.clock.monotonic(),
    },
    wish.count,
  );
}

/** Writes what an account tells of its steps, as far as it is wanted, until so much was told. */
export class Telling {
  readonly #ports: TellingPorts;
  #left: number;
  #quietMs = Number.NEGATIVE_INFINITY;

  constructor(ports: TellingPorts, count: number | null) {
    this.#ports = ports;
    this.#left = count ?? Number.POSITIVE_INFINITY;
  }

  get isDone(): boolean {
    return this.#left <= 0;
  }

  async hello(hello: Hello): Promise<void> {
    const { helloText, write } = this.#ports;
    if (helloText !== null) await write(helloText(hello));
  }

  async take(step: LogStep): Promise<void> {
    const { account, filter, monotonic } = this.#ports;
    switch (step.type) {
      case "lines":
        return this.#write(account.lines(step.lines));
      case "sample":
        filter.sample(step.sample);
        return this.#write(account.sample(step.sample));
      case "idle":
        if (monotonic() - this.#quietMs < QUIET_MS) return;
        this.#quietMs = monotonic();
        return this.#write(account.quiet());
    }
  }

  end(): Promise<void> {
    return this.#write(this.#ports.account.end());
  }

  async #write(all: readonly Told[]): Promise<void> {
    const { filter, text, write } = this.#ports;
    let lines: string[] = [];
    for (const told of all) {
      if (!filter.takes(told) || this.isDone) continue;
      this.#left -= 1;
      lines.push(text(told));
      if (lines.length < MOST_AT_ONCE) continue;
      await write(lines.join("\n"));
      lines = [];
    }
    if (lines.length > 0) await write(lines.join("\n"));
  }
}
