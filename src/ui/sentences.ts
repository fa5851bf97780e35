import type { Conclusion } from "../domain/conclusion.ts";
import type { Fault } from "../domain/fault.ts";
import type { EpochMs } from "../domain/units.ts";
import type { Theme } from "./theme.ts";

/** The sentences of `words/`, handed in by who composes the program. */
export type Sentences = {
  readonly fault: (fault: Fault) => string;
  readonly conclusion: (conclusion: Conclusion, formatTime: (at: EpochMs) => string) => string;
};

/** How everything is drawn: looks and words. */
export type Look = { readonly theme: Theme; readonly sentences: Sentences };
