// Sentences of Swoole, Hyperf and PHP at the start of a message. Inside one they are quoted, and mean nothing.
import { crontabPhrase, listeningPhrase, processPhrase, workerPhrase } from "./phrases/hyperf.ts";
import { exceptionPhrase, phpPhrase } from "./phrases/php.ts";
import type { Phrase } from "./phrases/phrase.ts";
import { swoolePhrase } from "./phrases/swoole.ts";

export type { Phrase } from "./phrases/phrase.ts";

type Reader = (message: string) => Phrase | null;

/** By the first letter of a message, so that most of them cost one look. */
const READERS: Readonly<Record<string, readonly Reader[]>> = {
  C: [crontabPhrase],
  W: [workerPhrase],
  T: [workerPhrase],
  P: [processPhrase, phpPhrase],
  F: [phpPhrase],
};

/** null: it begins with no sentence that is known. Linear in its length. @source captures of 4.8.13 to 6.2.1 and of Hyperf 3.1 and 3.2; other versions from their tags */
export function phraseOf(message: string): Phrase | null {
  for (const reader of READERS[message.charAt(0)] ?? []) {
    const phrase = reader(message);
    if (phrase !== null) return phrase;
  }
  return swoolePhrase(message) ?? exceptionPhrase(message) ?? listeningPhrase(message);
}
