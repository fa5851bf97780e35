// `Host` entries of an OpenSSH client configuration, as far as a list of hosts needs them (ssh_config(5)).

/** One `Host` block. What it does not say is null. */
export type ConfigHost = {
  /** Its names without patterns; empty for `Match`, too. */
  readonly names: readonly string[];
  readonly hostName: string | null;
  readonly port: string | null;
  readonly user: string | null;
};

export type ConfigPart =
  | { readonly kind: "host"; readonly host: ConfigHost }
  | { readonly kind: "include"; readonly patterns: readonly string[] };

type Block = { readonly names: readonly string[]; readonly values: Map<string, string> };

/** In the order of the file. */
export function configParts(text: string): readonly ConfigPart[] {
  const parts: (Block | readonly string[])[] = [];
  let block: Block | null = null;
  for (const line of text.split("\n")) {
    const [keyword, ...words] = wordsOf(line);
    const key = keyword?.toLowerCase();
    if (key === "host" || key === "match") {
      block = { names: key === "host" ? words.filter(isName) : [], values: new Map() };
      parts.push(block);
    } else if (key === "include") {
      parts.push(words);
    } else if (key !== undefined && words[0] !== undefined && block?.values.has(key) === false) {
      // the first value counts
      block.values.set(key, words[0]);
    }
  }
  return parts.map(partOf);
}

function partOf(part: Block | readonly string[]): ConfigPart {
  if (!("names" in part)) return { kind: "include", patterns: part };
  const value = (key: string): string | null => part.values.get(key) ?? null;
  const host = { hostName: value("hostname"), port: value("port"), user: value("user") };
  return { kind: "host", host: { names: part.names, ...host } };
}

const isName = (word: string): boolean => !/[*?!]/u.test(word);

/** `Keyword a "b c"` or `Keyword=a`; a `#` begins a comment at the beginning of a word. */
function wordsOf(line: string): readonly string[] {
  const [, keyword, rest = ""] = /^\s*([^\s="#]+)(?:\s*=\s*|\s+)(.*)$/u.exec(line) ?? [];
  if (keyword === undefined) return [];
  const words: string[] = [keyword];
  for (const [, quoted, plain = ""] of rest.matchAll(/"([^"]*)"|([^\s"]+)/gu)) {
    if (quoted === undefined && plain.startsWith("#")) break;
    words.push(quoted ?? plain);
  }
  return words;
}
