/** What later lines stand on: how the target was reached, what its project declares, and what its container went through. */
const KINDS = ["session", "project", "container"].map((name) => `{"type":"${name}"`);
const SNAPSHOT = '{"type":"snapshot"';
/** Of as many processes the newest snapshot is kept. */
const MOST_SNAPSHOTS = 8;

/** The newest line of each such kind, and the newest snapshot of each process, so that a recording that begins in the middle begins with them. A cell: it changes. */
export class Head {
  readonly #last = new Map<string, string>();
  readonly #snapshots = new Map<string, string>();

  /** Takes a line into account; its `type` must be its first key, as `encodeObservation` writes it. */
  note(line: string): void {
    if (line.startsWith(SNAPSHOT)) return this.#noteSnapshot(line);
    const kind = KINDS.find((start) => line.startsWith(start));
    if (kind !== undefined) this.#last.set(kind, line);
  }

  lines(): readonly string[] {
    return [...this.#last.values(), ...this.#snapshots.values()];
  }

  #noteSnapshot(line: string): void {
    // JSON escapes quotes, so that no text of a target can hold these bytes
    const pid = /"pid":(\d+)/u.exec(line)?.[1] ?? "";
    this.#snapshots.delete(pid);
    this.#snapshots.set(pid, line);
    const [oldest] = this.#snapshots.keys();
    if (this.#snapshots.size > MOST_SNAPSHOTS && oldest !== undefined)
      this.#snapshots.delete(oldest);
  }
}

export const isHello = (line: string): boolean => line.startsWith('{"type":"hello"');
