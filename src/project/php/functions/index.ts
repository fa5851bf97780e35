import { isUnknown, type Held, type Value } from "../held.ts";
import type { Make, PureFunction } from "./array-arguments.ts";
import { ASKING_FUNCTIONS } from "./asking.ts";
import { CHOOSING_FUNCTIONS } from "./choosing.ts";
import { COMBINING_FUNCTIONS } from "./combining.ts";
import { MAKING_FUNCTIONS } from "./making.ts";
import { NUMBER_FUNCTIONS } from "./numbers.ts";
import { TEXT_FUNCTIONS } from "./text.ts";

type Pure = (args: readonly Held[], make: Make) => Value | undefined;

/** PHP's functions that give the same for the same and change nothing, by name. Undefined: not told. */
export const PURE_FUNCTIONS: ReadonlyMap<string, Pure> = new Map<string, Pure>([
  ...ASKING_FUNCTIONS,
  ...CHOOSING_FUNCTIONS,
  ...COMBINING_FUNCTIONS,
  ...MAKING_FUNCTIONS,
  ...[...TEXT_FUNCTIONS, ...NUMBER_FUNCTIONS].map(([name, of]): PureFunction => [
    name,
    (args) =>
      args.some(({ value }) => isUnknown(value))
        ? undefined
        : of(...args.map(({ value }) => value)),
  ]),
]);
