import type { CrashLoop } from "../../domain/conclusion.ts";
import type { Untrusted } from "../../domain/text.ts";
import { MINUTE_MS, type EpochMs } from "../../domain/units.ts";
import type { Life } from "../churn/life.ts";
import type { Evidence } from "./evidence.ts";

const WINDOW_MS = MINUTE_MS;
const MOST_STARTS = 3;

/**
 * Does a slot die and get forked again, over and over? More than three starts of one slot within a minute do.
 * A graceful reload is one start, so is a restart of the whole server. Starts between two samples are not seen: there may be more.
 * @source hyperf: AbstractProcess.php:102-112 - a process that ends sleeps 5 s and is forked again; a PHP fatal skips the sleep
 */
export function crashLoops({ churn, at }: Evidence): readonly CrashLoop[] {
  const lives = [...churn.living.values(), ...[...churn.ended.values()].flat()];
  const started = lives.filter((life) => startOf(life) > at - WINDOW_MS && startOf(life) <= at);
  const bySlot = Map.groupBy(
    started.filter(hasSlot),
    ({ serverId, slot }) => `${serverId}/${slot}`,
  );
  const loops = [...bySlot.values()].filter((starts) => starts.length > MOST_STARTS);
  const restarted = new Set(
    loops
      .flat()
      .filter(isMaster)
      .map(({ serverId }) => serverId),
  );
  return loops
    .filter(([one]) => one === undefined || isMaster(one) || !restarted.has(one.serverId))
    .toSorted((a, b) => b.length - a.length)
    .flatMap((starts) => {
      const last = starts.toSorted((a, b) => startOf(b) - startOf(a))[0];
      return last === undefined ? [] : [loopOf(last, starts.length, at)];
    });
}

/** With its master the whole server is started again: that is told once. */
const isMaster = ({ slot }: LifeInSlot): boolean => slot === "Master";

type LifeInSlot = Life & { readonly slot: Untrusted };

const hasSlot = (life: Life): life is LifeInSlot => life.slot !== null;

const startOf = ({ startedAt, firstSeenAt }: Life): EpochMs => startedAt ?? firstSeenAt;

const loopOf = ({ serverId, slot, pid }: LifeInSlot, starts: number, at: EpochMs): CrashLoop => ({
  kind: "crash-loop",
  confidence: "high",
  serverId,
  slot,
  starts,
  windowMs: WINDOW_MS,
  lastPid: pid,
  at,
});
