import type { LogEvent, LogRecord } from "../../../domain/log.ts";
import type { Phrase } from "../phrases.ts";
import type { Residents } from "../residents.ts";
import type { Servers } from "../servers.ts";
import type { Slots } from "../slots.ts";
import type { Holding } from "./holding.ts";
import type { Span } from "./span.ts";
import type { Stories } from "./stories.ts";

/** What all who tell events share. */
export type Desk = {
  readonly tell: (event: LogEvent) => void;
  readonly holding: Holding;
  readonly residents: Residents;
  readonly servers: Servers;
  readonly slots: Slots;
  readonly stories: Stories;
};

/** A record, and when it was written. */
export type Seen = { readonly record: LogRecord; readonly span: Span };

/** The sentence of that kind. */
export type PhraseOf<Kind extends Phrase["kind"], Each = Phrase> = Each extends {
  readonly kind: infer Its;
}
  ? Kind extends Its
    ? Each
    : never
  : never;
