import { render, useApp } from "ink";
import { useEffect, type ReactNode } from "react";
import type { Effect } from "../domain/effect.ts";
import { TransportError } from "../domain/ports/transport.ts";
import { viewReader } from "../store/select/reader.ts";
import { App } from "../ui/App.tsx";
import { Several, type Beside } from "../ui/several/Several.tsx";
import { geometryOf } from "../ui/geometry.ts";
import { STANDS_ALONE } from "../words/answers.ts";
import { conclusionText } from "../words/conclusions.ts";
import { faultText } from "../words/faults.ts";
import { calmly } from "./calmly.ts";
import { later } from "./clock.ts";
import { effectsOf, type Suspend } from "./effects.ts";
import { hasColour, type Run } from "./run.ts";
import { inkOn, Screen } from "./screen.ts";
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

/** Begins to look at what stands beside the target and is not watched yet. @throws TransportError */
export type Others = () => Promise<readonly Watching[]>;

/** What is watched: one target, or several side by side. */
export type Watched = readonly [Watching, ...Watching[]];

/**
 * Draws what is watched until the user quits or the program ends. Nothing is drawn where no target has something to watch, or can be had: then that is the answer.
 */
export async function drawn(run: Run, watched: Watched, others: Others): Promise<First> {
  const first = firstOf(watched);
  const soon = await Promise.race([first, run.clock.sleep(BLANK_MS, run.signal).then(() => null)]);
  if (soon !== null && soon !== "watched") return soon;
  const quit = Promise.withResolvers<First>();
  run.signal.addEventListener("abort", () => quit.resolve("watched"), { once: true });
  if (run.signal.aborted) return "watched";
  first.then((each) => (each === "watched" ? null : quit.resolve(each)), quit.reject);
  const forMs = run.invocation.options.number("for");
  if (forMs !== null) void run.clock.sleep(forMs, run.signal).then(() => quit.resolve("watched"));
  const screen = new Screen(process.stdout, process.stdin, run.hangUp);
  run.onScreen(() => screen.release());
  const app = mount(run, {
    watched,
    others,
    screen,
    quit: () => quit.resolve("watched"),
  });
  app.waitUntilExit().catch(quit.reject);
  try {
    return await quit.promise;
  } finally {
    app.unmount();
    screen.restore();
  }
}

/** One that can be watched is enough; else what the first one came to, when all have come to something. */
async function firstOf(watched: Watched): Promise<First> {
  const all = Promise.all(watched.map(({ first }) => first));
  const one = watched.map(
    ({ first }) =>
      new Promise<First>((resolve, reject) => {
        first.then((each) => (each === "watched" ? resolve(each) : null), reject);
      }),
  );
  return Promise.race([...one, all.then(([first = "nothing"]) => first)]);
}

type Stage = {
  readonly watched: Watched;
  readonly others: Others;
  readonly screen: Screen;
  readonly quit: () => void;
};
type Means = Omit<Parameters<typeof effectsOf>[0], "watching">;

/** What draws one target, and does what its keys ask for. */
function sourceOf(run: Run, watching: Watching, means: Means): Beside {
  const { store, actions } = watching;
  const { columns, rows } = means.screen.stream;
  let geometry = geometryOf({ columns, rows });
  const act = effectsOf({ watching, ...means });
  return {
    uri: store.getState().known.uri,
    read: viewReader(store, run.clock.now),
    subscribe: calmly(store, { now: run.clock.monotonic, later }),
    press: (command) =>
      actions.commanded(command, geometry).forEach((effect: Effect) => act(effect)),
    geometryChanged: (changed) => {
      geometry = changed;
    },
  };
}

function mount(run: Run, { watched, others, screen, quit }: Stage) {
  let suspend: Suspend | null = null;
  let leave = quit;
  const attachAll = async (): Promise<string | null> => {
    const more = await attached(others);
    if (typeof more === "string") return more;
    sources = [...sources, ...more.map((watching) => sourceOf(run, watching, means))];
    app.rerender(drawnOf(sources));
    return null;
  };
  const means: Means = { screen, quit: () => leave(), suspend: () => suspend, attachAll };
  let sources: readonly Beside[] = watched.map((watching) => sourceOf(run, watching, means));
  const isAscii = run.invocation.options.has("ascii");
  const look = { appearance: { hasColour: hasColour(run), isAscii }, sentences, later };
  const back = (to: (() => void) | null): void => {
    leave = to ?? quit;
  };
  const drawnOf = ([one, ...rest]: readonly Beside[]) => (
    <Suspendable
      take={(taken) => {
        suspend = taken;
      }}
    >
      {one === undefined || rest.length > 0 ? (
        <Several targets={one === undefined ? [] : [one, ...rest]} {...{ back, quit, ...look }} />
      ) : (
        <App {...one} {...look} />
      )}
    </Suspendable>
  );
  const app = render(drawnOf(sources), inkOn(screen));
  return app;
}

/** What is attached to beside it, or why nothing is. */
async function attached(others: Others): Promise<readonly Watching[] | string> {
  try {
    const more = await others();
    return more.length === 0 ? STANDS_ALONE : more;
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return faultText(error.fault);
  }
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
