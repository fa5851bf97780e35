/**
 * Text that came from a target: a title, a log line, the words of a foreign command. Hostile until `show` has had it.
 * ui, words and report take it through `show`; JSON escapes it; saved files keep it raw.
 */
declare const untrusted: unique symbol;
export type Untrusted = string & { readonly [untrusted]: true };

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- branding is the one place where a cast is the point
export const untrustedText = (text: string): Untrusted => text as Untrusted;

/* oxlint-disable no-control-regex -- control characters are what this file is about */
/** Whole sequences (CSI, OSC, DCS, APC, PM, SOS, two-character escapes; 7 and 8 bit), also those that never end. */
const SEQUENCES =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]?|\][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|[PX^_][^\u001b\u009c]*(?:\u001b\\|\u009c)?|[ -/]*[0-~]?)|\u009b[0-?]*[ -/]*[@-~]?|[\u0090\u0098\u009d-\u009f][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?/gu;
/** Controls, bidirectional overrides, zero-width characters, line separators, lone surrogates. */
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]/u;
const ALL_INVISIBLE = new RegExp(INVISIBLE, "gu");
/** Colours and weights, closed as they should be: they hide nothing when they are left out. */
const COLOURS = /\u001b\[[0-9;:]*m/gu;
/** What joins or parts the letters beside it, as Persian and emoji need it: it moves nothing. */
const JOINERS = /[\u00ad\u200c\u200d]/gu;
/* oxlint-enable no-control-regex */

/**
 * What of a text may be printed: no control, no escape sequence, nothing that moves, hides or reverses what stands beside it. A tab becomes a blank.
 * Linear in its input.
 * @source prototypes of the project: 33 of 33 vectors clean where strip-ansi and util.stripVTControlCharacters leak.
 */
export function show(text: string): string {
  if (!INVISIBLE.test(text)) return text;
  return text.replaceAll("\t", " ").replace(SEQUENCES, "").replace(ALL_INVISIBLE, "");
}

/**
 * A log line as it may be printed, for people who look for what is wrong with it: what `show` leaves out stands as a visible mark. `^[` and `^M` are controls,
 * `<U+202E>` is what reverses or hides its neighbours, `\x80` a byte that was no UTF-8. Colours go, a tab becomes a blank.
 * Linear in its input.
 */
export function showMarked(text: string): string {
  if (!INVISIBLE.test(text)) return text;
  return text
    .replaceAll("\t", " ")
    .replace(COLOURS, "")
    .replace(JOINERS, "")
    .replace(ALL_INVISIBLE, markOf);
}

function markOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `^${String.fromCharCode(code ^ 0x40)}`;
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${hex(code - 0xdc00, 2)}`;
  return `<U+${hex(code, 4)}>`;
}

const hex = (value: number, digits: number): string =>
  value.toString(16).toUpperCase().padStart(digits, "0");
