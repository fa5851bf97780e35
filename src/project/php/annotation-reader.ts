/** A value in an annotation, with where it stands. */
export type Written = {
  readonly line: number;
  readonly text: string;
  readonly value:
    | { readonly kind: "scalar"; readonly value: string | number | boolean | null }
    | {
        readonly kind: "array";
        readonly entries: readonly { readonly key: string | number; readonly value: Written }[];
      }
    | { readonly kind: "unresolved" };
};

type Named = { readonly name: string | null; readonly value: Written };
type Item = { readonly key: string | number | null; readonly value: Written };

const STRING = /"((?:[^"]|"")*)"/y;
const NUMBER = /-?(?:\d+\.\d+|\d+)(?:[eE][+-]?\d+)?(?![\w.])/y;
const WORD = /[A-Za-z_\\][\w\\]*(?:::[A-Za-z_]\w*)?/y;
const NAME = /([A-Za-z_]\w*)\s*=/y;
const KEY = /(?:"((?:[^"]|"")*)"|(-?\d+)|([A-Za-z_][\w\\]*(?:::\w+)?))\s*[=:](?!:)/y;
const MOST_DEPTH = 20;

/** Reads what stands in the brackets of one annotation. A part that it cannot read is unresolved, and ends it. */
export class AnnotationReader {
  readonly #text: string;
  readonly #firstLine: number;
  #at: number;
  #depth = 0;

  constructor(text: string, at: number, firstLine: number) {
    this.#text = text;
    this.#at = at;
    this.#firstLine = firstLine;
  }

  /** Of an annotation without brackets there are none. */
  arguments(): readonly Named[] {
    if (!this.#takes("(")) return [];
    const found: Named[] = [];
    while (!this.#takes(")") && this.#at < this.#text.length) {
      const name = this.#match(NAME)?.[1] ?? null;
      const value = this.#value();
      found.push({ name, value });
      if (!this.#takes(",") && !this.#sees(")")) return found;
    }
    return found;
  }

  #value(): Written {
    this.#skip();
    const start = this.#at;
    const value = this.#depth < MOST_DEPTH ? this.#read() : null;
    const line = this.#firstLine + this.#text.slice(0, start).split("\n").length - 1;
    if (value !== null) return { line, text: this.#text.slice(start, this.#at), value };
    const rest = /[^,)\n]*/y;
    rest.lastIndex = start;
    const text = rest.exec(this.#text)?.[0] ?? "";
    this.#at = start + text.length;
    return { line, text, value: { kind: "unresolved" } };
  }

  #read(): Written["value"] | null {
    const string = this.#match(STRING)?.[1];
    if (string !== undefined) return { kind: "scalar", value: string.replaceAll('""', '"') };
    const number = this.#match(NUMBER)?.[0];
    if (number !== undefined) return { kind: "scalar", value: Number(number) };
    if (this.#takes("{")) return this.#array();
    const word = this.#match(WORD)?.[0];
    return word === undefined ? null : wordOf(word);
  }

  #array(): Written["value"] | null {
    this.#depth += 1;
    const items: Item[] = [];
    while (!this.#takes("}")) {
      if (this.#at >= this.#text.length) return null;
      items.push(this.#item());
      if (!this.#takes(",") && !this.#sees("}")) return null;
    }
    this.#depth -= 1;
    return arrayOf(items);
  }

  #item(): Item {
    const key = this.#match(KEY);
    const [, text, number, word] = key ?? [];
    if (number !== undefined) return { key: Number(number), value: this.#value() };
    const named = text?.replaceAll('""', '"') ?? (word?.includes("::") === true ? null : word);
    return { key: named ?? null, value: this.#value() };
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    this.#skip();
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match !== null) this.#at += match[0].length;
    return match;
  }

  #takes(char: string): boolean {
    const isThere = this.#sees(char);
    if (isThere) this.#at += 1;
    return isThere;
  }

  #sees(char: string): boolean {
    this.#skip();
    return this.#text.charAt(this.#at) === char;
  }

  #skip(): void {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at += 1;
  }
}

function wordOf(word: string): Written["value"] {
  const lower = word.toLowerCase();
  if (lower === "true" || lower === "false") return { kind: "scalar", value: lower === "true" };
  if (lower === "null") return { kind: "scalar", value: null };
  const [, name] = /^(.*)::class$/i.exec(word) ?? [];
  return name === undefined ? { kind: "unresolved" } : { kind: "scalar", value: name };
}

/** Numbered as PHP numbers; of one key the last wins. */
function arrayOf(items: readonly Item[]): Written["value"] {
  const entries = new Map<string | number, Written>();
  let next = 0;
  for (const { key, value } of items) {
    const under = key ?? next;
    if (typeof under === "number") next = Math.max(next, under + 1);
    entries.set(under, value);
  }
  return { kind: "array", entries: [...entries].map(([key, value]) => ({ key, value })) };
}
