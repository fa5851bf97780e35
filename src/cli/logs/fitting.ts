import type { LogEvent, LogEventKind } from "../../domain/log.ts";
import type { Role } from "../../domain/role.ts";
import type { LogsProblem } from "../../words/logs-command.ts";
import type { People, Subject } from "./people.ts";

/** Whose records and events are wanted; null: everybody's. */
export type WhoseWish = {
  /** `Worker.0`, or with its server `shop-api/Worker.0`. */
  readonly slot: string | null;
  /** As the table shows it where there is a target, else as the log has it. */
  readonly pid: number | null;
  readonly role: Role | null;
};

type Who = keyof WhoseWish;
const WHO: readonly Who[] = ["slot", "pid", "role"];
/** More than anybody would be told. */
const MOST_SEEN = 10_000;

/** About the server, whichever slots it has. */
const OF_SERVER: readonly LogEventKind[] = ["server-start", "server-stop", "reload"];

/** Says whose a record or event is, and remembers who was there: whoever asked for somebody that is not has to be told. A cell. */
export class Fitting {
  readonly #wish: WhoseWish;
  readonly #people: People;
  readonly #wanted: readonly Who[];
  readonly #fit = new Set<Who>();
  readonly #seen = { slot: new Set<string>(), pid: new Set<number>(), role: new Set<Role>() };
  #unplaced = 0;

  constructor(wish: WhoseWish, people: People) {
    this.#wish = wish;
    this.#people = people;
    this.#wanted = WHO.filter((who) => wish[who] !== null);
  }

  /** By whom, or about whom. */
  isMeant(subject: Subject): boolean {
    let isMeant = true;
    for (const who of this.#wanted) {
      this.#note(who, subject);
      if (this.#isOf(who, subject)) this.#fit.add(who);
      else isMeant = false;
    }
    return isMeant;
  }

  /** An event that would be told, but for whom it is about: nobody knows whether it is one of theirs. */
  hid(event: LogEvent): void {
    const { slot, pid, role } = this.#wish;
    if (pid !== null && !this.#isOf("pid", event)) return;
    if (event.slot !== null || OF_SERVER.includes(event.kind)) return;
    if (slot !== null || (role !== null && this.#people.roleOf(event) === null))
      this.#unplaced += 1;
  }

  /** What has to be said at the end; null: nothing. */
  problem(): LogsProblem | null {
    const who = this.#wanted.find((each) => !this.#fit.has(each)) ?? null;
    if (who === null && this.#unplaced === 0) return null;
    return {
      kind: "unfit",
      option: who === null ? null : `--${who} ${this.#wish[who]}`,
      what: who,
      seen: who === null ? [] : this.#namesOf(who),
      unplacedEvents: this.#unplaced,
    };
  }

  #isOf(who: Who, subject: Subject): boolean {
    const { slot, pid, role } = this.#wish;
    switch (who) {
      case "slot":
        return slot !== null && this.#people.fills(subject, slot);
      case "pid":
        return pid !== null && subject.pid === this.#people.loggedPid(pid);
      case "role":
        return this.#people.roleOf(subject) === role;
    }
  }

  #note(who: Who, subject: Subject): void {
    if (this.#seen[who].size >= MOST_SEEN) return;
    const { pid, slot, server } = subject;
    if (who === "pid" && pid !== null) this.#seen.pid.add(this.#people.shownPid(pid));
    if (who === "slot" && slot !== null)
      this.#seen.slot.add(server === null ? slot : `${server}/${slot}`);
    const role = who === "role" ? this.#people.roleOf(subject) : null;
    if (role !== null) this.#seen.role.add(role);
  }

  #namesOf(who: Who): readonly string[] {
    if (who === "pid") return [...this.#seen.pid].toSorted((a, b) => a - b).map(String);
    const order = new Intl.Collator("en", { numeric: true });
    return [...this.#seen[who]].toSorted(order.compare);
  }
}
