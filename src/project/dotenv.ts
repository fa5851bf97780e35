// `.env` as phpdotenv 5 reads it (its Lexer, EntryParser, Lines and Resolver), without touching any environment.

type Lookup = (name: string) => string | null;

type State =
  | "initial"
  | "unquoted"
  | "single"
  | "double"
  | "escape"
  | "blank"
  | "comment"
  | "wrong";
type Step = { readonly text: string; readonly isVariable?: boolean; readonly next: State };

/**
 * The variables of a text, the last of a name wins. `outer`: what is set already, for `${NAME}`; a name that nobody has stays as it is written.
 */
export function dotenvOf(text: string, outer: Lookup): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const lookup: Lookup = (name) => outer(name) ?? found.get(name) ?? null;
  for (const entry of entriesOf(text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/))) {
    const at = entry.indexOf("=");
    const name = nameOf(at === -1 ? entry : entry.slice(0, at));
    const value = at === -1 ? null : valueOf(entry.slice(at + 1), lookup);
    if (name !== null && value !== null) found.set(name, value);
  }
  return found;
}

/** Lines, where a value in double quotes may go over several of them. */
function entriesOf(lines: readonly string[]): readonly string[] {
  const entries: string[] = [];
  let open: string[] | null = null;
  for (const line of lines) {
    const starts: boolean = open === null && line.includes('="') && !isClosed(line, true);
    if (open !== null || starts) {
      open = [...(open ?? []), line];
      if (!isClosed(line, starts)) continue;
    }
    const entry = open === null ? line : open.join("\n");
    open = null;
    const bare = entry.trim();
    if (bare !== "" && !bare.startsWith("#")) entries.push(entry);
  }
  return entries;
}

function isClosed(line: string, starts: boolean): boolean {
  if (line === '"') return true;
  const quotes = [...line.replaceAll("\\\\", "").matchAll(/(?=[^\\]")/g)].length;
  return starts ? quotes > 1 : quotes >= 1;
}

function nameOf(written: string): string | null {
  const bare = written.trim().replace(/^export\s+(?=..)/, "");
  const name = /^(["'])(.+)\1$/s.exec(bare)?.[2] ?? bare;
  return /^[\p{Ll}\p{Lu}\p{M}\p{N}_.]+$/u.test(name) ? name : null;
}

function valueOf(written: string, lookup: Lookup): string | null {
  let state: State = "initial";
  let value = "";
  const tokens = written.trim().match(/[\r\n]+|[^\S\r\n]+|[\\'"#$]|[^\s\\'"#$]+/g) ?? [];
  const variables: number[] = [];
  for (const token of tokens) {
    const step: Step = STEPS[state](token);
    if (step.isVariable === true) variables.push(value.length);
    value += step.text;
    state = step.next;
  }
  if (state === "single" || state === "double" || state === "escape" || state === "wrong")
    return null;
  // from the end, so that what is put in moves none of the places before it
  for (const at of variables.toReversed())
    value =
      value.slice(0, at) +
      value.slice(at).replace(/^\$\{([\w.]+)\}/, (whole, name: string) => lookup(name) ?? whole);
  return value;
}

const blank = /^\s+$/;
const unquoted = (token: string): Step => {
  if (token === "#") return { text: "", next: "comment" };
  if (blank.test(token)) return { text: "", next: "blank" };
  return { text: token, isVariable: token === "$", next: "unquoted" };
};
const ESCAPED: Readonly<Record<string, string>> = {
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

const STEPS: Readonly<Record<State, (token: string) => Step>> = {
  initial: (token) => {
    if (token === "'") return { text: "", next: "single" };
    return token === '"' ? { text: "", next: "double" } : unquoted(token);
  },
  unquoted,
  single: (token) =>
    token === "'" ? { text: "", next: "blank" } : { text: token, next: "single" },
  double: (token) => {
    if (token === '"') return { text: "", next: "blank" };
    if (token === "\\") return { text: "", next: "escape" };
    return { text: token, isVariable: token === "$", next: "double" };
  },
  escape: (token) => {
    if (token === '"' || token === "\\" || token === "$") return { text: token, next: "double" };
    const escaped = ESCAPED[token.charAt(0)];
    return escaped === undefined
      ? { text: "", next: "wrong" }
      : { text: escaped + token.slice(1), next: "double" };
  },
  blank: (token) => {
    if (token === "#") return { text: "", next: "comment" };
    return { text: "", next: blank.test(token) ? "blank" : "wrong" };
  },
  comment: () => ({ text: "", next: "comment" }),
  wrong: () => ({ text: "", next: "wrong" }),
};
