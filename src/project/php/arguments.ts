import { isSecretName } from "../../domain/secret.ts";
import { isArray, type Held, type HeldArgument } from "./held.ts";
import type { Node } from "./nodes.ts";
import { touch } from "./poison.ts";
import type { Scope } from "./scope.ts";
import { Secrets } from "./secrets.ts";

/** The arguments of a call; null: a spread of what is not known. All are evaluated in any case. */
export function argumentsOf(nodes: readonly Node[], scope: Scope): readonly HeldArgument[] | null {
  const args = nodes.map((node) => argument(node, scope));
  return args.every((each) => each !== null) ? args.flat() : null;
}

function argument(node: Node, scope: Scope): readonly HeldArgument[] | null {
  const { evaluate } = scope.interpreter;
  if (node.kind === "namedargument") {
    const value = evaluate(node.value, scope);
    return [
      {
        name: node.name,
        value: isSecretName(node.name) ? secret(value, node.value, scope) : value,
      },
    ];
  }
  if (node.kind !== "variadic") return [{ name: null, value: evaluate(node, scope) }];
  const { value } = evaluate(node.what, scope);
  if (!isArray(value)) return null;
  return [...value.entries].map(([key, each]) => ({
    name: typeof key === "string" ? key : null,
    value: each,
  }));
}

/** Only those by position: of a function whose names of parameters are not known here. */
export const positional = (args: readonly HeldArgument[] | null): readonly Held[] | null =>
  args === null || args.some(({ name }) => name !== null) ? null : args.map(({ value }) => value);

/** Arguments that code which is not followed has got. */
export const handOver = (args: readonly HeldArgument[] | null): void => {
  for (const { value } of args ?? []) touch(value);
};

/** A value that stands where only a secret stands. */
export function secret(value: Held, node: Node, scope: Scope): Held {
  Secrets.of(scope.file).hide(node);
  return asSecret(value);
}

function asSecret(held: Held): Held {
  const { value } = held;
  if (!isArray(value)) return { ...held, isSecret: true };
  const entries = new Map([...value.entries].map(([key, each]) => [key, asSecret(each)]));
  return { ...held, isSecret: true, value: { ...value, entries } };
}

/** The value of a member of that name. */
export const secretNamed = (name: string, value: Held, node: Node, scope: Scope): Held =>
  isSecretName(name) ? secret(value, node, scope) : value;
