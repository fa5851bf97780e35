import { Writable } from "node:stream";
import type { ReadStream, WriteStream } from "node:tty";

const ALTERNATE = "\u001b[?1049";
/** Modes that a program may switch on, and what switches each off again. */
const MODES = ["\u001b[?2004", "\u001b[?1004", "\u001b[?2026"];
const SHOW_CURSOR = "\u001b[?25h";
/**
 * Off while the alternate screen is drawn: after a resize a frame of the old width may still be on its way, and where its lines wrapped,
 * they pushed the rows down; Ink then draws only what changed, at places where something else stands (seen in tmux, 120 to 100 columns).
 */
const WRAP = "\u001b[?7";
/** A terminal that is in its alternate screen already does not clear it: what another one of ours has left there would stand below the first frame. */
const CLEARED = "\u001b[H\u001b[2J";

/**
 * The one owner of stdout while a screen is drawn. Ink writes to `stream`; what was switched on is seen there, so that `restore` can switch off just that, once,
 * whoever fails. A terminal that is gone (EPIPE, EIO) is told to `onGone` and never throws.
 */
export class Screen {
  readonly stream: Duplicate;
  bytesWritten = 0;
  /** Left to who draws next. */
  isHeld = false;
  readonly #out: WriteStream;
  readonly #in: ReadStream;
  #isAlternate = false;
  #hidesCursor = false;
  #isGone = false;
  readonly #modes = new Set<string>();

  constructor(out: WriteStream, input: ReadStream, onGone: () => void) {
    this.#out = out;
    this.#in = input;
    const gone = () => {
      if (this.#isGone) return;
      this.#isGone = true;
      onGone();
    };
    out.on("error", gone);
    out.on("close", gone);
    input.on("error", gone);
    input.on("end", gone);
    input.on("close", gone);
    this.stream = new Duplicate(out, (text) => {
      if (!this.isHeld) this.#write(text);
    });
    // Ink takes the keys only after its first frame; until then Ctrl-C would reach the shell as well, and what is typed be echoed
    if (input.isTTY) input.setRawMode(true);
  }

  #write(text: string): void {
    if (this.#isGone) return;
    this.#note(text);
    const drawn = text
      .replaceAll(`${ALTERNATE}h`, `${ALTERNATE}h${WRAP}l${CLEARED}`)
      .replaceAll(`${ALTERNATE}l`, `${WRAP}h${ALTERNATE}l`);
    this.bytesWritten += Buffer.byteLength(drawn);
    this.#out.write(drawn);
  }

  /** Remembers what the text leaves switched on. */
  #note(text: string): void {
    if (!text.includes("\u001b[?")) return;
    const last = (on: string, off: string) => text.lastIndexOf(on) - text.lastIndexOf(off);
    if (text.includes(ALTERNATE)) this.#isAlternate = last(`${ALTERNATE}h`, `${ALTERNATE}l`) > 0;
    if (text.includes("\u001b[?25")) this.#hidesCursor = last("\u001b[?25l", SHOW_CURSOR) > 0;
    for (const mode of MODES) {
      if (!text.includes(mode)) continue;
      if (last(`${mode}h`, `${mode}l`) > 0) this.#modes.add(mode);
      else this.#modes.delete(mode);
    }
  }

  /** Leaves what is drawn to whoever draws next on this terminal: what else comes for it is dropped, and only `restore` still writes. */
  hold(): void {
    this.isHeld = true;
  }

  /** Restores, and reads no more keys: what is typed from now on is for the shell. A pause is not enough, Ink leaves the stream without one. */
  release(): void {
    this.restore();
    this.#in.destroy();
  }

  /**
   * The terminal as it was: modes off, main screen, cursor shown, line mode and echo. Safe to call again and from a dying program.
   * What is drawn after it is dropped: Ink draws once more when the program exits.
   */
  restore(): void {
    const off = [...this.#modes].map((mode) => `${mode}l`).join("");
    this.#write(
      `${off}${this.#isAlternate ? `${ALTERNATE}l` : ""}${this.#hidesCursor ? SHOW_CURSOR : ""}`,
    );
    this.#isGone = true;
    try {
      if (this.#in.isTTY && this.#in.isRaw) this.#in.setRawMode(false);
    } catch {
      // the terminal is gone: nothing is left to restore
    }
  }
}

/** What Ink takes for the terminal: its size and its resizes, with every byte handed on. */
class Duplicate extends Writable {
  readonly isTTY = true;
  readonly #out: WriteStream;

  constructor(out: WriteStream, write: (text: string) => void) {
    super({
      decodeStrings: false,
      write: (chunk: string | Uint8Array, _encoding, done) => {
        write(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"));
        done();
      },
    });
    this.#out = out;
    out.on("resize", () => this.emit("resize"));
  }

  get columns(): number {
    return this.#out.columns;
  }

  get rows(): number {
    return this.#out.rows;
  }
}

/** How Ink draws on it: only what changed, on the other screen; what ends the program is ours. */
export const inkOn = ({ stream }: Screen) => ({
  stdout: stream,
  stdin: process.stdin,
  alternateScreen: true,
  incrementalRendering: true,
  interactive: true,
  exitOnCtrlC: false,
  patchConsole: false,
});
