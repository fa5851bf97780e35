import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What may stand before the bracket of a title: `test(`, `it(`, `test.skipIf(x)(`, `test.each(table)(`, `test.sequential(`. */
const CALLEE = /(?:\b(?:test|it|sequential|concurrent)|\))$/;

/** A file with a table of a rule: each row of it is a test under its `title:`. */
const TABLE = /^ruleTable\(/m;

/**
 * A promise is kept by tests of the rooms: says that each of them is there, by its title in its file.
 * Whether they pass is said by the same run of the whole suite.
 *
 * @param file    path from the top of the checkout
 * @param titles  titles exactly as written in that file, one at least
 * @throws        naming the first title which no running test has (`todo` and `skip` do not run)
 */
export function provenBy(file: string, ...titles: readonly [string, ...string[]]): void {
  const source = readFileSync(`${ROOT}${file}`, "utf8");
  for (const title of titles) {
    if (!runs(source, title)) throw new Error(`no running test in ${file} is called: ${title}`);
  }
}

function runs(source: string, title: string): boolean {
  return ['"', "'", "`"].some((quote) => {
    const literal = `${quote}${title.replaceAll(quote, `\\${quote}`)}${quote}`;
    for (let at = source.indexOf(literal); at >= 0; at = source.indexOf(literal, at + 1)) {
      const before = source.slice(0, at).trimEnd();
      const line = before.slice(before.lastIndexOf("\n") + 1).trimStart();
      const isCall = before.endsWith("(") && CALLEE.test(before.slice(0, -1).trimEnd());
      const isRow = before.endsWith("title:") && TABLE.test(source);
      if ((isCall || isRow) && !line.startsWith("//") && !line.startsWith("*")) return true;
    }
    return false;
  });
}
