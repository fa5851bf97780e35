import type { Node } from "./syntax.ts";
import type { CodeFinding } from "../../domain/declarations.ts";
import type { Scope } from "./scopes.ts";

/** Full names of the classes that tasks and processes are made of. */
export type Context = {
  readonly taskClasses: ReadonlySet<string>;
  readonly processClasses: ReadonlySet<string>;
};

/** What a rule looks for in source, as data and one pure function. When in doubt it finds nothing. */
export type Pattern = {
  readonly kind: CodeFinding["kind"];
  /** One of these stands in every file that has it. */
  readonly words: readonly string[];
  readonly find: (scope: Scope, context: Context) => readonly Node[];
};
