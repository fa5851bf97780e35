import type { ReadFile } from "../domain/ports/project-files.ts";
import type { UnreadCause } from "../domain/unread.ts";
import { parsePhp, type PhpFile } from "./php/parse.ts";

/** The files of a project as far as they were given. What was parsed of a file is kept for as long as its text is the same. */
export class Sources {
  readonly #files = new Map<string, ReadFile>();
  readonly #parsed = new Map<string, PhpFile>();

  /** Whether it is another than before. */
  put(file: ReadFile): boolean {
    const before = this.#files.get(file.path);
    if (before !== undefined && isSame(before, file)) return false;
    this.#files.set(file.path, file);
    this.#parsed.delete(file.path);
    return true;
  }

  /** Null: it was never asked for. */
  get(path: string): ReadFile | null {
    return this.#files.get(path) ?? null;
  }

  /** Of all files that are there, readable or not; sorted. */
  paths(): readonly string[] {
    return [...this.#files.values()]
      .filter(({ kind }) => kind !== "absent")
      .map(({ path }) => path)
      .toSorted();
  }

  /** Null: absent, not readable, cut or no text. */
  text(path: string): string | null {
    const file = this.#files.get(path);
    return file?.kind === "text" && !file.isCut && !file.text.includes("\0") ? file.text : null;
  }

  /** It is there, but nobody can say what is in it. */
  isDark(path: string): boolean {
    return this.darkness(path) !== null;
  }

  /** Why nobody can; null: it is absent, or was read. */
  darkness(path: string): UnreadCause | null {
    const file = this.#files.get(path);
    if (file === undefined || file.kind === "absent") return null;
    if (file.kind === "unreadable") return "closed";
    if (file.kind !== "text" || file.isCut) return "too-large";
    return file.text.includes("\0") ? "binary" : null;
  }

  php(path: string): PhpFile | null {
    const known = this.#parsed.get(path);
    if (known !== undefined) return known;
    const text = this.text(path);
    if (text === null) return null;
    const parsed = parsePhp(path, text);
    this.#parsed.set(path, parsed);
    return parsed;
  }
}

function isSame(a: ReadFile, b: ReadFile): boolean {
  if (a.kind !== "text" || b.kind !== "text") return a.kind === b.kind;
  return a.text === b.text && a.isCut === b.isCut;
}
