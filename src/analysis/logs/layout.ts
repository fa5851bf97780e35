// A line layout that is nobody's default: found in one line by its time and level, confirmed by the next ones.
import { levelOfWord } from "./levels.ts";
import type { LogLevel } from "../../domain/log.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { Stamps } from "./stamps.ts";

/** What stands between the begin of a line and its message, in order. */
type Piece =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "time" | "level" | "channel" | "word" };

export type Layout = {
  readonly pieces: readonly Piece[];
  /** Between the fields behind the level, as `||`; a blank where none is seen. */
  readonly separator: string;
};

export type Matched = {
  readonly at: EpochMs | null;
  readonly level: LogLevel;
  readonly channel: string | null;
  /** Where the message begins. */
  readonly end: number;
};

/** A head is not longer. */
const MOST_HEAD = 200;
const LEVEL_WORDS =
  "DEBUG|INFO|NOTICE|WARNING|ERROR|CRITICAL|ALERT|EMERGENCY|TRACE|WARN|FATAL|ERR|CRIT|EMERG";
const CAPITALS = new RegExp(String.raw`(?<![\w/\\"'=&?])(?:${LEVEL_WORDS})(?![\w/\\"'=])`, "u");
/** In other letters it is a word of English, except between brackets or strokes. */
const ENCLOSED = new RegExp(String.raw`(?<=[[(<|])(?:${LEVEL_WORDS})(?=[\])>|])`, "iu");
const WORD = /[\p{L}\d_](?:[\p{L}\d_@/\\:.-]{0,62}[\p{L}\d_])?/uy;
/** What is neither a letter nor a digit. */
const PUNCTUATION = /[^\p{L}\d]{1,16}/uy;
const BEHIND = /[\])>}]{0,2}[:,;|=~>\s-]{0,8}/uy;
const BRACKETED = /\[([A-Za-z][\w.\\-]{0,63})\][:\s]{1,3}/uy;
const STROKES = /^[:,;|=~-]+$/u;

/** The layout of a line that has a time and a level before its message; null: it has not. */
export function layoutOf(text: string, stamps: Stamps): Layout | null {
  const head = text.slice(0, MOST_HEAD);
  const level = CAPITALS.exec(head) ?? ENCLOSED.exec(head);
  if (level === null) return null;
  const pieces = piecesOf(text, { from: level.index, to: level.index + level[0].length }, stamps);
  return pieces === null ? null : behindLevel(text, pieces);
}

type Place = { readonly from: number; readonly to: number };
type Begun = { readonly pieces: Piece[]; readonly end: number };

/** Up to the level, or to the time where that comes last; null: there is more than a head has, or no time. */
function piecesOf(text: string, level: Place, stamps: Stamps): Begun | null {
  const pieces: Piece[] = [];
  let time = NO_PLACE;
  for (let at = 0; at < MOST_HEAD;) {
    if (time === NO_PLACE) time = timeAt(text, at, stamps);
    else if (at >= level.to) return areFew(pieces) ? { pieces: named(pieces), end: at } : null;
    const place = [level, time].find(({ from }) => from === at);
    const end = place?.to ?? pieceEnd(text, at, level.from);
    if (end === at) return null;
    if (place === undefined) pieces.push(pieceOf(text, at, end));
    else pieces.push({ kind: place === level ? "level" : "time" });
    at = end;
  }
  return null;
}

const NO_PLACE: Place = { from: -1, to: -1 };

function timeAt(text: string, from: number, stamps: Stamps): Place {
  stamps.any(text, from);
  return stamps.end > from ? { from, to: stamps.end } : NO_PLACE;
}

/** Of a word or of punctuation; a level ends both. */
function pieceEnd(text: string, at: number, level: number): number {
  const head = text.slice(0, at < level ? level : MOST_HEAD);
  const word = matchEnd(WORD, head, at);
  return word > at ? word : matchEnd(PUNCTUATION, head, at);
}

const NO_NAME = /^(?:\d+|pid.*)$/iu;

