import { TransportError } from "../domain/ports/transport.ts";
import { untrustedText, type Untrusted } from "../domain/text.ts";

/** A word that fits nothing, with what is called like it; or several, which are all named. */
export function named(
  kind: "no-such-target" | "ambiguous-target",
  word: string,
  all: readonly string[],
): TransportError {
  const others =
    kind === "ambiguous-target" ? all.map((name) => untrustedText(name)) : alike(word, all);
  return new TransportError({ kind, detail: untrustedText(word), others });
}

/** Of all that there is, what is called like a word; all where nothing is. */
export function alike(word: string, all: readonly string[]): readonly Untrusted[] {
  const like = all.filter((name) => isLike(name, word));
  return (like.length > 0 ? like : all).map((name) => untrustedText(name));
}

/** One contains the other, or they share more than half of the longer one's pairs of letters. */
function isLike(name: string, word: string): boolean {
  const [a, b] = [name.toLowerCase(), word.toLowerCase()];
  if (a.includes(b) || b.includes(a)) return true;
  const [of, others] = [pairs(a), pairs(b)];
  const shared = [...of].filter((pair) => others.has(pair)).length;
  return shared * 2 > Math.max(of.size, others.size);
}

const pairs = (text: string): ReadonlySet<string> =>
  new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)));
