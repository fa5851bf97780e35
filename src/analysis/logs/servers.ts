import type { LogRecord } from "../../domain/log.ts";
import type { LogSource } from "../../domain/log-source.ts";
import type { Residents } from "./residents.ts";

/** Whose line something is, as far as it is told. */
export type Whose = Pick<LogRecord, "server" | "source">;

const MOST_SOURCES = 1024;

/** Which server each source is of. */
export class Servers {
  readonly #bySource = new Map<string, string | null>();
  readonly #told = new Set<string>();
  readonly #residents: Residents;

  constructor(residents: Residents) {
    this.#residents = residents;
  }

  /** One that is named for two servers is of neither alone. */
  told(sources: readonly LogSource[]): void {
    const now = new Map<string, string | null>();
    for (const { source, server } of sources) {
      const before = now.get(source);
      now.set(source, before === undefined || before === server ? server : null);
      if (server !== null && this.#told.size < MOST_SOURCES) this.#told.add(server);
    }
    for (const [source, server] of now) {
      this.#bySource.delete(source);
      this.#bySource.set(source, server);
    }
    for (const source of this.#bySource.keys()) {
      if (this.#bySource.size <= MOST_SOURCES) break;
      this.#bySource.delete(source);
    }
  }

  of(source: string): string | null {
    return this.#bySource.get(source) ?? null;
  }

  /** More than one was seen: whose a line is must be told. */
  get areSeveral(): boolean {
    return this.#residents.areSeveral || this.#told.size > 1;
  }

  /** The only one there is; null: none was seen, or several. */
  get only(): string | null {
    return this.areSeveral ? null : this.#residents.only;
  }

  /** Both are of one server for certain. */
  areOfOne(a: Whose, b: Whose): boolean {
    if (a.server !== null && b.server !== null) return a.server === b.server;
    return a.source === b.source || this.only !== null;
  }

  /** Nothing speaks against it. */
  mayBeOne(a: Whose, b: Whose): boolean {
    if (a.server !== null && b.server !== null) return a.server === b.server;
    return a.source === b.source || !this.areSeveral;
  }
}
