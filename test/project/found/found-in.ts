import { parsePhp } from "../../../src/project/php/parse.ts";
import { codeFindings } from "../../../src/project/found/code-findings.ts";
import {
  field,
  isClass,
  nameOf,
  type Node,
  nodesAt,
  within,
} from "../../../src/project/found/syntax.ts";

/** A tree with its classes under their full names. */
export function parsed(text: string): {
  readonly ast: Node;
  readonly classes: readonly { readonly name: string; readonly methods: { node: Node }[] }[];
} {
  const { ast, error } = parsePhp("a.php", text);
  if (ast === null) throw new SyntaxError(`line ${error?.line}: ${error?.message}`);
  const namespace = within(ast).find(({ kind }) => kind === "namespace");
  const prefix = namespace === undefined ? "" : `${String(field(namespace, "name"))}\\`;
  const classes = within(ast)
    .filter((node) => isClass(node) && nameOf(node) !== null)
    .map((node) => ({
      name: prefix + (nameOf(node) ?? ""),
      methods: nodesAt(node, "body")
        .filter(({ kind }) => kind === "method")
        .map((method) => ({ node: method })),
    }));
  return { ast, classes };
}

/** `kind:line` of what is found in a file, whose every class is one of a task and of a process. */
export function foundIn(text: string): readonly string[] {
  const { ast, classes } = parsed(text);
  const names = new Set(classes.map(({ name }) => name));
  return codeFindings({ path: "app/A.php", text, ast }, classes, {
    taskClasses: names,
    processClasses: names,
  }).map(({ kind, line }) => `${kind}:${line}`);
}

/** The body of one method of a class, or what else stands in it, with imports before it. */
export const classWith = (members: string, imports = "", head = "class A"): string =>
  `<?php\nnamespace App;\n${imports}\n${head}\n{\n${members}\n}\n`;
