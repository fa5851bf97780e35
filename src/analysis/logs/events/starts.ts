import type { LogRecord } from "../../../domain/log.ts";
import type { Desk, PhraseOf, Seen } from "./desk.ts";
import { eventOf, whenceOf, wordsOf, type Whence } from "./event-of.ts";
import type { Exits } from "./exits.ts";
import { isNear, type Span } from "./span.ts";

/** Tasks are registered when the application boots; its user processes start with the server. */
const BOOT_MS = 30_000;

type Boot = { readonly whence: Whence; readonly span: Span };

const MOST_BOOTS = 64;

/** Starts of workers, user processes and servers. */
export class Starts {
  /** By server: the first line of a boot that has not started yet. */
  readonly #boots = new Map<string | null, Boot>();
  readonly #desk: Desk;
  readonly #exits: Exits;

  constructor(desk: Desk, exits: Exits) {
    this.#desk = desk;
    this.#exits = exits;
  }

  registered({ task }: PhraseOf<"crontab-registered">, { record, span }: Seen): void {
    const boot = this.#boots.get(record.server);
    if (boot === undefined || !isNear(boot.span, span, BOOT_MS)) {
      if (this.#boots.size >= MOST_BOOTS) this.#boots.clear();
      this.#boots.set(record.server, { whence: whenceOf(record), span });
      this.#desk.slots.serverEnded(record);
    }
    this.#desk.tell(eventOf(record, "crontab-registered", { task: wordsOf(task) }));
  }

  worker({ workerId, role }: PhraseOf<"worker-start">, { record, span }: Seen): void {
    const slot = this.#desk.slots.started(workerId, role, record);
    this.#exits.workerStarted(workerId, slot, span);
    this.#exits.learned();
    const story = this.#desk.stories.ofStart(workerId, role === "task-worker", span);
    this.#desk.tell(eventOf(record, "worker-start", { pid: record.pid, workerId, slot, story }));
  }

  /**
   * A command registers tasks, a reload starts workers, a death starts a process again: only a server does both, boot and start processes.
   * `... listening at` is written whenever worker 0 starts.
   */
  process({ name, index }: PhraseOf<"process-start">, { record, span }: Seen): void {
    const slot = wordsOf(`${name}.${index}`);
    this.#exits.processStarted(slot, span);
    const boot = this.#boots.get(record.server);
    if (boot?.whence.source === record.source && isNear(boot.span, span, BOOT_MS)) {
      this.#boots.delete(record.server);
      this.#desk.tell(eventOf(boot.whence, "server-start"));
    }
    this.#desk.tell(eventOf(record, "process-start", { pid: record.pid, slot }));
  }

  processEnded({ name, index }: PhraseOf<"process-stop">, { record, span }: Seen): void {
    const slot = wordsOf(`${name}.${index}`);
    const story = this.#desk.stories.ofEnd(span);
    this.#desk.tell(eventOf(record, "process-stop", { pid: record.pid, slot, story }));
  }
}

/** @source hyperf/framework's event dispatcher at DEBUG; capture hyperf-a */
export const isWorkerLeaving = ({ message }: LogRecord): boolean =>
  message.startsWith("Event Hyperf\\Framework\\Event\\OnWorkerExit handled");
