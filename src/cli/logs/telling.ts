import { logAccount, type LogAccount } from "../../analysis/logs/account.ts";
import type { Told } from "../../domain/log.ts";
import type { Hello } from "../../domain/observation.ts";
import type { EpochMs } from "../../domain/units.ts";
import { encodeObservation } from "../../recording/encode.ts";
import { toldJson } from "../../report/logs.ts";
import { loggedEventText, logsText } from "../../report/logs-text.ts";
import { logsProblemText } from "../../words/logs-command.ts";
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
  /** One line beside what was asked for. */
  readonly complain: (sentence: string) => void;
  readonly servers: ServersSeen;
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
  const servers = new ServersSeen();
  const areSeveral = (): boolean => servers.areSeveral;
  return new Telling(
    {
      account: logAccount({ zone: wish.zone, pidPattern: wish.pidPattern }),
      filter: new LogFilter(wish.filter, {
        from: wish.from,
        eventText: (event) => loggedEventText(event, areSeveral()),
      }),
      text: isJson
        ? (told) => toldJson(told, areSeveral())
        : logsText({ isAscii: run.invocation.options.has("ascii"), areSeveral }),
      helloText: isJson ? (hello) => encodeObservation({ type: "hello", hello }) : null,
      write: (lines) => output.line(lines),
      monotonic: () => run.clock.monotonic(),
      // whoever went away has what was wanted
      complain: (sentence) => {
        if (!output.isClosed) complain(sentence);
      },
      servers,
    },
    wish.count,
  );
}

/** On stderr. */
export const complain = (sentence: string): void => {
  process.stderr.write(`swtop: ${sentence}\n`);
};

/** How many servers were seen, in samples or in what is told. A cell. */
export class ServersSeen {
  readonly #ids = new Set<string>();

  get areSeveral(): boolean {
    return this.#ids.size > 1;
  }

  note(id: string | null): void {
    // more than two make no difference
    if (id !== null && this.#ids.size < 2) this.#ids.add(id);
  }
}

/** Writes what an account tells of its steps, as far as it is wanted, until so much was told. */
export class Telling {
  readonly #ports: TellingPorts;
  #left: number;
  #hasTold = false;
  #quietMs = Number.NEGATIVE_INFINITY;

  constructor(ports: TellingPorts, count: number | null) {
    this.#ports = ports;
    this.#left = count ?? Number.POSITIVE_INFINITY;
  }

  get hasTold(): boolean {
    return this.#hasTold;
  }

  get isDone(): boolean {
    return this.#left <= 0;
  }

  async hello(hello: Hello): Promise<void> {
    const { helloText, write } = this.#ports;
    if (helloText !== null) await write(helloText(hello));
  }

  async take(step: LogStep): Promise<void> {
    const { account, filter, monotonic, servers } = this.#ports;
    switch (step.type) {
      case "lines":
        return this.#write(account.lines(step.lines));
      case "sample":
        filter.sample(step.sample);
        for (const { id } of step.sample.servers) servers.note(id);
        return this.#write(account.sample(step.sample));
      case "sources":
        return account.sources(step.sources, step.zone);
      case "idle":
        if (monotonic() - this.#quietMs < QUIET_MS) return;
        this.#quietMs = monotonic();
        return this.#write(account.quiet());
    }
  }

  /** Nothing more comes: what waits is told, and what whoever asked should know is said. */
  async end(): Promise<void> {
    const { account, filter, complain: say } = this.#ports;
    await this.#write(account.end());
    const problem = filter.problem();
    if (problem !== null) say(logsProblemText(problem));
  }

  async #write(all: readonly Told[]): Promise<void> {
    const { filter, text, write, servers } = this.#ports;
    let lines: string[] = [];
    for (const told of all) {
      servers.note(told.type === "record" ? told.record.server : told.event.server);
      if (!filter.takes(told) || this.isDone) continue;
      this.#left -= 1;
      this.#hasTold = true;
      lines.push(text(told));
      if (lines.length < MOST_AT_ONCE) continue;
      await write(lines.join("\n"));
      lines = [];
    }
    if (lines.length > 0) await write(lines.join("\n"));
  }
}
