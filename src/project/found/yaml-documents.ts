import { isNode, LineCounter, parseDocument } from "yaml";

/** One document of a YAML text as plain values. */
export type YamlDocument = {
  readonly value: unknown;
  /** Line in the whole text of what stands at a path; of the document, where nothing does. */
  readonly lineOf: (path: readonly (string | number)[]) => number;
};

/** A workload is shorter; what is made to keep a parser busy is not. */
const MOST_LENGTH = 64 * 1024;
/** More aliases than this per document only a bomb has. */
const MOST_ALIASES = 100;

/** All documents that can be read. Left out: what is broken, and templates (`{{`), which are no YAML yet. */
export function yamlDocuments(text: string): readonly YamlDocument[] {
  return chunksOf(text.replace(/^\uFEFF/, "")).flatMap(({ chunk, firstLine }) => {
    const isNone = chunk.includes("{{") || chunk.length > MOST_LENGTH;
    const document = isNone ? null : documentOf(chunk, firstLine);
    return document === null ? [] : [document];
  });
}

/** Split at the markers by hand: one broken document, or one template, must not hide the others. */
function chunksOf(text: string): readonly { readonly chunk: string; readonly firstLine: number }[] {
  const chunks: { readonly chunk: string; readonly firstLine: number }[] = [];
  let lines: string[] = [];
  let firstLine = 1;
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (/^(?:---|\.\.\.)(?:\s|$)/.test(line)) {
      chunks.push({ chunk: lines.join("\n"), firstLine });
      lines = [line.startsWith("---") ? `   ${line.slice(3)}` : ""];
      firstLine = index + 1;
    } else lines.push(line);
  }
  chunks.push({ chunk: lines.join("\n"), firstLine });
  return chunks.filter(({ chunk }) => chunk.split("\n").some((line) => /^\s*[^\s#%]/.test(line)));
}

function documentOf(chunk: string, firstLine: number): YamlDocument | null {
  try {
    const lineCounter = new LineCounter();
    const document = parseDocument(chunk, { lineCounter, merge: true, logLevel: "silent" });
    if (document.errors.length > 0) return null;
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    const lineOf: YamlDocument["lineOf"] = (path) => {
      const node = path.length === 0 ? document.contents : document.getIn(path, true);
      const start = (isNode(node) ? node : document.contents)?.range?.[0] ?? 0;
      return firstLine + lineCounter.linePos(start).line - 1;
    };
    return { value, lineOf };
  } catch {
    // too deep, or too many aliases: nobody can deploy it either
    return null;
  }
}

/** What stands at a path; undefined: nothing, or no mapping on the way. */
export function member(value: unknown, ...path: readonly string[]): unknown {
  let held = value;
  for (const key of path) {
    if (!isMapping(held) || !Object.hasOwn(held, key)) return undefined;
    held = held[key];
  }
  return held;
}

export const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The entries of a list that are mappings. */
export const mappings = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter((each) => isMapping(each)) : [];
