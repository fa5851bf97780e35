import type { Kept } from "./shelf.ts";
import { seenText } from "./packed.ts";

/** What is looked for. Case does not matter. */
export type Query = {
  /** `/text/` is a regular expression. */
  readonly isRegex: boolean;
  /** Whether a text matches; null: the expression is none. */
  readonly fits: ((text: string) => boolean) | null;
};

const DELIMITED = /^\/(?<source>.+)\/$/u;
/** Of a longer record only so much is searched: an expression that backtracks must end. */
const MOST_TEXT = 64 * 1024;

export function queryOf(text: string): Query {
  const source = DELIMITED.exec(text)?.groups?.["source"];
  if (source === undefined)
    return { isRegex: false, fits: fitsOf(new RegExp(escaped(text), "iu")) };
  try {
    return { isRegex: true, fits: fitsOf(new RegExp(source, "iu")) };
  } catch {
    return { isRegex: true, fits: null };
  }
}

const fitsOf =
  (pattern: RegExp) =>
  (text: string): boolean =>
    pattern.test(text.length > MOST_TEXT ? text.slice(0, MOST_TEXT) : text);

const escaped = (text: string): string => text.replaceAll(/[$()*+./?[\\\]^{|}]/gu, String.raw`\$&`);

/** As it is seen: what is not printed is not searched. */
export function isMatch({ content, said }: Kept, fits: Query["fits"]): boolean {
  if (content === null || fits === null) return false;
  return typeof content === "string" ? fits(seenText(content)) : said !== null && fits(said);
}
