import type { BinDeclared, Declared, ObjectDeclared } from "../../domain/declarations.ts";
import type { Place } from "../../domain/project.ts";
import { chainOf, declaredOf } from "./declared.ts";
import type { Held } from "./held.ts";
import { scopeOf } from "./interpreter.ts";
import { partsOf } from "./names.ts";
import type { Program } from "./nodes.ts";
import type { PhpFile } from "./parse.ts";
import { unknown, type Environment, type Noted, type Outcome } from "./scope.ts";

/** The value of `return` at the end of a file such as a configuration's; null: it returns nothing. Where that is not told it is unresolved. */
export function returnedValue(file: PhpFile, environment: Environment): Declared | null {
  const outcome = runFile(file, environment, () => {});
  if (outcome === null || outcome.kind === "on") return null;
  if (outcome.kind === "return") return declaredOf(outcome.value);
  return declaredOf(outcome.at);
}

type Ended =
  | Extract<Outcome, { readonly kind: "return" }>
  | { readonly kind: "on" }
  | { readonly kind: "unknown"; readonly at: Held };

/** Null: the file is no PHP. */
function runFile(
  file: PhpFile,
  environment: Environment,
  note: (noted: Noted) => void,
): Ended | null {
  if (file.ast === null) return null;
  for (const { names, statements } of partsOf(file.ast)) {
    const scope = scopeOf({ file, environment, names, note });
    const outcome = scope.interpreter.run(statements, scope);
    if (outcome.kind === "return") return outcome;
    if (outcome.kind !== "on") return { kind: "unknown", at: unknown(lastOf(file.ast), scope) };
  }
  return { kind: "on" };
}

/** The last `return` of a file says best what was not told. */
function lastOf(program: Program): Program["children"][number] {
  const statements = partsOf(program).flatMap((part) => part.statements);
  return statements.findLast(({ kind }) => kind === "return") ?? program;
}

/** What `bin/hyperf.php` sets before the application starts. */
export function bootOf(
  file: PhpFile,
  environment: Environment,
): Pick<BinDeclared, "iniSets" | "defines" | "timezone"> {
  const iniSets: BinDeclared["iniSets"][number][] = [];
  const defines: BinDeclared["defines"][number][] = [];
  let timezone: Declared | null = null;
  runFile(file, environment, (noted) => {
    if (noted.kind === "timezone") timezone = declaredOf(noted.value);
    if (noted.kind !== "ini" && noted.kind !== "define") return;
    const value = declaredOf(noted.value);
    const place: Place = value.place;
    (noted.kind === "ini" ? iniSets : defines).push({ name: noted.name, value, place });
  });
  return { iniSets, defines, timezone };
}

/** Chains that begin with a static call of a class, `Schedule::command(…)->daily()`, in the order of the file. */
export function staticChains(
  file: PhpFile,
  environment: Environment,
  className: string,
): readonly ObjectDeclared[] {
  const chains: Held[] = [];
  runFile(file, environment, (noted) => {
    if (noted.kind === "chain") chains.push(noted.value);
  });
  return chains.flatMap((held) => chainOf(held) ?? []).filter((chain) => isOf(chain, className));
}

const isOf = (chain: ObjectDeclared, className: string): boolean =>
  chain.className.toLowerCase() === className.toLowerCase();
