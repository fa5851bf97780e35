import type { Declared } from "../domain/declarations.ts";
import { pathsOfClass, type Composer } from "./composer.ts";
import { classesOf, type PhpClass } from "./php/classes.ts";
import type { Environment } from "./php/scope.ts";
import type { PhpFile } from "./php/parse.ts";
import { returnedValue } from "./php/file.ts";
import { within } from "./paths.ts";
import type { Sources } from "./sources.ts";
import type { Variables } from "./variables.ts";

/** Classes of files, for as long as what they stand on is the same. */
export type KnownClasses = WeakMap<PhpFile, readonly PhpClass[]>;

/** Files whose constants lead to others. */
const MOST_DEPTH = 8;

type Parts = {
  readonly sources: Sources;
  readonly composer: Composer;
  readonly variables: Variables;
  readonly root: string;
  readonly known: KnownClasses;
};

/** What the project's code asks its surroundings for, answered from its other files. Paths that nobody has given yet are `missing`. */
export class ProjectEnvironment implements Environment {
  readonly constants: Map<string, string | number | boolean | null>;
  /** Files to be asked for. */
  readonly missing = new Set<string>();
  /** Files that were looked into on behalf of others. */
  readonly consulted = new Set<string>();
  readonly #parts: Parts;
  /** Being looked into just now: classes and files that lead back to themselves give nothing. */
  readonly #open = new Set<string>();
  #blocked = 0;
  #depth = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.constants = new Map([["BASE_PATH", parts.root]]);
  }

  readonly env = (name: string): string | null => this.#parts.variables.get(name);

  get isEnvOpen(): boolean {
    return this.#parts.sources.isDark(".env");
  }

  readonly noteEnv = (name: string): void => this.#parts.variables.note(name);

  readonly classConstant = (className: string, name: string): Declared | null =>
    this.#once(`${className}::${name}`, () => {
      const found = this.classNamed(className);
      const own = found?.constants[name] ?? null;
      if (own !== null || found === null || found.parent === null) return own;
      return this.classConstant(found.parent, name);
    });

  readonly include = (path: string): Declared | null => {
    const inside = within(this.#parts.root, path);
    if (inside === null) return null;
    return this.#once(inside, () => {
      const file = this.#file(inside);
      return file === null || file.error !== null ? null : returnedValue(file, this);
    });
  };

  /** By composer's autoload; null: not there, or not yet. */
  classNamed(className: string): PhpClass | null {
    for (const path of pathsOfClass(this.#parts.composer, className)) {
      const file = this.#file(path);
      const found =
        file === null ? undefined : this.classesIn(file).find(({ name }) => name === className);
      if (found !== undefined) return found;
    }
    return null;
  }

  classesIn(file: PhpFile): readonly PhpClass[] {
    const { known } = this.#parts;
    const before = known.get(file);
    if (before !== undefined) return before;
    const blocked = this.#blocked;
    this.#depth += 1;
    const classes = file.error === null && this.#depth <= MOST_DEPTH ? classesOf(file, this) : [];
    this.#depth -= 1;
    // what met itself on the way here may be told when it is asked for by another way
    if (this.#depth === 0 || blocked === this.#blocked) known.set(file, classes);
    return classes;
  }

  php(path: string): PhpFile | null {
    return this.#parts.sources.php(path);
  }

  #file(path: string): PhpFile | null {
    this.consulted.add(path);
    if (this.#parts.sources.get(path) === null) this.missing.add(path);
    return this.#parts.sources.php(path);
  }

  #once(key: string, look: () => Declared | null): Declared | null {
    if (this.#open.has(key)) {
      this.#blocked += 1;
      return null;
    }
    this.#open.add(key);
    try {
      return look();
    } finally {
      this.#open.delete(key);
    }
  }
}
