import type { Declarations } from "../../domain/declarations.ts";
import { isSecretName } from "../../domain/secret.ts";
import { masked } from "./written.ts";

type Entry = NonNullable<Declarations["ini"]>[number];

/** What PHP's own settings and extensions call theirs: `mysqli.default_pw`, `newrelic.license`. */
const SECRET_NAME = /(?:^|[._])(?:pw|key|licen[cs]e)$/i;
/** Settings of a host or a path: PHP reads them for CGI only. */
const OF_HOST = /^\[\s*(?:HOST|PATH)\s*=/i;

/**
 * Settings of a php.ini in their order, the last of a name wins. Values are as written, without quotes: `On`, `E_ALL & ~E_DEPRECATED`, `${NAME}`; those of
 * secrets are `***`.
 */
export function iniOf(path: string, text: string): readonly Entry[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const entries: Entry[] = [];
  let isOfHost = false;
  for (let at = 0; at < lines.length; at += 1) {
    const place = { file: path, line: at + 1 };
    const line = (lines[at] ?? "").trim();
    if (line.startsWith("[")) isOfHost = OF_HOST.test(line);
    const equals = line.indexOf("=");
    const name = line.slice(0, equals).trimEnd();
    if (equals <= 0 || /^[#;[]/.test(name) || /[;"']/.test(name)) continue;
    const written = line.slice(equals + 1).trimStart();
    const { value, more } = valueFrom(written, lines, at);
    at += more;
    if (!isOfHost) entries.push({ name, value: shown(name, value), place });
  }
  return entries;
}

/** `more`: how many further lines a value in quotes takes. */
function valueFrom(
  written: string,
  lines: readonly string[],
  at: number,
): { readonly value: string; readonly more: number } {
  const closed = written.startsWith('"') ? DOUBLE : SINGLE;
  const mostMore = /^["']/.test(written) ? MOST_LINES : 0;
  let whole = written;
  for (let more = 0; more < mostMore && at + more < lines.length; more += 1) {
    if (more > 0) whole += `\n${lines[at + more] ?? ""}`;
    const inner = closed.exec(whole)?.[1];
    if (inner !== undefined)
      return { value: closed === DOUBLE ? inner.replace(/\\(["\\])/g, "$1") : inner, more };
  }
  // in no quotes, or in such that never close: PHP refuses the file from there on
  return { value: /^(?:[^;"]|"(?:[^"\\]|\\.)*")*/.exec(written)?.[0].trim() ?? "", more: 0 };
}
const MOST_LINES = 50;
const DOUBLE = /^"((?:[^"\\]|\\[\s\S])*)"/;
const SINGLE = /^'([^']*)'/;

function shown(name: string, value: string): string {
  if (value !== "" && (isSecretName(name) || SECRET_NAME.test(name))) return "***";
  return masked(value);
}
