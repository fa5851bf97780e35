/** What later lines stand on: how the target was reached, and what its project declares. */
const KINDS = ["session", "project"].map((name) => `{"type":"${name}"`);

/** The newest line of each such kind, so that a recording that begins in the middle begins with them. A cell: it changes. */
export class Head {
  readonly #last = new Map<string, string>();

  /** Takes a line into account; its `type` must be its first key, as `encodeObservation` writes it. */
  note(line: string): void {
    const kind = KINDS.find((start) => line.startsWith(start));
    if (kind !== undefined) this.#last.set(kind, line);
  }

  lines(): readonly string[] {
    return [...this.#last.values()];
  }
}

export const isHello = (line: string): boolean => line.startsWith('{"type":"hello"');
