import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { MIB } from "../domain/units.ts";

/** Parsing makes much garbage and keeps little: with the young generation as it is at the start it takes half the memory, and no more time. */
export const keepYoungGeneration = (): void => setFlagsFromString("--semi-space-growth-factor=1");

/** Room for some frames between two collections; measured: less costs CPU, more costs only memory. */
const ENOUGH_BYTES = 8 * MIB;

/** At the start it grows fast; later V8 makes it small where little happens (a frozen screen), and then every sample costs a collection. */
const LOOK_MS = 250;
const LOOK_LATER_MS = 5000;

/**
 * Keeps V8 from growing its young generation without need: it doubles up to 3 x 16 MiB while the screen makes little more than garbage, and that is most of
 * what swtop would take. Lets it grow to ENOUGH_BYTES, and there again when it was made smaller.
 * @returns what ends the watching
 */
export function boundYoungGeneration(): () => void {
  // V8 lets the heap grow to twice what is alive before it collects; a flood of log lines makes it take that (260 MiB where 60 are alive)
  setFlagsFromString("--heap-growing-percent=20");
  let mayGrow = true;
  let hasGrown = false;
  let timer: NodeJS.Timeout;
  const look = (): void => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
    const isSmall = (young?.space_size ?? 0) < ENOUGH_BYTES;
    if (isSmall !== mayGrow) setFlagsFromString(`--semi-space-growth-factor=${isSmall ? 2 : 1}`);
    mayGrow = isSmall;
    hasGrown ||= !isSmall;
    timer = setTimeout(look, hasGrown ? LOOK_LATER_MS : LOOK_MS).unref();
  };
  look();
  return () => clearTimeout(timer);
}
