import type { Argument, Declared } from "../../domain/declarations.ts";
import type { Place } from "../../domain/project.ts";
import { argumentsOf, secretNamed } from "./arguments.ts";
import { declaredArguments, declaredOf } from "./declared.ts";
import { evaluate } from "./evaluate.ts";
import { docOf, type Doc } from "./docs.ts";
import { scopeOf } from "./interpreter.ts";
import { classOf, fullName, partsOf, type Names } from "./names.ts";
import type { AttributeGroup, ClassLike, Method, Node, Parameter } from "./nodes.ts";
import type { PhpFile } from "./parse.ts";
import { held, type Environment, type Scope } from "./scope.ts";
import { placeOf, textOf } from "./written.ts";

export type PhpAttribute = {
  /** Full name. */
  readonly name: string;
  readonly args: readonly Argument[];
  /** Of the attribute itself. */
  readonly place: Place;
  readonly text: string;
};

type Documented = Doc & { readonly attributes: readonly PhpAttribute[] };

export type PhpMethod = Documented & {
  readonly name: string;
  readonly place: Place;
  /** php-parser's own; for `within` and `evaluate` only. */
  readonly node: Method;
};

export type PhpClass = Documented & {
  /** Full names. */
  readonly name: string;
  readonly parent: string | null;
  readonly place: Place;
  /** What names in it mean: for those in doc comments. */
  readonly names: Names;
  readonly properties: Readonly<Record<string, Declared>>;
  readonly constants: Readonly<Record<string, Declared>>;
  readonly methods: readonly PhpMethod[];
};

/** The classes, interfaces, traits and enums of a file, in their order; those without a name are left out. */
export function classesOf(file: PhpFile, environment: Environment): readonly PhpClass[] {
  if (file.ast === null) return [];
  return partsOf(file.ast).flatMap(({ names, statements }) =>
    statements
      .filter((node) => isClass(node))
      .flatMap((node) => {
        const name = node.name === null ? null : fullName(`namespace\\${node.name.name}`, names);
        const parent = parentOf(node, names);
        if (name === null) return [];
        const scope = scopeOf({ file, environment, names, className: name, parentName: parent });
        return [classFrom(node, { name, parent, scope })];
      }),
  );
}

const isClass = (node: Node): node is ClassLike =>
  ["class", "interface", "trait", "enum"].includes(node.kind);

const parentOf = ({ extends: parent }: ClassLike, names: Names): string | null =>
  parent === null || parent === undefined || !("kind" in parent) ? null : classOf(parent, names);

type Of = { readonly name: string; readonly parent: string | null; readonly scope: Scope };

function classFrom(node: ClassLike, { name, parent, scope: outer }: Of): PhpClass {
  const scope = ownConstants(node.body, outer);
  return {
    name,
    parent,
    place: placeOf(scope.file, node.name ?? node),
    ...documented(node, scope),
    names: scope.names,
    ...membersOf(node.body, scope),
    methods: node.body
      .filter((member) => member.kind === "method")
      .map((method) => ({
        name: method.name.name,
        place: placeOf(scope.file, method.name),
        ...documented(method, scope),
        node: method,
      })),
  };
}

function documented(node: ClassLike | Method, scope: Scope): Documented {
  const groups = (node.attrGroups ?? []).filter((group) => belongs(group, node));
  return {
    attributes: groups.flatMap(({ attrs }) =>
      attrs.map((attribute) => ({
        name: fullName(attribute.name, scope.names),
        args: declaredArguments(argumentsOf(attribute.args, scope)),
        place: placeOf(scope.file, attribute),
        text: textOf(scope.file, attribute),
      })),
    ),
    ...docOf(scope.file, node),
  };
}

/** php-parser gives the attributes of a constant to the member after it, too (3.7.0). */
const belongs = (group: AttributeGroup, node: ClassLike | Method): boolean =>
  node.kind !== "method" || group.loc.start.offset >= node.loc.start.offset;

/** `self::X` of the class itself is known in it. */
function ownConstants(body: readonly Node[], scope: Scope): Scope {
  const { classConstant } = scope.environment;
  const own = new Map(
    body.flatMap((member) =>
      member.kind === "classconstant"
        ? member.constants.map(({ name, value }) => [name.name, value] as const)
        : [],
    ),
  );
  const asked = new Set<string>();
  const known: Scope = {
    ...scope,
    environment: {
      ...scope.environment,
      classConstant(className, name) {
        const value = className === scope.className ? own.get(name) : undefined;
        if (value === undefined) return classConstant(className, name);
        if (asked.has(name)) return null;
        asked.add(name);
        const declared = evaluate(value, known);
        asked.delete(name);
        return declared;
      },
    },
  };
  return known;
}

type Members = Pick<PhpClass, "properties" | "constants">;

function membersOf(body: readonly Node[], scope: Scope): Members {
  const properties: Record<string, Declared> = {};
  const constants: Record<string, Declared> = {};
  for (const member of body) {
    if (member.kind === "propertystatement") {
      for (const property of member.properties)
        properties[property.name.name] = valueOf(
          property.name.name,
          property.value ?? property,
          scope,
        );
    }
    if (member.kind === "classconstant") {
      for (const { name, value } of member.constants)
        constants[name.name] = valueOf(name.name, value, scope);
    }
    if (member.kind === "method" && member.name.name === "__construct")
      for (const each of member.arguments.filter(isPromoted)) promoted(each, properties, scope);
  }
  return { properties, constants };
}

const isPromoted = ({ flags, value }: Parameter): boolean => flags > 0 && value !== null;

function promoted(
  { name, value }: Parameter,
  properties: Record<string, Declared>,
  scope: Scope,
): void {
  if (value !== null) properties[name.name] = valueOf(name.name, value, scope);
}

/** A property without a value is null. */
function valueOf(name: string, value: Node, scope: Scope): Declared {
  const of =
    value.kind === "property" ? held(null, value, scope) : scope.interpreter.evaluate(value, scope);
  return declaredOf(secretNamed(name, of, value, scope));
}
