import type { Declarations } from "../../domain/declarations.ts";
import type { LogSource } from "../../domain/log-source.ts";
import type { Observation } from "../../domain/observation.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { LogsFrom } from "../../domain/ports/inspector.ts";
import type { TailedFiles } from "../../domain/ports/source.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import type { Sample } from "../../domain/sample.ts";
import type { Target } from "../../domain/target.ts";
import { untrustedText } from "../../domain/text.ts";
import { bytes, epochMs, KIB, SECOND_MS, type EpochMs } from "../../domain/units.ts";
import { logZoneOf } from "../clock.ts";
import { chosen } from "../project/follow.ts";
import { ContainerOutput, type ContainerLook } from "./container.ts";
import { findFiles, namedFiles } from "./discovery.ts";
import { EarlierAsked, type EarlierLines } from "./earlier-asked.ts";
import { FileTails } from "./file-tails.ts";
import type { FileWish, TailedLines } from "./followed.ts";
import { merged } from "./merged.ts";
import { Outbox } from "./outbox.ts";
import { LogPrograms } from "./programs.ts";
import { ToldZone } from "./told-zone.ts";
import { unitsOf } from "./units.ts";

/** How the logs of a live target are to be read. */
export type LogWish = {
  /** `--log`: on this machine for `local`, else in the target. */
  readonly files: readonly string[];
  /** `--log-cmd`. */
  readonly commands: readonly string[];
  /** How much of a file is read that was there before. */
  readonly backlogBytes: number;
  /** Of a container's output all since then is wanted; null: as much as fits. */
  readonly since: EpochMs | null;
};

export const DEFAULT_BACKLOG_BYTES = 256 * KIB;

export type LogLook = {
  /** Null: files cannot be read there. */
  readonly files: TailedFiles | null;
  readonly target: Target;
  readonly options: LogWish;
  readonly clock: Clock;
  /** Whose stdout and stderr are read; null: its engine is not asked. */
  readonly container: ContainerLook | null;
  /** Who may ask for what stood before what is read at first. Absent: nobody. */
  readonly earlier?: EarlierAsked;
};

/** Of each file, for each time that somebody asks. */
const EARLIER_BYTES = 256 * KIB;
const ROUND_MS = SECOND_MS;
/** As a line of a log mostly is not shorter than that. */
const LINE_BYTES = 256;
/** A look at what a server writes to costs some processes in the target. */
const FIND_MS = 30 * SECOND_MS;
const NONE_TOLD = "";

/**
 * Adds to what is observed of a live target the lines of its logs and where they come from: in batches, at most every 250 ms.
 * What it reads ends with the observations, with who takes them, or with `signal`.
 */
export async function* withLogs(
  observations: AsyncIterable<Observation>,
  look: LogLook,
  signal: AbortSignal,
): AsyncGenerator<Observation> {
  const own = new AbortController();
  const both = AbortSignal.any([signal, own.signal]);
  const outbox = new Outbox(look.clock, both);
  const reading = new LogReading(look, outbox, both);
  try {
    reading.start();
    yield* merged(observations, outbox, (observation) => reading.note(observation));
    reading.end();
    yield* outbox.take();
  } finally {
    own.abort();
  }
}

class LogReading {
  readonly #look: LogLook;
  readonly #outbox: Outbox;
  readonly #signal: AbortSignal;
  readonly #programs: LogPrograms;
  readonly #container: ContainerOutput | null;
  readonly #tails: FileTails | null;
  readonly #earlier: EarlierAsked;
  readonly #zone: ToldZone;
  readonly #named: readonly FileWish[];
  #sample: { readonly sample: Sample; readonly atMs: number } | null = null;
  #declarations: Declarations | null = null;
  #found: { readonly of: string; readonly atMs: number } | null = null;
  #told = NONE_TOLD;

  constructor(look: LogLook, outbox: Outbox, signal: AbortSignal) {
    const { files, target, options, clock, container } = look;
    this.#look = look;
    this.#earlier = look.earlier ?? new EarlierAsked();
    this.#outbox = outbox;
    this.#signal = signal;
    this.#zone = new ToldZone(logZoneOf(target), files !== null);
    this.#programs = new LogPrograms(outbox, clock, signal, container !== null);
    this.#container =
      container === null
        ? null
        : new ContainerOutput(container, {
            outbox,
            clock,
            signal,
            first: firstOf(options),
            changed: () => this.#tellSources(),
          });
    this.#named = namedFiles(options.files, target.scheme === "local");
    const take = (lines: TailedLines): void => this.#take(lines);
    this.#tails = files === null ? null : new FileTails(files, options.backlogBytes, take);
  }

