import type { Demand } from "../demand.ts";
import type { SessionChange } from "../observation.ts";
import type { Reading } from "../reading.ts";

/**
 * What a live Source yields: how the target is reached, and what was read there.
 * A `survey` has every process and comes before the reading of the same second (with its `seq`), so that the demand made of it is obeyed in that reading. It is no sample.
 */
export type Gathered =
  | { readonly type: "session"; readonly session: SessionChange }
  | { readonly type: "survey"; readonly reading: Reading }
  | { readonly type: "reading"; readonly reading: Reading };

/**
 * A led look at one live target. It ends when `signal` is aborted, or when the target cannot be had at all (the last session is `over`, with its fault).
 * It never throws for what a target does.
 */
export type Source = {
  readonly gathered: AsyncIterable<Gathered>;
  /** What to read from now on. Replaces the former demand; obeyed within the budget. */
  readonly demand: (demand: Demand) => void;
  /** Files of the target beside the readings, within the budget; null: this kind of Source has none. */
  readonly files: TargetFiles | null;
  /** PIDs on this machine of the clients that serve it now, whose cost is ours. */
  readonly clientPids: () => readonly number[];
};

/**
 * Files of a target, read in one go each. Paths are relative to /proc (`123/cwd/composer.json`, `../etc/hosts`); what is absent or closed is absent from the answer.
 * They reject with a TransportError when the session is over, and wait while it is away.
 */
export type TargetFiles = {
  /** The first `mostBytes` of each, by path. `*` and `?` are patterns. */
  readonly read: (
    paths: readonly string[],
    mostBytes: number,
  ) => Promise<ReadonlyMap<string, Uint8Array>>;
  /** Names of the files below a folder with one of the suffixes. */
  readonly list: (
    folder: string,
    depth: number,
    suffixes: readonly string[],
  ) => Promise<readonly string[]>;
  /** Where links lead, by path. */
  readonly links: (paths: readonly string[]) => Promise<ReadonlyMap<string, string>>;
};
