// Bytes as text and back without a loss: what is no UTF-8 becomes U+DC80..U+DCFF (Python's surrogateescape).
import { untrustedText, type Untrusted } from "../../domain/text.ts";

const encoder = new TextEncoder();
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** null: it is no UTF-8. */
export function decodedStrictly(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

export function decoded(bytes: Uint8Array): Untrusted {
  return untrustedText(decodedStrictly(bytes) ?? escaped(bytes));
}

/** What is no UTF-8 byte by byte as U+DC80..U+DCFF. */
function escaped(bytes: Uint8Array): string {
  let text = "";
  let valid = 0;
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    text += decodedStrictly(bytes.subarray(valid, at)) ?? "";
    text += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
    at += 1;
    valid = at;
  }
  return text + (decodedStrictly(bytes.subarray(valid)) ?? "");
}

/** Bytes of the well-formed character there; 0: there is none. @source The Unicode Standard, table 3-7 */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > bytes.length) return 0;
  const second = bytes[at + 1] ?? 0;
  if (second < lowestSecond(lead) || second > highestSecond(lead)) return 0;
  return areContinuation(bytes.subarray(at + 2, at + length)) ? length : 0;
}

const areContinuation = (bytes: Uint8Array): boolean =>
  bytes.every((byte) => (byte & 0xc0) === 0x80);
const lowestSecond = (lead: number): number => (lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80);
const highestSecond = (lead: number): number =>
  lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;

const ESCAPE = /[\ud800-\udfff]/u;

export function encoded(text: string): Uint8Array {
  if (!ESCAPE.test(text)) return encoder.encode(text);
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  let from = 0;
  const plain = (to: number): void => {
    length += encoder.encodeInto(text.slice(from, to), bytes.subarray(length)).written;
  };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0xd800 && code < 0xdc00) at += 1;
    else if (code >= 0xdc80 && code <= 0xdcff) {
      plain(at);
      bytes[length] = code - 0xdc00;
      length += 1;
      from = at + 1;
    }
  }
  plain(text.length);
  return bytes.subarray(0, length);
}
