// Swoole's deadlock banner: a rule, ` [FATAL ERROR]: all coroutines (count: N) are asleep - deadlock!`, a rule, then a trace for each coroutine.
// @source swoole:ext-src/swoole_coroutine.cc (v4.6.7:399, v6.2.2:493)
import { type Format, NO_FIELDS, type Head } from "../head.ts";

export const banner: Format = { starts: "= ", head: bannerHead };

const RULE = /^={20,200}$/u;
const SENTENCE = "[FATAL ERROR]: all coroutines ";

const HEAD: Head = {
  format: "plain",
  at: null,
  level: null,
  pid: null,
  workerId: null,
  channel: null,
  message: "",
  fields: NO_FIELDS,
  open: "banner",
  settled: null,
};

/** Also its sentence alone, as where a stream begins in the middle of it. */
function bannerHead(text: string): Head | null {
  const message = RULE.test(text) ? text : bannerSentence(text);
  return message === null ? null : { ...HEAD, message };
}

/** What stands for its message; null: the line is not the banner's. */
export function bannerSentence(text: string): string | null {
  const sentence = text.trim();
  return sentence.startsWith(SENTENCE) ? sentence : null;
}
