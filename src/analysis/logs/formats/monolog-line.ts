// Monolog's own layout: `[time] channel.LEVEL: message context extra`.
// @source Monolog\Formatter\LineFormatter::SIMPLE_FORMAT, hyperf-skeleton:config/autoload/logger.php
import { capitalsEnd, levelNamed } from "../levels.ts";
import type { Stamps } from "../stamps.ts";
import type { Format, Head } from "../head.ts";
import { tailOf, type Tail } from "../tail.ts";

export const monologLine: Format = { starts: "[", head: monologHead };

const COLON = 58;
const DOT = 46;
const MOST_CHANNEL = 128;

function monologHead(text: string, stamps: Stamps): Head | null {
  const at = stamps.iso(text, 1);
  const close = stamps.end;
  if (close === -1 || text.charCodeAt(close) !== 93 || text.charCodeAt(close + 1) !== 32) {
    return null;
  }
  const dot = levelDot(text, close + 2);
  if (dot === -1) return null;
  const levelTo = capitalsEnd(text, dot + 1);
  const level = levelNamed(text.slice(dot + 1, levelTo));
  if (level === null) return null;
  const rest = text.slice(levelTo + 2);
  const tail = tailOf(rest);
  return {
    format: "monolog-line",
    at,
    level,
    pid: tail.pid,
    workerId: null,
    channel: text.slice(close + 2, dot),
    message: messageOf(rest, tail),
    fields: tail.fields,
    open: tail.count === 0 ? "tail" : null,
    settled: null,
  };
}

/** The dot between channel and level; -1: none. */
function levelDot(text: string, from: number): number {
  const most = Math.min(text.length, from + MOST_CHANNEL);
  let dot = -1;
  for (let at = from; at < most; at++) {
    const code = text.charCodeAt(at);
    if (code === DOT) dot = at;
    else if (code === COLON) return dot > from && text.charCodeAt(at + 1) === 32 ? dot : -1;
    else if (code === 32 || code === 91 || code === 93) return -1;
  }
  return -1;
}

/** A context may end lines later, where an exception's trace stands in it. */
const TORN_CONTEXT = '"exception":"[object] (';

export function messageOf(rest: string, tail: Tail): string {
  if (tail.count > 0) return rest.slice(0, tail.from);
  const torn = rest.indexOf(TORN_CONTEXT);
  const from = torn === -1 ? -1 : rest.lastIndexOf(' {"', torn);
  return from === -1 ? rest : rest.slice(0, from);
}
