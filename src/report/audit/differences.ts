import { show } from "../../domain/text.ts";
import { cellWidth, padCells } from "../../words/cells.ts";
import { inert } from "../inert.ts";

type Difference = {
  readonly path: string;
  readonly a: unknown;
  readonly b: unknown;
  readonly aFrom: string | null;
  readonly bFrom: string | null;
};

type Compared = {
  readonly a: string;
  readonly b: string;
  readonly differences: readonly Difference[];
};

/** Contract 2.4, `audit A B`, one line. */
export const differencesJson = (compared: Compared): string =>
  JSON.stringify({ v: 1, ...compared });

/** Where the projects that were compared lie: of a server their address does not tell. */
type Roots = { readonly a: string; readonly b: string };

/** A line per difference: `crontab.enable   true (config/autoload/crontab.php:3)  ->  false`. */
export function differencesText(compared: Compared, roots: Roots = compared): string {
  const { a, b, differences } = compared;
  const width = Math.max(0, ...differences.map(({ path }) => cellWidth(show(path))));
  const lines = [
    `a ${named(a, roots.a)}`,
    `b ${named(b, roots.b)}`,
    ...differences.map(
      (each) =>
        `${padCells(show(each.path), width)}  ${side(each.a, each.aFrom)}  ->  ${side(each.b, each.bFrom)}`,
    ),
    differences.length === 0 ? "no difference" : `${differences.length} differ`,
  ];
  return inert(lines.join("\n"));
}

const named = (subject: string, root: string): string =>
  subject === root ? show(subject) : `${show(subject)}  ${show(root)}`;

const side = (value: unknown, from: string | null): string =>
  `${show(typeof value === "string" ? value : JSON.stringify(value ?? null))}${from === null ? "" : ` (${show(from)})`}`;
