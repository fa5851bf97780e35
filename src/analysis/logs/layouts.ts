// Layouts of LineFormatter that are nobody's default, learned from the lines of their source.
import { isDigit } from "./stamp-parts.ts";
import type { Stamps } from "./stamps.ts";
import type { Head } from "./head.ts";
import { layoutOf, match, type Layout, type Matched } from "./layout.ts";
import { messageOf } from "./formats/monolog-line.ts";
import { tailOf } from "./tail.ts";

/** What was seen of one. */
type Learned = {
  readonly layout: Layout;
  readonly hasChannel: boolean;
  lines: number;
  /** Its lines end with context and extra: one that does not goes on. */
  hasTails: boolean;
  /** How often each word stood before `: ` at the begin of a message. */
  readonly names: Map<string, number>;
};

/** A source has one or two; more is text that happens to have a time and a level. */
const MOST_LAYOUTS = 8;
/** After so many lines it is clear whether a layout writes its channel before the message. */
const ENOUGH = 5;
const MOST_NAMES = 64;
const NAME = /([\w.\\-]{1,64}): /uy;
/** A time stands at the begin of a line, behind little. */
const NEAR = 64;
const EPOCH = /^\W{0,2}\d{10}/u;

/** One per source. */
export class Layouts {
  #known: readonly Learned[] = [];

  head(text: string, stamps: Stamps): Head | null {
    if (!mayHaveTime(text)) return null;
    for (const learned of this.#known) {
      const matched = match(learned.layout, text, stamps);
      if (matched !== null) return headOf(text, matched, learned);
    }
    const layout = layoutOf(text, stamps);
    const matched = layout === null ? null : match(layout, text, stamps);
    if (layout === null || matched === null) return null;
    const hasChannel = layout.pieces.some(({ kind }) => kind === "channel");
    const learned = {
      layout,
      hasChannel,
      lines: 0,
      hasTails: false,
      names: new Map<string, number>(),
    };
    this.#known = [learned, ...this.#known].slice(0, MOST_LAYOUTS);
    return headOf(text, matched, learned);
  }

  /** More lines may tell where a channel stands. */
  isLearning(): boolean {
    if (this.#known.length === 0) return false;
    return this.#known.some(({ hasChannel, lines }) => !hasChannel && lines < ENOUGH);
  }
}

function headOf(text: string, { at, level, channel, end }: Matched, learned: Learned): Head {
  const { separator } = learned.layout;
  const rest = text.slice(end);
  const tail = tailOf(rest, separator);
  const message = messageOf(rest, tail);
  if (tail.count > 0) learned.hasTails = true;
  if (!learned.hasChannel) seen(learned, message);
  return {
    format: "custom",
    at,
    level,
    pid: tail.pid,
    workerId: null,
    channel,
    message,
    fields: tail.fields,
    open: tail.count === 0 && learned.hasTails ? "tail" : null,
    settled: learned.hasChannel ? null : () => settled(learned, message),
  };
}

function seen(learned: Learned, message: string): void {
  if (learned.lines >= ENOUGH) return;
  learned.lines += 1;
  NAME.lastIndex = 0;
  const name = NAME.exec(message)?.[1];
  if (name === undefined || learned.names.size >= MOST_NAMES) return;
  learned.names.set(name, (learned.names.get(name) ?? 0) + 1);
}

/** A word before `: ` is the channel where each line has one, and one of them comes again. */
function settled(
  { lines, names }: Learned,
  message: string,
): ReturnType<NonNullable<Head["settled"]>> {
  const named = [...names.values()].reduce((sum, count) => sum + count, 0);
  if (lines < 2 || named < lines || names.size === lines) return { channel: null, message };
  NAME.lastIndex = 0;
  const [whole, channel = null] = NAME.exec(message) ?? [];
  return { channel, message: message.slice(whole?.length ?? 0) };
}

/** Cheap: `dd:dd` near its begin, or ten digits at it. */
function mayHaveTime(text: string): boolean {
  let colon = text.indexOf(":");
  while (colon !== -1 && colon < NEAR) {
    const isBetween = isDigit(text.charCodeAt(colon - 1)) && isDigit(text.charCodeAt(colon + 1));
    if (isBetween && isDigit(text.charCodeAt(colon - 2))) return true;
    colon = text.indexOf(":", colon + 1);
  }
  return isDigit(text.charCodeAt(9)) && EPOCH.test(text);
}
