import { render } from "ink";
import { NO_SCOPE, NOTHING_KNOWN, type Candidate, type Scope } from "../domain/ports/inspector.ts";
import type { Target } from "../domain/target.ts";
import { untrustedText } from "../domain/text.ts";
import type { PickerEffect } from "../store/picker/commands.ts";
import { DEMO_KIND } from "../store/picker/entries.ts";
import type { Refusal } from "../store/picker/state.ts";
import { createPickerStore } from "../store/picker/store.ts";
import { Picker } from "../ui/picker/Picker.tsx";
import { DEMO_COMMAND, DEMO_NAME } from "../words/picker.ts";
import { later } from "./clock.ts";
import { stopped, type Suspend } from "./effects.ts";
import { asking } from "./picker/asking.ts";
import { kindsOf, type Lister } from "./picker/listers.ts";
import { hasColour, type Run } from "./run.ts";
import { inkOn, Screen } from "./screen.ts";
import { DEMO } from "./target.ts";

type Picking = {
  readonly signal: AbortSignal;
  /** Why what was chosen before cannot be watched. */
  readonly refusal: Refusal | null;
  /** Which kind is shown first, and asked at once; absent: all. */
  readonly kind?: string | null;
  /** Where in which cluster pods are listed first. */
  readonly scope?: Scope;
};

/**
 * Shows what can be watched from here, as it becomes known, until the user chooses or quits. Nothing is executed in anything before that.
 * The screen of what was chosen is drawn over it: the terminal is given back only to who quits, and when the program leaves.
 * @returns null: the user quits, or the program ends
 */
export async function pick(
  run: Run,
  listers: readonly Lister[],
  picking: Picking,
): Promise<Target | null> {
  const { signal } = picking;
  const own = new AbortController();
  const ends = AbortSignal.any([signal, own.signal]);
  const choice = Promise.withResolvers<Target | null>();
  signal.addEventListener("abort", () => choice.resolve(null), { once: true });
  if (signal.aborted) return null;
  const forMs = run.invocation.options.number("for");
  if (forMs !== null) void run.clock.sleep(forMs, ends).then(() => choice.resolve(null));
  const screen = new Screen(process.stdout, process.stdin, run.hangUp);
  run.onScreen(() => screen.release());
  const app = mount(run, { ...picking, listers, screen, ends, choice });
  app.waitUntilExit().catch(choice.reject);
  // while one looks, what draws the chosen one is loaded
  import("./live-screen.tsx").catch(choice.reject);
  try {
    const target = await choice.promise;
    if (target === null) return null;
    app.attaching(target.uri);
    await app.waitUntilRenderFlush();
    screen.hold();
    return target;
  } finally {
    own.abort();
    app.unmount();
    if (screen.isHeld) process.stdin.setRawMode(true);
    else screen.restore();
  }
}

type Stage = Omit<Picking, "signal"> & {
  readonly listers: readonly Lister[];
  readonly screen: Screen;
  readonly ends: AbortSignal;
  readonly choice: PromiseWithResolvers<Target | null>;
};

/** The last entry, whatever else there is. */
const demo: Candidate = {
  ...NOTHING_KNOWN,
  target: DEMO,
  kind: DEMO_KIND,
  name: untrustedText(DEMO_NAME),
  command: untrustedText(DEMO_COMMAND),
};

function mount(run: Run, stage: Stage) {
  const { listers, screen, ends, choice, scope = NO_SCOPE } = stage;
  const { clock, invocation } = run;
  const store = opened(stage, clock.monotonic());
  store.listed(
    { kind: DEMO_KIND, candidates: [demo], fault: null, isComplete: true },
    clock.monotonic(),
  );
  const ask = asking(listers, store, { clock, scope, ends, failed: choice.reject });
  ask.early();
  const { unasked, place: first } = store.read();
  if (unasked.length === 0) ask.late(first);
  let suspend: Suspend | null = null;
  const act = (effect: PickerEffect): void => {
    switch (effect.type) {
      case "chosen":
        return choice.resolve(effect.target);
      case "quit":
        return choice.resolve(null);
      case "list-again":
        ask.early();
        return effect.place === null ? undefined : ask.late(effect.place);
      case "list-late":
        return ask.late(effect.place);
      case "suspend":
        return void suspend?.(stopped);
    }
  };
  const props: Omit<Parameters<typeof Picker>[0], "attaching"> = {
    read: store.read,
    subscribe: store.subscribe,
    press: (command, height) => {
      const effect = store.commanded(command, height);
      if (effect !== null) act(effect);
    },
    now: clock.now,
    appearance: { hasColour: hasColour(run), isAscii: invocation.options.has("ascii") },
    later,
    suspendable: (taken) => {
      suspend = taken;
    },
  };
  const app = render(<Picker {...props} attaching={null} />, inkOn(screen));
  return {
    ...app,
    attaching: (name: string) => app.rerender(<Picker {...props} attaching={name} />),
  };
}

/** Of the kinds that wait, those are asked at once which are shown first. */
function opened({ listers, kind = null, scope = NO_SCOPE, refusal }: Stage, nowMs: number) {
  const { context, namespace } = scope;
  const opening = {
    kinds: listers.flatMap(kindsOf),
    late: listers.filter(({ isLate }) => isLate === true).flatMap(kindsOf),
    kind,
    place: { context, namespace },
    refusal,
  };
  return createPickerStore(opening, nowMs);
}
