import type { Observation } from "../domain/observation.ts";
import { MIB } from "../domain/units.ts";
import type { MonitorStore } from "../store/store.ts";

/** What a frozen screen may have waiting: half an hour at one sample a second, and of logs what the pane would keep. */
const MOST_SAMPLES = 1800;
const MOST_CHARACTERS = 16 * MIB;

type Know = (observation: Observation, ourNow: number) => void;
type Came = Parameters<Know>;

/** While the screen is frozen nothing is worked out: what comes waits, and is taken in at the thaw. It is kept and recorded all the same. */
export function afterThaw(store: MonitorStore, know: Know): Know {
  let waiting: Came[] = [];
  let samples = 0;
  let characters = 0;
  const isFrozen = () => store.getState().screen.isFrozen;
  const count = ([observation]: Came, by: 1 | -1): void => {
    if (observation.type === "log") characters += by * charactersOf(observation);
    else samples += by;
  };
  const tooMuch = (): "log" | "other" | null => {
    if (samples > MOST_SAMPLES) return "other";
    return characters > MOST_CHARACTERS ? "log" : null;
  };
  /** The oldest of what is too much. */
  const bound = (): void => {
    for (let kind = tooMuch(); kind !== null; kind = tooMuch()) {
      const isLog = kind === "log";
      const index = waiting.findIndex(([{ type }]) => (type === "log") === isLog);
      const [dropped] = waiting.splice(index, 1);
      if (dropped !== undefined) count(dropped, -1);
    }
  };
  store.subscribe(() => {
    if (waiting.length === 0 || isFrozen()) return;
    const came = waiting;
    waiting = [];
    samples = 0;
    characters = 0;
    for (const each of came) know(...each);
  });
  return (observation, ourNow) => {
    if (!isFrozen()) return know(observation, ourNow);
    waiting.push([observation, ourNow]);
    count([observation, ourNow], 1);
    bound();
  };
}

const charactersOf = ({ lines }: Extract<Observation, { readonly type: "log" }>): number =>
  lines.reduce((sum, { text, cut }) => sum + text.length + (cut?.length ?? 0), 0);
