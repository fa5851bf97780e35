import { usageEnding } from "../args.ts";
import { FaultEnding, faultEnding } from "../fault-ending.ts";
import { membersOf } from "../members.ts";
import { prepareTarget } from "../prepare.ts";
import { logWish } from "../logs/wish.ts";
import { projectWish } from "../project/wish.ts";
import { lookOf, wantsJson, type Run } from "../run.ts";
import { NothingToWatch } from "../headless.ts";
import type { Scope } from "../../domain/ports/inspector.ts";
import type { Target } from "../../domain/target.ts";
import { PODS_KIND } from "../../store/picker/entries.ts";
import type { Refusal } from "../../store/picker/state.ts";
import { scopeOf } from "../scope.ts";
import { DEMO } from "../target.ts";
import { listersHere } from "../picker/listers.ts";
import { localLister } from "../picker/local-listing.ts";
import { watchingOf, type First, type Watching } from "../watching.ts";
import { SCENARIOS } from "../../targets/demo/scenarios.ts";
import { inspectors } from "../../targets/index.ts";
import { addressIn, isAnyPod } from "../../targets/k8s/address.ts";
import { demoText } from "../../words/notices.ts";
import { table, watch } from "./watch.ts";

const DEMO_SPEED = 20;

/** `swtop [TARGET]` and `swtop demo`: the live screen, without TARGET of what is picked; without a terminal one table (or, with --json, one stream). */
export async function screen(run: Run): Promise<void> {
  const isPicked = hasTerminal(run) && !wantsJson(run.invocation);
  if (isAnyPod(run.target) && !isPicked)
    throw usageEnding({ kind: "missing-words", target: "k8s", wanted: WANTED });
  if (wantsJson(run.invocation)) return watch(run);
  if (!isPicked) return plainTable(run);
  if (isOpen(run)) await pickAndShow(run);
  else await show(run);
}

/** Which kind the picker shows first, and where in which cluster; null: all kinds. */
type Opening = { readonly kind: string | null; readonly scope: Scope };

const WANTED = "a pod or workload, e.g. swtop k8s deploy/shop -n prod";

/** What cannot be watched is said where something else can be chosen: of a pod where it was. */
async function pickAndShow(run: Run): Promise<void> {
  let refusal: Refusal | null = null;
  let opening: Opening = {
    kind: isAnyPod(run.target) ? PODS_KIND : null,
    scope: scopeOf(run.invocation.options),
  };
  for (;;) {
    const chosen = await choice(run, refusal, opening);
    if (chosen === null) return;
    opening = openingAfter(chosen.target, opening);
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

/** Nobody said what to watch, or no more than that it is a pod. */
const isOpen = ({ target, invocation: { command, words, options } }: Run): boolean =>
  command === "screen" && (words.length === 0 || isAnyPod(target)) && !options.has("or-demo");

function openingAfter(chosen: Target, { scope }: Opening): Opening {
  if (chosen.scheme !== PODS_KIND) return { kind: null, scope };
  const { context, namespace } = addressIn(chosen);
  return { kind: PODS_KIND, scope: { ...scope, context, namespace } };
}

/** The run with what is chosen on the screen; null: nothing is. */
async function choice(run: Run, refusal: Refusal | null, opening: Opening): Promise<Run | null> {
  const { pick } = await import("../picker.tsx");
  const listers = listersHere([localLister(run), ...inspectors], opening.kind);
  const target = await pick(run, listers, { signal: run.signal, refusal, ...opening });
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
  const [, ...rest] = run.targets;
  const watched = [watchingAt(run.target), ...rest.map(watchingAt)] as const;
  const all = [...watched];
  const others = async (): Promise<readonly Watching[]> => {
    const members = await membersOf(run.target, run);
    const known = new Set([run.target, ...run.targets, ...joined].map(({ uri }) => uri));
    const added = members.filter(({ uri }) => !known.has(uri));
    joined.push(...added);
    const more = added.map(watchingAt);
    all.push(...more);
    return more;
  };
  const joined: Target[] = [];
  try {
    const { drawn } = await import("../live-screen.tsx");
    const first = await drawn(run, watched, others);
    if (typeof first === "object") throw faultEnding(first);
    if (first === "nothing" && !run.invocation.options.has("or-demo"))
      throw new NothingToWatch(run, watched.flatMap(strangersIn));
    return first;
  } finally {
    await Promise.all(all.map((watching) => watching.close()));
  }
}
