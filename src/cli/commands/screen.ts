import { FaultEnding, faultEnding } from "../fault-ending.ts";
import { prepareTarget } from "../prepare.ts";
import { logWish } from "../logs/wish.ts";
import { projectWish } from "../project/wish.ts";
import { lookOf, wantsJson, type Run } from "../run.ts";
import { NothingToWatch } from "../headless.ts";
import type { Target } from "../../domain/target.ts";
import type { Refusal } from "../../store/picker/state.ts";
import { DEMO } from "../target.ts";
import { localLister } from "../picker/local-listing.ts";
import { watchingOf, type First, type Watching } from "../watching.ts";
import { SCENARIOS } from "../../targets/demo/scenarios.ts";
import { inspectors } from "../../targets/index.ts";
import { demoText } from "../../words/notices.ts";
import { table, watch } from "./watch.ts";

const DEMO_SPEED = 20;

/** `swtop [TARGET]` and `swtop demo`: the live screen, without TARGET of what is picked; without a terminal one table (or, with --json, one stream). */
export async function screen(run: Run): Promise<void> {
  if (wantsJson(run.invocation)) return watch(run);
  if (!hasTerminal(run)) return plainTable(run);
  if (isOpen(run)) await pickAndShow(run);
  else await show(run);
}

/** What cannot be watched is said where something else can be chosen. */
async function pickAndShow(run: Run): Promise<void> {
  let refusal: Refusal | null = null;
  for (;;) {
    const chosen = await choice(run, refusal);
    if (chosen === null) return;
    try {
      return await show(chosen);
    } catch (error) {
      if (error instanceof FaultEnding) refusal = error.fault;
      else if (error instanceof NothingToWatch)
        refusal = { kind: "nothing-to-watch", where: error.where, strangers: error.strangers };
      else throw error;
    }
  }
}

/** Nobody said what to watch. */
const isOpen = ({ invocation: { command, words, options } }: Run): boolean =>
  command === "screen" && words.length === 0 && !options.has("or-demo");

/** The run with what is chosen on the screen; null: nothing is. */
async function choice(run: Run, refusal: Refusal | null): Promise<Run | null> {
  const { pick } = await import("../picker.tsx");
  const target = await pick(run, [localLister(run), ...inspectors], {
    signal: run.signal,
    refusal,
  });
  return target === null ? null : { ...run, target, targets: [target] };
}

async function show(run: Run): Promise<void> {
  const isDemo = run.target.scheme === "demo" && !run.invocation.options.has("processes");
  if (isDemo) return lookAtDemo(run, false);
  const outcome = await look({ ...run, target: await prepareTarget(run) }, 1, null);
  if (outcome === "nothing") await lookAtDemo({ ...run, target: DEMO }, true);
}

async function plainTable(run: Run): Promise<void> {
  try {
    await table(run);
  } catch (error) {
    if (!(error instanceof NothingToWatch) || !run.invocation.options.has("or-demo")) throw error;
    process.stderr.write(`${error.message}\n`);
    await table({ ...run, target: DEMO });
  }
}

async function lookAtDemo(run: Run, isFallback: boolean): Promise<void> {
  const { scenario } = lookOf(run, { speed: DEMO_SPEED });
  const shows = SCENARIOS.find(({ name }) => name === scenario)?.shows ?? "";
  await look(run, DEMO_SPEED, demoText(shows, isFallback));
}

/** A dumb terminal can neither be cleared nor written to at a place. */
const hasTerminal = ({ env }: Run): boolean =>
  process.stdin.isTTY && process.stdout.isTTY && env["TERM"] !== "dumb";

const strangersIn = ({ store }: Watching) => store.getState().known.sample?.strangers ?? [];

/** Begins to look at each of the run's targets, and loads what draws while they answer. */
async function look(run: Run, speed: number, notice: string | null): Promise<First> {
  const project = await projectWish(run);
  const watchingAt = (target: Target) => {
    const at = { ...run, target };
    return watchingOf(at, { ...lookOf(at, { speed }), project, logs: logWish(at) }, notice);
  };
  const [, ...others] = run.targets;
  const watched = [watchingAt(run.target), ...others.map(watchingAt)] as const;
  try {
    const { drawn } = await import("../live-screen.tsx");
    const first = await drawn(run, watched);
    if (typeof first === "object") throw faultEnding(first);
    if (first === "nothing" && !run.invocation.options.has("or-demo"))
      throw new NothingToWatch(run, watched.flatMap(strangersIn));
    return first;
  } finally {
    await Promise.all(watched.map((watching) => watching.close()));
  }
}
