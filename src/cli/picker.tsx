import { render } from "ink";
import { NOTHING_KNOWN, type Candidate } from "../domain/ports/inspector.ts";
import type { Target } from "../domain/target.ts";
import { untrustedText } from "../domain/text.ts";
import type { PickerEffect } from "../store/picker/commands.ts";
import { DEMO_KIND } from "../store/picker/entries.ts";
import type { Refusal } from "../store/picker/state.ts";
import { createPickerStore, type PickerStore } from "../store/picker/store.ts";
import { Picker } from "../ui/picker/Picker.tsx";
import { DEMO_COMMAND, DEMO_NAME } from "../words/picker.ts";
import { later } from "./clock.ts";
import { stopped, type Suspend } from "./effects.ts";
import { listAll, type Lister } from "./picker/listers.ts";
import { hasColour, type Run } from "./run.ts";
import { inkOn, Screen } from "./screen.ts";
import { DEMO } from "./target.ts";

/**
 * Shows what can be watched from here, as it becomes known, until the user chooses or quits. Nothing is executed in anything before that.
 * The screen of what was chosen is drawn over it: the terminal is given back only to who quits, and when the program leaves.
 * `refusal`: why what was chosen before cannot be watched.
 * @returns null: the user quits, or the program ends
 */
export async function pick(
  run: Run,
  listers: readonly Lister[],
  { signal, refusal }: { readonly signal: AbortSignal; readonly refusal: Refusal | null },
): Promise<Target | null> {
  const own = new AbortController();
  const ends = AbortSignal.any([signal, own.signal]);
  const choice = Promise.withResolvers<Target | null>();
  signal.addEventListener("abort", () => choice.resolve(null), { once: true });
  if (signal.aborted) return null;
  const forMs = run.invocation.options.number("for");
  if (forMs !== null) void run.clock.sleep(forMs, ends).then(() => choice.resolve(null));
  const screen = new Screen(process.stdout, process.stdin, run.hangUp);
  run.onScreen(() => screen.release());
  const app = mount(run, { listers, screen, ends, choice, refusal });
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

type Stage = {
  readonly listers: readonly Lister[];
  readonly screen: Screen;
  readonly ends: AbortSignal;
  readonly choice: PromiseWithResolvers<Target | null>;
  readonly refusal: Refusal | null;
};

/** The last entry, whatever else there is. */
const demo: Candidate = {
  ...NOTHING_KNOWN,
  target: DEMO,
  kind: DEMO_KIND,
  name: untrustedText(DEMO_NAME),
  command: untrustedText(DEMO_COMMAND),
};

function mount(run: Run, { listers, screen, ends, choice, refusal }: Stage) {
  const { clock, invocation } = run;
  const store = createPickerStore(
    listers.map(({ scheme }) => scheme),
    clock.monotonic(),
    refusal,
  );
  store.listed(
    { kind: DEMO_KIND, candidates: [demo], fault: null, isComplete: true },
    clock.monotonic(),
  );
  const ask = asking(listers, store, { clock, ends, failed: choice.reject });
  ask();
  let suspend: Suspend | null = null;
  const act = (effect: PickerEffect): void => {
    switch (effect.type) {
      case "chosen":
        return choice.resolve(effect.target);
      case "quit":
        return choice.resolve(null);
      case "list-again":
        return ask();
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

/** Asks all again, and hears no more of what was asked before. */
function asking(
  listers: readonly Lister[],
  store: PickerStore,
  {
    clock,
    ends,
    failed,
  }: {
    readonly clock: Run["clock"];
    readonly ends: AbortSignal;
    readonly failed: (cause: unknown) => void;
  },
): () => void {
  let round = new AbortController();
  return () => {
    round.abort();
    round = new AbortController();
    const signal = AbortSignal.any([ends, round.signal]);
    listAll(listers, (listing) => store.listed(listing, clock.monotonic()), signal).catch(failed);
  };
}
