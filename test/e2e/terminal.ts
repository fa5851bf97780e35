import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type IPty, spawn } from "@lydell/node-pty";
import { Resvg } from "@resvg/resvg-js";
import xterm from "@xterm/headless";
import { until } from "../fixtures/until.ts";
import { svgOf } from "./svg.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SHOTS = fileURLToPath(new URL("shots/", import.meta.url));

type Options = {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
};

/** How the terminal is set: what a program may switch on and has to switch off again. */
export type Modes = {
  readonly isAlternate: boolean;
  readonly isCursorShown: boolean;
  readonly isPasteBracketed: boolean;
  readonly isMouseOn: boolean;
};

/** A program on a real pseudo terminal, drawn by xterm: what is on its screen, what it wrote, how it ended. */
export class Terminal {
  /** Everything it wrote, one character per byte. */
  raw = "";
  /** How it ended; null while it runs. */
  ended: { readonly code: number; readonly signal: number } | null = null;
  readonly #pty: IPty;
  readonly #xterm: InstanceType<typeof xterm.Terminal>;

  constructor(
    argv: readonly [string, ...string[]],
    { columns = 160, rows = 45, env = {} }: Options = {},
  ) {
    this.#xterm = new xterm.Terminal({
      cols: columns,
      rows,
      allowProposedApi: true,
      scrollback: 200,
    });
    const [file, ...args] = argv;
    const { CI: _, NO_COLOR: __, ...inherited } = process.env;
    this.#pty = spawn(file, args, {
      cols: columns,
      rows,
      cwd: ROOT,
      encoding: null,
      env: { ...inherited, TERM: "xterm-256color", LANG: "C.UTF-8", ...env },
    });
    // `encoding: null` makes it hand out bytes; its types do not know that.
    this.#pty.onData((chunk: unknown) => {
      const bytes = chunk as Uint8Array;
      this.raw += Buffer.from(bytes).toString("latin1");
      this.#xterm.write(bytes);
    });
    this.#xterm.onData((answer) => this.#pty.write(answer));
    this.#pty.onExit(({ exitCode, signal }) => {
      this.ended = { code: exitCode, signal: signal ?? 0 };
    });
  }

  /** PID of what was started in it. */
  get pid(): number {
    return this.#pty.pid;
  }

  /** PID of the program which that has started last, e.g. of a shell's. */
  get childPid(): number | null {
    const children = readFileSync(`/proc/${this.pid}/task/${this.pid}/children`, "latin1");
    const last = children.trim().split(" ").at(-1);
    return last === undefined || last === "" ? null : Number(last);
  }

  lines(): readonly string[] {
    const { active } = this.#xterm.buffer;
    return Array.from(
      { length: this.#xterm.rows },
      (_, row) =>
        active.getLine(active.baseY + row)?.translateToString(true, 0, this.#xterm.cols) ?? "",
    );
  }

  text(): string {
    return this.lines().join("\n");
  }

  modes(): Modes {
    const { bracketedPasteMode, mouseTrackingMode } = this.#xterm.modes;
    const lastOf = (sequence: string) => this.raw.lastIndexOf(sequence);
    return {
      isAlternate: this.#xterm.buffer.active.type === "alternate",
      isCursorShown: lastOf("\u001b[?25h") >= lastOf("\u001b[?25l"),
      isPasteBracketed: bracketedPasteMode,
      isMouseOn: mouseTrackingMode !== "none",
    };
  }

  /** Waits until the screen shows it; says what stood there instead. */
  async until(
    wanted: string | RegExp | ((text: string) => boolean),
    timeoutMs?: number,
  ): Promise<void> {
    const isThere = (text: string) => {
      if (typeof wanted === "string") return text.includes(wanted);
      return wanted instanceof RegExp ? wanted.test(text) : wanted(text);
    };
    const told = () =>
      `${String(wanted)}; the screen is\n${this.text()}\n(ended: ${JSON.stringify(this.ended)})`;
    const shows = async () => {
      const isOver = this.ended !== null;
      await this.settled();
      if (this.#isBetweenFrames() && isThere(this.text())) return true;
      if (isOver) throw new Error(`it ended before it showed ${told()}`);
      return false;
    };
    await until(shows, told, timeoutMs);
  }

  /** Waits until the program has ended. */
  async end(timeoutMs?: number): Promise<{ readonly code: number; readonly signal: number }> {
    await until(
      () => this.ended !== null,
      () => `the end; the screen is\n${this.text()}`,
      timeoutMs,
    );
    await this.settled();
    return this.ended ?? { code: -1, signal: -1 };
  }

  /** Types: what a key sends, e.g. `"j"`, `KEYS.down`; several characters arrive in one read. */
  press(keys: string): void {
    this.#pty.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.#xterm.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  /** The terminal is smaller already, and the program does not know it yet. */
  resizeUnheard(columns: number, rows: number): void {
    this.#xterm.resize(columns, rows);
  }

  signal(signal: NodeJS.Signals, pid = this.pid): void {
    process.kill(pid, signal);
  }

  /** The terminal goes away, as when its window is closed. */
  close(): void {
    // Its `kill` hangs up and closes; a pty whose program is gone already has nothing left to close.
    try {
      (this.#pty as IPty & { destroy: () => void }).destroy();
    } catch {
      // gone
    }
    this.#xterm.dispose();
  }

  /** Writes a picture of the screen to shots/, which git ignores: for people to look at. Returns its path. */
  picture(name: string): string {
    mkdirSync(SHOTS, { recursive: true });
    const path = `${SHOTS}${name}.png`;
    const png = new Resvg(svgOf(this.#xterm), {
      font: { loadSystemFonts: true, defaultFontFamily: "DejaVu Sans Mono" },
    }).render();
    writeFileSync(path, png.asPng());
    return path;
  }

  /** A frame that came in part, in two reads, is on no real screen: it is synchronised (mode 2026). */
  #isBetweenFrames(): boolean {
    return (
      this.ended !== null ||
      this.raw.lastIndexOf("\u001b[?2026h") <= this.raw.lastIndexOf("\u001b[?2026l")
    );
  }

  /** Everything that came is drawn. */
  async settled(): Promise<void> {
    await new Promise<void>((resolve) => this.#xterm.write("", resolve));
  }
}

export const KEYS = {
  up: "\u001b[A",
  down: "\u001b[B",
  home: "\u001b[H",
  end: "\u001b[F",
  pageUp: "\u001b[5~",
  pageDown: "\u001b[6~",
  enter: "\r",
  escape: "\u001b",
  backspace: "\u007f",
  ctrlC: "\u0003",
  ctrlZ: "\u001a",
} as const;
