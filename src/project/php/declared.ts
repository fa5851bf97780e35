import type { Argument, Declared, ObjectDeclared } from "../../domain/declarations.ts";
import { maskWritten } from "../../domain/secret.ts";
import {
  envsOf,
  isArray,
  isCallable,
  isObject,
  isPlain,
  type Held,
  type HeldArgument,
  type PhpObject,
  type Plain,
} from "./held.ts";

const MASK = "***";

/** What is handed on of a value: secrets masked. Under a secret (`isSecret`) all below is one. */
export function declaredOf(held: Held, isSecret = held.isSecret): Declared {
  const { value, place } = held;
  const written = { place, text: held.text(), envs: envsOf(held) };
  if (isPlain(value)) return scalarOf(value, written, isSecret);
  if (isArray(value)) {
    const entries = [...value.entries].map(([key, each]) => ({
      key,
      value: declaredOf(each, isSecret || each.isSecret),
    }));
    return { kind: "array", ...written, entries };
  }
  if (isObject(value) && isTold(value)) return { ...written, ...objectOf(value, isSecret) };
  return { kind: isCallable(value) ? "closure" : "unresolved", ...written };
}

/** A single static call may give anything; a chain on it is a builder's. */
const isTold = ({ isTouched, isStatic, calls }: PhpObject): boolean =>
  !isTouched && !(isStatic && calls.length === 1);

/** A static call with what is chained on it; null: code that was not followed has had it. */
export function chainOf(held: Held): ObjectDeclared | null {
  const { value, place } = held;
  if (!isObject(value) || value.isTouched) return null;
  return { place, text: held.text(), envs: envsOf(held), ...objectOf(value, false) };
}

type Written = Pick<Declared, "place" | "text" | "envs">;

function scalarOf(value: Plain, written: Written, isSecret: boolean): Declared {
  // Nothing, yes and no give nothing away, and a rule may ask for them.
  const isTelling = value !== null && typeof value !== "boolean" && value !== "";
  if (isSecret && isTelling) return { kind: "scalar", ...written, value: MASK };
  if (typeof value === "string") return { kind: "scalar", ...written, value: maskWritten(value) };
  if (typeof value !== "bigint") return numberOf(value, written);
  return { kind: "scalar", ...written, value: Number(value) };
}

const numberOf = (value: null | boolean | number, written: Written): Declared =>
  typeof value === "number" && !Number.isFinite(value)
    ? { kind: "unresolved", ...written }
    : { kind: "scalar", ...written, value };

const objectOf = ({ className, args, calls }: PhpObject, isSecret: boolean) => ({
  kind: "object" as const,
  className,
  args: argumentsOf(args, isSecret),
  calls: calls.map((call) => ({
    name: call.name,
    args: argumentsOf(call.args, isSecret),
    place: call.place,
  })),
});

const argumentsOf = (args: readonly HeldArgument[], isSecret: boolean): readonly Argument[] =>
  args.map(({ name, value }) => ({
    name,
    value: declaredOf(value, isSecret || value.isSecret),
  }));

/** Null: a spread of what is not known; what else there is would be misread without it. */
export const declaredArguments = (args: readonly HeldArgument[] | null): readonly Argument[] =>
  argumentsOf(args ?? [], false);
