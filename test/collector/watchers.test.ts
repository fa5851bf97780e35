// Two collectors in one target, as two people on call start them: each sees the other, neither itself.
import { describe, expect, test } from "vitest";
import { NO_DEMAND } from "../../src/domain/demand.ts";
import { lacks } from "../fixtures/needs.ts";
import { sessionIn } from "./real-session.ts";

const SHELLS: readonly { readonly shell: readonly string[] }[] = [
  { shell: ["dash"] },
  { shell: ["bash"] },
  { shell: ["busybox", "ash"] },
];

describe.each(SHELLS)("$shell", ({ shell }) => {
  const name = shell[0] as "dash" | "bash" | "busybox";
  const watch = (signal: AbortSignal) => {
    const source = sessionIn(shell, signal, {
      intervalMs: 300,
      budgetMs: 100,
      force: true,
      ownPids: [],
    });
    source.demand(NO_DEMAND);
    return source.gathered;
  };
  test.skipIf(lacks(name))("one alone sees no other; two see each other", async () => {
    const life = new AbortController();
    try {
      const first = watch(life.signal);
      expect((await faultsOf(watch(life.signal), 2)).flat()).toEqual([]);
      const second = watch(life.signal);
      const held = faultsOf(second, 1000);
      const seen = await faultsOf(first, 1000, (faults) => faults.length === 1);
      expect(seen.at(-1)?.[0]?.pid).toBeGreaterThan(1);
      life.abort();
      await held.catch(() => undefined);
    } finally {
      life.abort();
    }
  });
});

type Faults = readonly { readonly kind: string; readonly pid: number }[];

/** Of so many readings, or up to the first that is enough. */
async function faultsOf(
  gathered: AsyncIterable<{ type: string }>,
  count: number,
  isEnough: (faults: Faults) => boolean = () => false,
): Promise<readonly Faults[]> {
  const all: Faults[] = [];
  for await (const each of gathered) {
    if (each.type !== "reading") continue;
    const faults: Faults = Object(each).reading.faults;
    all.push(faults.filter(({ kind }) => kind === "also-watched"));
    if (all.length >= count || isEnough(all.at(-1) ?? [])) break;
  }
  return all;
}
