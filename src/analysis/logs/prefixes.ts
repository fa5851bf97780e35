// What the tools that gather logs of several containers write before each line.
import type { EpochMs } from "../../domain/units.ts";
import type { Stamps } from "./stamps.ts";

export type Prefix = {
  /** As it stands there; the lines of one writer have the same. */
  readonly name: string;
  /** Where the line itself begins. */
  readonly end: number;
  /** Of `--timestamps`: when the engine got the line. */
  readonly at: EpochMs | null;
  /** Nothing else looks like it; else only a head behind it shows that it is one. */
  readonly isSure: boolean;
};

/** `[pod/api-7d9f/app] ` of kubectl logs --prefix. */
const KUBECTL = /\[pod\/[^\s\]]{1,300}\] /uy;
/** `app-1  | ` of docker compose; a name that the user chose has no number. */
const COMPOSE = /([A-Za-z0-9][\w.-]{0,99}) *\|(?: |$)/uy;
const NUMBERED = /[-_]\d+$/u;
/** `api-7d9f8b6c5-x2x4z app ` of stern, with `namespace ` before it for several. @source k8s.io/apimachinery/pkg/util/rand: a suffix has no vowels */
const STERN =
  /(?:[a-z0-9-]{1,63} )?[a-z0-9](?:[a-z0-9.-]{0,251}-)(?:[bcdfghjklmnpqrstvwxz2456789]{5}|\d{1,4}) [a-z0-9-]{1,63} /uy;
/** `2026-11-23T05:46:00.123456789Z ` of --timestamps; CRI files go on with `stdout F `. */
const STAMPED =
  /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}(?:Z|[+-]\d\d:\d\d) (?:(?:stdout|stderr) [FP] )?/uy;

/** The prefix that may stand at the begin of a line; null: none. Looks at no more than its first word to say so. */
export function prefixOf(text: string, stamps: Stamps): Prefix | null {
  const first = text.charCodeAt(0);
  if (first === 91) return text.startsWith("[pod/") ? matched(KUBECTL, text, true) : null;
  if (!isWord(first)) return null;
  const word = wordEnd(text);
  const next = text.charCodeAt(word);
  if (next === 124 || (next === 32 && isStroke(text, word))) return composePrefix(text);
  if (next !== 32) return null;
  const isStamp = word >= 20 && text.charCodeAt(10) === 84;
  return isStamp ? stampedPrefix(text, stamps) : sternPrefix(text, word);
}

const isWord = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);

const MOST_WORD = 260;

/** At a blank or a stroke. */
function wordEnd(text: string): number {
  const most = Math.min(text.length, MOST_WORD);
  for (let at = 1; at < most; at++) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 124) return at;
  }
  return most;
}

function isStroke(text: string, from: number): boolean {
  let at = from;
  while (text.charCodeAt(at) === 32) at += 1;
  return text.charCodeAt(at) === 124;
}

function composePrefix(text: string): Prefix | null {
  COMPOSE.lastIndex = 0;
  const match = COMPOSE.exec(text);
  if (match === null) return null;
  const [name, service = ""] = match;
  return { name, end: COMPOSE.lastIndex, at: null, isSure: NUMBERED.test(service) };
}

function stampedPrefix(text: string, stamps: Stamps): Prefix | null {
  const prefix = matched(STAMPED, text, true);
  if (prefix === null) return null;
  return { ...prefix, name: "", at: stamps.iso(text, 0) };
}

/** A pod has a dash in its name. */
function sternPrefix(text: string, word: number): Prefix | null {
  const dash = text.indexOf("-");
  return dash === -1 || dash > word + 64 ? null : matched(STERN, text, false);
}

function matched(pattern: RegExp, text: string, isSure: boolean): Prefix | null {
  pattern.lastIndex = 0;
  const match = pattern.exec(text);
  if (match === null) return null;
  return { name: match[0], end: pattern.lastIndex, at: null, isSure };
}
