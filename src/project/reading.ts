import type { Declarations } from "../domain/declarations.ts";
import type { ReadFile, Wanted } from "../domain/ports/project-files.ts";
import { FIRST, file, isWithin, SYSTEM } from "./files.ts";
import { Resolver } from "./resolver.ts";
import { Sources } from "./sources.ts";
import type { GivenVariables } from "./variables.ts";

export type ReadingOptions = {
  /** Where the project lies, as its own code would name it: `BASE_PATH`. */
  readonly root: string;
  readonly env: GivenVariables;
  /** A target: PHP's settings outside of the root may be asked for. */
  readonly withSystem: boolean;
};

/** What is asked for follows from what was read; a project that leads on and on ends here. */
const MOST_ROUNDS = 8;

/**
 * Reads a project: says which files it wants, is given them, until it wants no more. Nothing is run. Files that are asked for again and have the same text
 * are not parsed again.
 */
export class ProjectReading {
  readonly #sources = new Sources();
  readonly #resolver: Resolver;
  /** All that was ever asked for, by its path and kind. */
  readonly #asked = new Map<string, Wanted>();
  #pending: readonly Wanted[] = [];
  #rounds = 0;

  constructor(options: ReadingOptions) {
    this.#resolver = new Resolver(this.#sources, options);
    this.#ask([...FIRST, ...(options.withSystem ? SYSTEM : [])]);
  }

  /** Empty: nothing more. */
  wanted(): readonly Wanted[] {
    return this.#pending;
  }

  /** `answered` of what was wanted; a file that is not among `files` is absent. */
  give(answered: readonly Wanted[], files: readonly ReadFile[]): void {
    const changed = [...goneOf(answered, files, this.#sources), ...files].filter((each) =>
      this.#sources.put(each),
    );
    this.#resolver.changed(changed.map(({ path }) => path));
    const done = new Set(answered.map(keyOf));
    this.#pending = this.#pending.filter((wanted) => !done.has(keyOf(wanted)));
    if (this.#pending.length > 0 || this.#rounds >= MOST_ROUNDS) return;
    this.#rounds += 1;
    this.#ask(this.#resolver.resolved().wanted.filter((wanted) => !this.#asked.has(keyOf(wanted))));
  }

  declarations(): Declarations {
    return this.#resolver.resolved().declarations;
  }

  /** Only these files again; everything else as it was read. */
  refresh(paths: readonly string[]): void {
    this.#rounds = 0;
    this.#ask(paths.map((path) => this.#asked.get(keyOf(file(path))) ?? file(path)));
  }

  /** All files again. */
  again(): void {
    this.#rounds = 0;
    this.#pending = [...this.#asked.values()];
  }

  #ask(wanted: readonly Wanted[]): void {
    for (const each of wanted) this.#asked.set(keyOf(each), each);
    this.#pending = [...this.#pending, ...wanted];
  }
}

const keyOf = ({ kind, path }: Wanted): string => `${kind} ${path}`;

/** What was asked for and is not answered, or no longer: it is absent. */
function goneOf(
  answered: readonly Wanted[],
  files: readonly ReadFile[],
  sources: Sources,
): readonly ReadFile[] {
  const given = new Set(files.map(({ path }) => path));
  const asked = new Set(answered.flatMap((each) => (each.kind === "file" ? [each.path] : [])));
  const folders = answered.filter((each) => each.kind === "folder");
  const known = sources.paths().filter((path) => folders.some((each) => isWithin(path, each)));
  return [...asked, ...known]
    .filter((path) => !given.has(path))
    .map((path) => ({ path, kind: "absent" }));
}
