import { faultEnding } from "../fault-ending.ts";
import { prepareTarget } from "../prepare.ts";
import { logWish } from "../logs/wish.ts";
import { projectWish } from "../project/wish.ts";
import { lookOf, wantsJson, type Run } from "../run.ts";
import { NothingToWatch } from "../headless.ts";
import { DEMO } from "../target.ts";
import { watchingOf, type First } from "../watching.ts";
import { SCENARIOS } from "../../targets/demo/scenarios.ts";
import { demoText } from "../../words/notices.ts";
import { table, watch } from "./watch.ts";

const DEMO_SPEED = 20;

/** `swtop [TARGET]` and `swtop demo`: the live screen; without a terminal one table (or, with --json, one stream). */
export async function screen(run: Run): Promise<void> {
  if (wantsJson(run.invocation)) return watch(run);
  if (!hasTerminal(run)) return plainTable(run);
  const isDemo = run.target.scheme === "demo" && !run.invocation.options.has("processes");
  if (isDemo) return lookAtDemo(run, false);
  const outcome = await look({ ...run, target: await prepareTarget(run) }, 1, null);
  if (outcome !== "nothing") return;
  if (!run.invocation.options.has("or-demo")) throw new NothingToWatch(run);
  await lookAtDemo({ ...run, target: DEMO }, true);
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

/** Begins to look, and loads what draws while the target answers. */
async function look(run: Run, speed: number, notice: string | null): Promise<First> {
  const project = await projectWish(run);
  const watching = watchingOf(
    run,
    { ...lookOf(run, { speed }), project, logs: logWish(run) },
    notice,
  );
  try {
    const { drawn } = await import("../live-screen.tsx");
    const first = await drawn(run, watching);
    if (typeof first === "object") throw faultEnding(first);
    return first;
  } finally {
    await watching.close();
  }
}
