import { lineCutter, type RawLine } from "../../analysis/logs/lines.ts";
import type { LogLine } from "../../domain/log.ts";
import type { LogSource } from "../../domain/log-source.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import { untrustedText } from "../../domain/text.ts";
import { epochMs } from "../../domain/units.ts";
import { journalCommand, journalLines } from "./journal.ts";
import { openProgram } from "./log-command.ts";
import type { Outbox } from "./outbox.ts";

export type Unit = { readonly unit: string; readonly isUser: boolean };
type Program = Pick<LogSource, "source" | "why" | "pid" | "server"> & {
  readonly argv: readonly string[];
  readonly linesOf: (raw: RawLine, source: string) => readonly LogLine[];
};

/** Programs of this machine that print logs. All end with `signal`. */
export class LogPrograms {
  readonly #outbox: Outbox;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #sources: LogSource[] = [];
  /** Names of their sources. */
  readonly #units = new Map<string, string>();
  #commands: number;

  /** `hasOutput`: the name `stdout` is the container's. */
  constructor(outbox: Outbox, clock: Clock, signal: AbortSignal, hasOutput = false) {
    this.#outbox = outbox;
    this.#clock = clock;
    this.#signal = signal;
    this.#commands = hasOutput ? 1 : 0;
  }

  sources(): readonly LogSource[] {
    return this.#sources;
  }

  /** The journal of a unit, from now on; each unit once. Ends with the program or the signal. @param server null: several are in it */
  async journal(unit: Unit, pid: number, server: string | null): Promise<void> {
    const known = this.#units.get(unit.unit);
    if (known !== undefined) {
      this.#sources.forEach((each, rank) => {
        if (each.source === known) this.#sources[rank] = { ...each, server };
      });
      return;
    }
    const source = this.#units.size === 0 ? "journal" : `journal:${unit.unit}`;
    this.#units.set(unit.unit, source);
    const linesOf = (raw: RawLine): readonly LogLine[] =>
      journalLines(raw).map(({ at, writer, ...line }) => ({
        ...line,
        at: at ?? epochMs(this.#clock.now()),
        clock: at === null ? "reading" : "source",
        source,
        writer,
      }));
    await this.#run({ source, why: "unit", pid, server, argv: journalCommand(unit), linesOf });
  }

  /** `--log-cmd`: what the user typed. */
  async command(text: string): Promise<void> {
    this.#commands += 1;
    const source = this.#commands === 1 ? "stdout" : `stdout:${this.#commands}`;
    const linesOf = (raw: RawLine): readonly LogLine[] => [
      { ...raw, at: epochMs(this.#clock.now()), clock: "reading", source, writer: null },
    ];
    await this.#run({
      source,
      why: "option",
      pid: null,
      server: null,
      argv: ["sh", "-c", text],
      linesOf,
    });
  }

  async #run({ argv, linesOf, source, why, pid, server }: Program): Promise<void> {
    const rank = this.#sources.length;
    const put = (state: LogSource["state"], detail: string | null): void => {
      const words = detail === null ? null : untrustedText(detail);
      const told = this.#sources[rank]?.server;
      this.#sources[rank] = {
        source,
        why,
        pid,
        server: told === undefined ? server : told,
        state,
        bytes: null,
        detail: words,
      };
    };
    put("followed", null);
    try {
      const { stdout, ending, failure } = await openProgram(argv, this.#signal);
      const cutter = lineCutter();
      const tell = (raw: readonly RawLine[]): void =>
        this.#outbox.lines(raw.flatMap((line) => linesOf(line, source)));
      for await (const chunk of stdout) {
        tell(cutter.cut(chunk));
        // it waits with us: a pipe holds what nobody takes
        await this.#outbox.room();
      }
      tell(cutter.end());
      put("ended", failure() ?? ending());
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      put("unreadable", error.fault.detail);
    }
  }
}