  start(): void {
    if (this.#zone.isOver) this.#startPrograms();
    else
      this.#background(
        this.#zone.soon(this.#look.clock, this.#signal).then(() => this.#startPrograms()),
      );
    this.#tellSources();
    this.#tails?.want(this.#named);
    if (this.#tails === null || this.#look.files === null) return this.#earlier.end();
    const follows = this.#follow(this.#tails, this.#look.files);
    this.#background(follows.finally(() => this.#earlier.end()));
  }

  #startPrograms(): void {
    this.#tellSources();
    if (this.#container !== null) this.#background(this.#container.run());
    for (const command of this.#look.options.commands)
      this.#background(this.#programs.command(command));
  }

  note(observation: Observation): void {
    if (observation.type === "sample") this.#noteSample(observation.sample);
    if (observation.type === "session" && observation.session.state === "live")
      this.#container?.wake();
    if (observation.type === "project") this.#declarations = observation.declarations;
  }

  end(): void {
    this.#tails?.end();
  }

  #noteSample(sample: Sample): void {
    this.#sample = { sample, atMs: this.#look.clock.monotonic() };
    const [only, ...others] = sample.servers;
    if (only !== undefined) this.#container?.isOf(others.length > 0 ? null : only.id);
  }

  async #follow(tails: FileTails, files: TailedFiles): Promise<void> {
    const { clock } = this.#look;
    while (!this.#signal.aborted) {
      await this.#outbox.room();
      await this.#zone.look(files, this.#sample?.sample.servers[0]?.processes[0]?.pid ?? null);
      this.#tellSources();
      if (this.#isDue()) await this.#find(tails, files);
      const isMore = !tails.isEmpty() && (await tails.round());
      await this.#earlier.answer(() => this.#readEarlier(tails));
      this.#tellSources();
      const restMs = ROUND_MS * (0.9 + clock.random() * 0.2);
      if (!isMore) await this.#earlier.nap(clock, restMs, this.#signal);
    }
  }

  async #readEarlier(tails: FileTails): Promise<EarlierLines> {
    const { parts, leftBytes } = await tails.earlier(EARLIER_BYTES);
    const at = this.#now();
    const lines = parts.flatMap(({ source, lines: raw }) =>
      raw.map((line) => ({ ...line, at, clock: "backlog" as const, source, writer: null })),
    );
    return { lines, sources: new Set(lines.map(({ source }) => source)).size, leftBytes };
  }

  /** The servers changed, their project was read, or it is long ago. */
  #isDue(): boolean {
    if (this.#sample === null || this.#sample.sample.servers.length === 0) return false;
    if (this.#found === null || this.#found.of !== this.#subject()) return true;
    return this.#look.clock.monotonic() - this.#found.atMs >= FIND_MS;
  }

  #subject(): string {
    const servers = this.#sample?.sample.servers ?? [];
    const pids = servers.map(({ rootPid, processes }) => rootPid ?? processes[0]?.pid);
    return `${pids.join(" ")} ${this.#declarations?.root ?? ""}`;
  }

  async #find(tails: FileTails, files: TailedFiles): Promise<void> {
    if (this.#sample === null) return;
    const { sample } = this.#sample;
    this.#found = { of: this.#subject(), atMs: this.#look.clock.monotonic() };
    const declared = chosen(sample);
    const subjects = sample.servers.map((server) => ({
      server,
      declarations: server === declared ? this.#declarations : null,
    }));
    const found = await findFiles(files, subjects);
    const names = new Set(this.#named.map(({ source }) => source));
    tails.want([...this.#named, ...found.filter(({ source }) => !names.has(source))]);
    if (this.#look.target.scheme !== "local") return;
    for (const { unit, pid, server } of await unitsOf(files, sample.servers))
      this.#background(this.#programs.journal(unit, pid, server));
  }

  #background(work: Promise<void>): void {
    void work
      .then(() => this.#tellSources())
      .catch((error: unknown) => {
        // the session says itself how it ended
        if (!(error instanceof TransportError) && !this.#signal.aborted) this.#outbox.fail(error);
      });
  }

  /** By the clock of the target, as far as it is known. */
  #now(): EpochMs {
    const { clock } = this.#look;
    if (this.#sample === null) return epochMs(clock.now());
    const { sample, atMs } = this.#sample;
    return epochMs(Math.round(sample.at + clock.monotonic() - atMs));
  }

  #take({ source, lines, isBacklog, lostBytes }: TailedLines): void {
    const at = this.#now();
    const clock = isBacklog ? "backlog" : "reading";
    this.#outbox.lines(
      lines.map((line, index) => ({
        ...line,
        at,
        clock,
        source,
        writer: null,
        ...(lostBytes === undefined || index > 0
          ? null
          : { lostBytes: lostBytes === null ? null : bytes(lostBytes) }),
      })),
    );
  }

  /** When another one is known, or in another state; that it grew is no news until it is twice as large. */
  #tellSources(): void {
    const sources: readonly LogSource[] = [
      ...(this.#container?.sources() ?? []),
      ...this.#programs.sources(),
      ...(this.#tails?.sources() ?? this.#named.map(unreachable)),
    ];
    const zone = this.#zone.name;
    const seen = sources.map((each) => ({ ...each, bytes: magnitude(each.bytes) }));
    const told = seen.length === 0 ? NONE_TOLD : JSON.stringify([zone, seen]);
    if (told === this.#told) return;
    this.#told = told;
    this.#outbox.sources({ type: "log-sources", at: this.#now(), zone, sources });
  }
}

const firstOf = ({ since, backlogBytes }: LogWish): LogsFrom =>
  since === null
    ? { kind: "tail", lines: Math.floor(backlogBytes / LINE_BYTES) }
    : { kind: "since", at: since };

const magnitude = (size: number | null): number | null =>
  size === null ? null : Math.floor(Math.log2(size + 1));

/** Where there is no /proc nothing in it can be read. */
const unreachable = ({ source, why, pid, server }: FileWish): LogSource => ({
  source,
  why,
  pid,
  server,
  state: "unreadable",
  bytes: null,
  detail: untrustedText("/proc"),
});
