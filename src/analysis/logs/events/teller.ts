import type { LogRecord, Told } from "../../../domain/log.ts";
import type { LogSource } from "../../../domain/log-source.ts";
import type { Sample } from "../../../domain/sample.ts";
import { untrustedText } from "../../../domain/text.ts";
import { phraseOf, type Phrase } from "../phrases.ts";
import { Residents } from "../residents.ts";
import { Servers } from "../servers.ts";
import { Slots } from "../slots.ts";
import { Crontabs } from "./crontabs.ts";
import type { Desk, PhraseOf, Seen } from "./desk.ts";
import { Echoes } from "./echoes.ts";
import { eventOf, wordsOf } from "./event-of.ts";
import { Exits } from "./exits.ts";
import { Fatals } from "./fatals.ts";
import { Forced } from "./forced.ts";
import { Holding } from "./holding.ts";
import { Outbox } from "./outbox.ts";
import { LogClock } from "./span.ts";
import { isWorkerLeaving, Starts } from "./starts.ts";
import { Stories } from "./stories.ts";

/** What records say happened: one state over stop, reload, recycle, death and crontab of all sources of a target. Bounded, linear in records. */
export class Teller {
  readonly #outbox: Outbox;
  readonly #clock = new LogClock();
  readonly #residents: Residents;
  readonly #servers: Servers;
  readonly #echoes = new Echoes();
  readonly #desk: Desk;
  readonly #fatals: Fatals;
  readonly #forced: Forced;
  readonly #exits: Exits;
  readonly #starts: Starts;
  readonly #crontabs: Crontabs;

  /** `known`: who lived when, as another one is told by samples; `stories`: begins the ids of its stories. */
  constructor(known: Residents = new Residents(), stories = "") {
    this.#residents = known;
    const servers = new Servers(known);
    this.#servers = servers;
    const slots = new Slots(this.#residents, servers);
    this.#outbox = new Outbox(this.#residents, slots);
    const holding = new Holding((event) => {
      this.#outbox.add({ type: "event", event });
    });
    this.#desk = {
      tell: (event) => {
        holding.tell(event);
      },
      holding,
      residents: this.#residents,
      servers,
      slots,
      stories: new Stories(servers, stories),
    };
    this.#fatals = new Fatals(this.#desk);
    this.#forced = new Forced(this.#desk);
    this.#exits = new Exits(this.#desk, this.#fatals, this.#forced);
    this.#starts = new Starts(this.#desk, this.#exits);
    this.#crontabs = new Crontabs(this.#desk);
  }

  /** For records of before all that this one is told: it knows who lived when, and nothing else. */
  earlier(stories: string): Teller {
    return new Teller(this.#residents, stories);
  }

  sources(sources: readonly LogSource[]): void {
    this.#servers.told(sources);
  }

  record(record: LogRecord): void {
    const moment = this.#clock.passed(record);
    if (moment !== null) this.#desk.holding.passed(moment);
    const whole = this.#placed(record);
    this.#outbox.add({ type: "record", record: whole });
    this.#crontabs.passed(whole);
    const phrase = phraseOf(record.message);
    if (phrase !== null) this.#said(phrase, { record: whole, span: this.#clock.spanOf(whole) });
    else if (isWorkerLeaving(record)) this.#desk.stories.left(this.#clock.spanOf(whole));
  }

  sample(sample: Sample): void {
    this.#residents.sampled(sample);
    this.#exits.sampled(sample);
    this.#desk.holding.sampled();
    this.#outbox.sampled(sample.at);
  }

  /** Nothing came for about a second. Where there are samples, they decide. */
  quiet(): void {
    if (!this.#residents.isWatching) this.#desk.holding.sampled();
    this.#outbox.quiet();
  }

  end(): void {
    this.#desk.holding.all();
    this.#outbox.all();
  }

  /** What was told since it was last taken. */
  take(): readonly Told[] {
    return this.#outbox.take();
  }

  /** With its server and the slot of its writer. */
  #placed(record: LogRecord): LogRecord {
    const server = this.#servers.of(record.source);
    const whole = server === null ? record : { ...record, server };
    if (record.pid === null || record.slot !== null) return whole;
    if (this.#desk.slots.learn(whole)) this.#exits.learned();
    const slot = this.#desk.slots.ofEvent(whole);
    return slot === null ? whole : { ...whole, slot };
  }

  #said(phrase: Phrase, seen: Seen): void {
    if (phrase.kind === "php-fatal") {
      // Its copies differ from source to source.
      this.#exits.fatalSaid(this.#fatals.said(phrase, seen));
    } else if (!this.#echoes.isEcho(seen)) {
      if (isOfCrontab(phrase)) this.#ofCrontab(phrase, seen);
      else this.#ofServer(phrase, seen);
    }
  }

  #ofServer(phrase: ServerPhrase, seen: Seen): void {
    switch (phrase.kind) {
      case "abnormal-exit":
        return this.#exits.said(phrase, seen);
      case "forced-stop":
        return this.#forced.said(phrase, seen);
      case "deadlock":
        return this.#forced.deadlocked(seen);
      case "exit-called":
        return this.#fatals.exitCalled(seen);
      case "worker-start":
        return this.#starts.worker(phrase, seen);
      case "process-start":
        return this.#starts.process(phrase, seen);
      case "process-stop":
        return this.#starts.processEnded(phrase, seen);
      case "reload":
        return this.#reloads(phrase, seen);
      case "shutdown":
        return this.#shutsDown(seen);
      case "manager-lost":
        return this.#lostManager(phrase, seen);
      case "listening":
    }
  }

  #ofCrontab(phrase: CrontabPhrase, seen: Seen): void {
    switch (phrase.kind) {
      case "crontab-registered":
        return this.#starts.registered(phrase, seen);
      case "crontab-tick":
        return this.#desk.tell(eventOf(seen.record, "crontab-tick", { pid: seen.record.pid }));
      case "crontab-run":
        return this.#crontabs.ran(phrase, seen);
      case "crontab-skipped":
        return this.#crontabs.skipped(phrase, seen);
      case "crontab-failed":
        return this.#crontabs.failed(phrase, seen);
      case "exception":
        return this.#crontabs.thrown(phrase, seen);
      case "crontab-disabled":
      case "crontab-invalid":
    }
  }

  #reloads({ of }: PhraseOf<"reload">, { record, span }: Seen): void {
    const story = this.#desk.stories.opened("reload", span, of === "task");
    this.#desk.tell(eventOf(record, "reload", { detail: wordsOf(record.message), story }));
  }

  #shutsDown({ record, span }: Seen): void {
    const story = this.#desk.stories.opened("stop", span);
    this.#desk.tell(eventOf(record, "server-stop", { story }));
  }

  #lostManager({ status, signal }: PhraseOf<"manager-lost">, { record, span }: Seen): void {
    const slot = untrustedText("Manager");
    const pid = this.#residents.inSlot(slot, span, span.server)?.nsPid ?? null;
    this.#desk.tell(eventOf(record, "manager-lost", { pid, slot, status, signal }));
  }
}

type CrontabPhrase = Extract<Phrase, { readonly kind: `crontab-${string}` | "exception" }>;
type ServerPhrase = Exclude<Phrase, CrontabPhrase | PhraseOf<"php-fatal">>;

const isOfCrontab = (phrase: Phrase): phrase is CrontabPhrase =>
  phrase.kind === "exception" || phrase.kind.startsWith("crontab-");
