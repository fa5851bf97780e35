import { maskSecrets, maskWritten } from "../../domain/secret.ts";

const MOST_TEXT = 200;
/** So much is looked at for it. */
const MOST_SOURCE = 4000;
const MASK = "***";
/** `auth[]=…` of a Redis address, `password: …`, `'token' => '…'`: what a line of a file has beside what a command has. */
const OF_LISTS = /(\bauth(?:\[\w*\]|%5B\w*%5D)=)[^&\s"']+/gi;
const OF_PAIRS =
  /((?:pass(?:word|wd|phrase)?|secret|token|api[-_]?key|credential|private[-_]?key|dsn)["']?\s*(?:=>?|:)\s*["']?)(?!\*\*\*)[^\s"',;)]+/gi;

/** One line without what looks like a secret. */
export function masked(text: string): string {
  const words = text.slice(0, MOST_SOURCE).trim().split(/\s+/);
  // half a secret is not known as one
  if (text.length > MOST_SOURCE) words[words.length - 1] = "…";
  return maskWritten(maskSecrets(words).join(" "))
    .replace(OF_LISTS, `$1${MASK}`)
    .replace(OF_PAIRS, `$1${MASK}`);
}

/** The same of at most 200 characters. */
export function oneLine(text: string): string {
  const line = masked(text);
  return line.length <= MOST_TEXT ? line : `${line.slice(0, MOST_TEXT - 1)}…`;
}
