import { openSession, type SessionOptions } from "../../src/collector/session.ts";
import { NO_DEMAND, type Demand } from "../../src/domain/demand.ts";
import type { Gathered } from "../../src/domain/ports/source.ts";
import type { Reading } from "../../src/domain/reading.ts";
import { fakeClock, type FakeClock } from "./fake-clock.ts";
import { fakeTarget, type FakeTarget } from "./fake-target.ts";

/** A session with a fake clock and a fake target. */
export type Rig = {
  readonly clock: FakeClock;
  readonly target: FakeTarget;
  readonly take: (count: number) => Promise<readonly Gathered[]>;
  readonly readings: (count: number) => Promise<readonly Reading[]>;
  readonly source: ReturnType<typeof openSession>;
  readonly abort: () => void;
};

export function rig(
  options: Partial<SessionOptions> = {},
  demand?: (reading: Reading) => Demand,
): Rig {
  const clock = fakeClock();
  const target = fakeTarget(clock);
  const life = new AbortController();
  const source = openSession(
    {
      target: { scheme: "fake", uri: "fake:", address: [] },
      transport: target.transport,
      script: "main() { :; }\n",
      intervalMs: 1000,
      budgetMs: 10,
      clock,
      force: false,
      ownPids: [],
      ...options,
    },
    life.signal,
  );
  const all = source.gathered[Symbol.asyncIterator]();
  const one = async (): Promise<Gathered | null> => {
    const { done, value } = await clock.run(all.next());
    if (done === true) return null;
    if (value.type !== "session" && demand !== undefined) source.demand(demand(value.reading));
    return value;
  };
  const take = async (count: number): Promise<readonly Gathered[]> => {
    const taken: Gathered[] = [];
    while (taken.length < count) {
      const next = await one();
      if (next === null) break;
      taken.push(next);
    }
    return taken;
  };
  return {
    clock,
    target,
    source,
    take,
    abort: () => life.abort(),
    async readings(count) {
      const found: Reading[] = [];
      while (found.length < count) {
        const [next] = await take(1);
        if (next === undefined) break;
        if (next.type === "reading") found.push(next.reading);
      }
      return found;
    },
  };
}

/** `live`, `survey 1`, `reading 1` ... */
export const story = (all: readonly Gathered[]): readonly string[] =>
  all.map((each) =>
    each.type === "session"
      ? `${each.session.state}${each.session.fault === null ? "" : ` ${each.session.fault.kind}: ${each.session.fault.detail}`}`
      : `${each.type} ${each.reading.seq}`,
  );

export const watching = (...pids: readonly number[]): Demand => ({
  ...NO_DEMAND,
  watch: pids,
  rollup: pids,
});
