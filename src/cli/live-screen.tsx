import { render, useApp } from "ink";
import { useEffect, type ReactNode } from "react";
import type { Effect } from "../domain/effect.ts";
import { viewReader } from "../store/select/reader.ts";
import { App } from "../ui/App.tsx";
import { geometryOf } from "../ui/geometry.ts";
import { conclusionText } from "../words/conclusions.ts";
import { faultText } from "../words/faults.ts";
import { calmly } from "./calmly.ts";
import { effectsOf, type Suspend } from "./effects.ts";
import type { Run } from "./run.ts";
import { Screen } from "./screen.ts";
import type { First, Watching } from "./watching.ts";

/** A target that does not answer within this is drawn as connecting. */
const BLANK_MS = 400;

const sentences = {
  fault: faultText,
  conclusion: (...args: Parameters<typeof conclusionText>) => {
    const { headline, evidence } = conclusionText(...args);
    return evidence === "" ? headline : `${headline} (${evidence})`;
  },
};
const later = (ms: number, then: () => void) => {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
};

/**
 * Draws what is watched until the user quits or the program ends. Nothing is drawn for a target that has nothing to watch, or cannot be had: then that is the answer.
 */
export async function drawn(run: Run, watching: Watching): Promise<First> {
  const soon = await Promise.race([
    watching.first,
    run.clock.sleep(BLANK_MS, run.signal).then(() => null),
  ]);
  if (soon !== null && soon !== "watched") return soon;
  const quit = Promise.withResolvers<First>();
  run.signal.addEventListener("abort", () => quit.resolve("watched"), { once: true });
  if (run.signal.aborted) return "watched";
  watching.first.then((first) => (first === "watched" ? null : quit.resolve(first)), quit.reject);
  const forMs = run.invocation.options.number("for");
  if (forMs !== null) void run.clock.sleep(forMs, run.signal).then(() => quit.resolve("watched"));
  const screen = new Screen(process.stdout, process.stdin, run.hangUp);
  run.onScreen(() => screen.release());
  const app = mount(run, { watching, screen, quit: () => quit.resolve("watched") });
  app.waitUntilExit().catch(quit.reject);
  try {
    return await quit.promise;
  } finally {
    app.unmount();
    screen.restore();
  }
}

type Stage = { readonly watching: Watching; readonly screen: Screen; readonly quit: () => void };

function mount(run: Run, { watching, screen, quit }: Stage) {
  const { store, actions } = watching;
  const { columns, rows } = screen.stream;
  let geometry = geometryOf({ columns, rows });
  let suspend: Suspend | null = null;
  const act = effectsOf({ watching, screen, quit, suspend: () => suspend });
  const source = {
    read: viewReader(store, run.clock.now),
    subscribe: calmly(store, { now: run.clock.monotonic, later }),
    press: (command: Parameters<typeof actions.commanded>[0]) =>
      actions.commanded(command, geometry).forEach((effect: Effect) => act(effect)),
    geometryChanged: (changed: typeof geometry) => {
      geometry = changed;
    },
  };
  const appearance = { hasColour: hasColour(run), isAscii: run.invocation.options.has("ascii") };
  return render(
    <Suspendable
      take={(taken) => {
        suspend = taken;
      }}
    >
      <App {...source} appearance={appearance} sentences={sentences} later={later} />
    </Suspendable>,
    {
      stdout: screen.stream,
      stdin: process.stdin,
      alternateScreen: true,
      incrementalRendering: true,
      interactive: true,
      exitOnCtrlC: false,
      patchConsole: false,
    },
  );
}

/** Ink hands the means to leave its screen for a while only to components. */
function Suspendable({
  take,
  children,
}: {
  readonly take: (suspend: Suspend) => void;
  readonly children: ReactNode;
}) {
  const { suspendTerminal } = useApp();
  useEffect(() => take((during) => suspendTerminal(during)), [take, suspendTerminal]);
  return children;
}

const hasColour = ({ env, invocation }: Run): boolean =>
  !invocation.options.has("no-color") && (env["NO_COLOR"] ?? "") === "";
