import type { Argument, DeclaredTask } from "../domain/declarations.ts";
import type { ProjectEnvironment } from "./environment.ts";
import { annotationsOf } from "./php/annotations.ts";
import type { PhpClass, PhpMethod } from "./php/classes.ts";
import { fullName } from "./php/names.ts";
import { within } from "./php/nodes.ts";
import type { PhpFile } from "./php/parse.ts";

/** An attribute or annotation where it stands. */
export type Annotated = {
  readonly by: "attribute" | "annotation";
  readonly args: readonly Argument[];
  readonly place: DeclaredTask["place"];
  readonly text: string;
};

/** The classes of the files that are scanned, and of those that these lead to. */
export class ClassIndex {
  readonly #environment: ProjectEnvironment;
  readonly #scanned: readonly { readonly file: PhpFile; readonly found: PhpClass }[];
  readonly #withAnnotations: boolean;

  constructor(
    environment: ProjectEnvironment,
    files: readonly PhpFile[],
    withAnnotations: boolean,
  ) {
    this.#environment = environment;
    this.#withAnnotations = withAnnotations;
    this.#scanned = files.flatMap((file) =>
      environment.classesIn(file).map((found) => ({ file, found })),
    );
  }

  all(): readonly PhpClass[] {
    return this.#scanned.map(({ found }) => found);
  }

  find(className: string): PhpClass | null {
    return (
      this.#scanned.find(({ found }) => found.name === className)?.found ??
      this.#environment.classNamed(className)
    );
  }

  /** Attributes with this full name, or without one its annotations: Hyperf 2 reads both. */
  annotated(of: PhpClass | PhpMethod, name: string, inside: PhpClass): readonly Annotated[] {
    const attributes = of.attributes.filter((each) => each.name === name);
    if (attributes.length > 0 || of.doc === null || !this.#withAnnotations)
      return attributes.map((each) => ({ by: "attribute", ...each }));
    const { file } = of.place;
    return annotationsOf(of.doc, of.docLine, file)
      .filter((each) => fullName(each.name, inside.names) === name)
      .map(({ name: written, args, line }) => ({
        by: "annotation",
        args,
        place: { file, line },
        text: `@${written}`,
      }));
  }

  /**
   * The public method that runs when none is named: the only one, else `__invoke`; null: not told. Those of parents count; those of traits are not seen
   * (hyperf:src/crontab/src/Annotation/Crontab.php).
   */
  onlyMethod(of: PhpClass): string | null {
    const names = this.#publicMethods(of, new Set());
    if (names === null) return null;
    const plain = names.filter((name) => !name.startsWith("__"));
    if (plain.length === 1) return plain[0] ?? null;
    return names.includes("__invoke") ? "__invoke" : null;
  }

  #publicMethods(of: PhpClass, seen: Set<string>): readonly string[] | null {
    if (seen.has(of.name) || this.#hasTraits(of)) return null;
    const own = of.methods.filter(({ node }) => isPublic(node)).map(({ name }) => name);
    if (of.parent === null) return own;
    const parent = this.find(of.parent);
    const above = parent === null ? null : this.#publicMethods(parent, seen.add(of.name));
    return above === null ? null : [...new Set([...own, ...above])];
  }

  #hasTraits({ place }: PhpClass): boolean {
    const file = this.#environment.php(place.file);
    return file?.ast == null || [...within(file.ast)].some((node) => isTraitUse(node));
  }

  /** Whether code of the class sets a property while it runs. */
  assigns({ place }: PhpClass, property: string): boolean {
    const text = this.#environment.php(place.file)?.text ?? "";
    return new RegExp(`\\$this->${property}\\s*\\??\\??=[^=]`).test(text);
  }
}

const isPublic = (node: object): boolean =>
  !("visibility" in node) || (node.visibility !== "private" && node.visibility !== "protected");
const isTraitUse = ({ kind }: { readonly kind: string }): boolean => kind === "traituse";
