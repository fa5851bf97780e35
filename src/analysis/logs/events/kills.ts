import type { MemoryReading } from "../../../domain/reading.ts";
import type { Sample } from "../../../domain/sample.ts";
import { mayMeet, type Bounds, type Span } from "./span.ts";

/** A counter of oom kills rose: so many may be explained by it. */
type Rise = {
  readonly source: string;
  readonly bounds: Bounds;
  readonly index: number;
  readonly at: number;
  left: number;
  /** Whose limit it was; null: nobody counts that. */
  readonly by: KillBy | null;
};

/** `own`: the limit of that group, of so many bytes. `machine`: no memory was left. */
export type KillBy =
  | { readonly whose: "own"; readonly limitBytes: number | null }
  | { readonly whose: "machine" };

type Counter = {
  readonly kills: number;
  readonly oomEvents: number | null;
  readonly hitIn: number | null;
};

/** Counter and death may be read some samples apart. */
const SAMPLES_APART = 2;
/** A line that says when it was written may be read later. */
const LATE_MS = 60_000;
const MOST_RISES = 256;
const SLACK_MS = 1000;
const MOST_COUNTERS = 64;

/**
 * The kernel's oom kills: what only a counter that rose can prove.
 * @source cgroup v2 `memory.events`: `oom_kill` counts victims, `oom` hits of the group's own limit; with v1 and of a machine nobody counts the latter
 */
export class Kills {
  #counters = new Map<string, Counter>();
  #rises: Rise[] = [];
  #index = 0;
  #at: number | null = null;

  sampled({ at, memory, servers }: Sample): void {
    this.#index += 1;
    const bounds = { from: this.#at, to: at };
    const former = this.#counters;
    this.#counters = new Map(former);
    this.#rises = this.#rises
      .filter(({ index, at: then }) => this.#isRecent(index) || at - then <= LATE_MS)
      .slice(-MOST_RISES);
    let within = 0;
    for (const { id, memory: own } of servers)
      within += this.#counted(id, own, { bounds, less: 0 });
    this.#counted("", memory, { bounds, less: within });
    this.#at = at;
    for (const id of this.#counters.keys()) {
      if (this.#counters.size <= MOST_COUNTERS) break;
      if (id !== "") this.#counters.delete(id);
    }
  }

  /** Takes one kill at that time, of that server (null: it is not known whose); null: no counter rose. */
  take(span: Span, serverId: string | null): { readonly by: KillBy | null } | null {
    if (!span.isTimed) return null;
    const rise = this.#rises.find(
      ({ source, left, bounds, index }) =>
        left > 0 &&
        (span.written !== null || this.#isRecent(index)) &&
        this.#counts(source, serverId) &&
        mayMeet(bounds, span.written ?? span, SLACK_MS),
    );
    if (rise === undefined) return null;
    rise.left -= 1;
    return { by: rise.by };
  }

  #isRecent(index: number): boolean {
    return this.#index - index <= SAMPLES_APART;
  }

  #counts(source: string, serverId: string | null): boolean {
    if (serverId === null) return true;
    return source === "" ? !this.#counters.has(serverId) : source === serverId;
  }

  /** By how much it rose. The target's counter contains those of the groups inside it. */
  #counted(
    source: string,
    memory: MemoryReading | null,
    { bounds, less }: { readonly bounds: Bounds & { readonly to: number }; readonly less: number },
  ): number {
    const kills = memory?.oomKills ?? null;
    if (memory === null || kills === null) return 0;
    const former = this.#counters.get(source);
    const hitIn = wasHit(former, memory) ? this.#index : (former?.hitIn ?? null);
    this.#counters.set(source, { kills, oomEvents: memory.oomEvents, hitIn });
    const risen = Math.max(0, kills - (former?.kills ?? kills));
    if (risen > less) {
      const isHit = hitIn !== null && this.#isRecent(hitIn);
      const by = byOf(memory, isHit);
      this.#rises.push({
        source,
        bounds,
        index: this.#index,
        at: bounds.to,
        left: risen - less,
        by,
      });
    }
    return risen;
  }
}

const wasHit = (former: Counter | undefined, { oomEvents }: MemoryReading): boolean =>
  oomEvents !== null && (former?.oomEvents ?? oomEvents) < oomEvents;

function byOf({ source, oomEvents, limitBytes }: MemoryReading, isHit: boolean): KillBy | null {
  if (source === "host") return { whose: "machine" };
  if (isHit) return { whose: "own", limitBytes };
  return oomEvents === null ? null : { whose: "machine" };
}
