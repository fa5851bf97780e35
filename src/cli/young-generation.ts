import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { MIB } from "../domain/units.ts";

/** Parsing makes much garbage and keeps little: with the young generation as it is at the start it takes half the memory, and no more time. */
export const keepYoungGeneration = (): void => setFlagsFromString("--semi-space-growth-factor=1");

/** Room for some frames between two collections; measured: less costs CPU, more costs only memory. */
const ENOUGH_BYTES = 8 * MIB;

const LOOK_MS = 250;

/**
 * Keeps V8 from growing its young generation without need: it doubles up to 3 x 16 MiB while the screen makes little more than garbage, and that is most of
 * what swtop would take. Grows to ENOUGH_BYTES, then stays.
 * @returns what ends the watching
 */
export function boundYoungGeneration(): () => void {
  // V8 lets the heap grow to twice what is alive before it collects; a flood of log lines makes it take that (260 MiB where 60 are alive)
  setFlagsFromString("--heap-growing-percent=20");
  const timer = setInterval(() => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
    if (young === undefined || young.space_size < ENOUGH_BYTES) return;
    setFlagsFromString("--semi-space-growth-factor=1");
    clearInterval(timer);
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