/** A number names no channel. */
function pieceOf(text: string, at: number, end: number): Piece {
  const piece = text.slice(at, end);
  if (matchEnd(WORD, text, at) === at) return { kind: "literal", text: piece };
  return { kind: NO_NAME.test(piece) ? "word" : "channel" };
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** A sentence has more words before its level. */
const areFew = (pieces: readonly Piece[]): boolean =>
  pieces.filter(({ kind }) => kind === "channel").length <= 2 &&
  pieces.filter(({ kind }) => kind === "word").length <= 2 &&
  pieces.every((piece) => piece.kind !== "literal" || !piece.text.includes('"'));

/** The last name is the channel: a host may stand before it. */
function named(pieces: readonly Piece[]): Piece[] {
  const last = pieces.findLastIndex(({ kind }) => kind === "channel");
  return pieces.map((piece, index) =>
    piece.kind === "channel" && index !== last ? { kind: "word" } : piece,
  );
}

function behindLevel(text: string, { pieces, end }: Begun): Layout | null {
  const delimiterEnd = matchEnd(BEHIND, text, end);
  if (delimiterEnd === end && end < text.length) return null;
  const delimiter = text.slice(end, delimiterEnd);
  if (delimiter !== "") pieces.push({ kind: "literal", text: delimiter });
  const separator = separatorOf(delimiter);
  const hasChannel = pieces.some(({ kind }) => kind === "channel");
  if (!hasChannel) pushChannel(text, { pieces, end: delimiterEnd }, separator);
  return { pieces, separator };
}

/** ` | ` where the fields stand apart with strokes. */
function separatorOf(delimiter: string): string {
  if (delimiter.includes("\t")) return "\t";
  const strokes = delimiter.trim();
  const isApart = strokes !== "" && STROKES.test(strokes) && strokes !== ":";
  return isApart ? delimiter.replace(/^ +/u, " ") : " ";
}

/** `[app] ` behind the level, or a word between two strokes of the same kind. */
function pushChannel(text: string, { pieces, end }: Begun, separator: string): void {
  BRACKETED.lastIndex = end;
  const bracketed = BRACKETED.exec(text);
  if (bracketed !== null) {
    const [whole, name = ""] = bracketed;
    pieces.push({ kind: "literal", text: "[" }, { kind: "channel" });
    pieces.push({ kind: "literal", text: whole.slice(name.length + 1) });
    return;
  }
  const word = separator === " " ? end : matchEnd(WORD, text, end);
  if (word === end || !text.startsWith(separator, word)) return;
  pieces.push({ kind: "channel" }, { kind: "literal", text: separator });
}

const LEVEL = /[A-Za-z]{3,9}/uy;
/** What a word has within it. */
const INNER = /^[@/\\:.-]$/u;

/** What a line of this layout says; null: it is of another. */
export function match({ pieces }: Layout, text: string, stamps: Stamps): Matched | null {
  let at = 0;
  let time: EpochMs | null = null;
  let level: LogLevel | null = null;
  let channel: string | null = null;
  for (const [index, piece] of pieces.entries()) {
    const from = at;
    if (piece.kind === "literal") at = literalEnd(piece.text, text, at);
    else if (piece.kind === "time") {
      time = stamps.any(text, at);
      at = stamps.end;
    } else if (piece.kind === "level") {
      at = matchEnd(LEVEL, text, at);
      level = levelOfWord(text.slice(from, at));
    } else {
      at = wordEnd(text, at, pieces[index + 1]);
      if (piece.kind === "channel") channel = text.slice(from, at);
    }
    if (at <= from) return null;
  }
  return level === null ? null : { at: time, level, channel, end: at };
}

/** A word may hold the point that ends it, as in `app.sql.INFO`. */
function wordEnd(text: string, from: number, next: Piece | undefined): number {
  const end = matchEnd(WORD, text, from);
  if (next?.kind !== "literal" || !INNER.test(next.text)) return end;
  for (let at = end; at > from; at = text.lastIndexOf(next.text, at - 1)) {
    const behind = at + next.text.length;
    const isNext = text.startsWith(next.text, at);
    if (isNext && levelOfWord(text.slice(behind, matchEnd(LEVEL, text, behind))) !== null)
      return at;
  }
  return end;
}

/** Blanks fit any number of blanks: levels are padded. -1: it is not there. */
function literalEnd(literal: string, text: string, from: number): number {
  if (text.startsWith(literal, from)) {
    return literal.endsWith(" ") ? blanksEnd(text, from + literal.length) : from + literal.length;
  }
  let at = from;
  for (let index = 0; index < literal.length; index++) {
    if (literal[index] === " ") at = blanksEnd(text, at);
    else if (text[at] === literal[index]) at += 1;
    else return -1;
  }
  return at;
}

function blanksEnd(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 32) at += 1;
  return at;
}
