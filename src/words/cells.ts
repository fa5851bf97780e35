// Widths in terminal cells. What is hot here is ASCII; everything else takes the slow way.
import { eastAsianWidth } from "get-east-asian-width";

/** ASCII and the glyphs of our own themes: one cell each, whatever the terminal. */
const SINGLE_CELLS = /^[\u0020-\u007e\u00b7\u2013\u2026\u2500-\u259f]*$/u;
/** Letters that are composed and join with nothing in this set, and those of China, Japan and Korea, which take two cells: Chinese logs need no segmenter. */
const SIMPLE =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u024f\u0400-\u0482\u048a-\u052f\u2013\u2026\u2500-\u259f\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e]*$/u;
/** Of those, from here on they are wide. */
const WIDE_FROM = 0x30_00;
/** A letter with marks on it that no composed character exists for: drawn in the letter's cells. */
const MARKED = /^[^\p{M}\p{Cf}\p{Cc}]\p{Mn}+$/u;
const INVISIBLE = /^[\p{M}\p{C}\p{Default_Ignorable_Code_Point}]+$/u;
/** Selectors and skin tones: terminals disagree about the width of what stands before them. */
const SELECTORS = /[\p{Variation_Selector}\p{Emoji_Modifier}\u{e0000}-\u{e007f}]/gu;
const MAX_MARKS = 4;

const segmenter = new Intl.Segmenter();

/** A character as it is drawn, and its width. */
type Glyph = { readonly text: string; readonly width: number };

/** Cells that `text` takes: what `cutCells` would draw of it. Text of a target must have been through `show`. */
export function cellWidth(text: string): number {
  if (SINGLE_CELLS.test(text)) return text.length;
  let width = 0;
  for (const glyph of glyphs(text)) width += glyph.width;
  return width;
}

/**
 * What of `text` fits into `width` cells, and how many of them it takes: one less when a wide glyph would stand half outside.
 * Clusters that terminals give different widths (flags, keycaps, joined emoji, spacing marks) become `?`, so that no line is ever longer than it says.
 */
export function cutCells(text: string, width: number): Glyph {
  if (SINGLE_CELLS.test(text)) {
    return text.length <= width
      ? { text, width: text.length }
      : { text: text.slice(0, Math.max(0, width)), width: Math.max(0, width) };
  }
  let kept = "";
  let used = 0;
  for (const glyph of glyphs(text)) {
    if (used + glyph.width > width) break;
    kept += glyph.text;
    used += glyph.width;
  }
  return { text: kept, width: used };
}

/** What is left of `text` without its first `width` cells; of a wide glyph that stands half inside its other half is blank. */
export function dropCells(text: string, width: number): string {
  if (width <= 0) return text;
  if (SINGLE_CELLS.test(text)) return text.slice(width);
  let kept = "";
  let left = width;
  for (const glyph of glyphs(text)) {
    if (left <= 0) kept += glyph.text;
    else if (glyph.width > left) kept += " ".repeat(glyph.width - left);
    left -= glyph.width;
  }
  return kept;
}

/** `text` in lines of at most `width` cells (at least 2), broken wherever they end; at most `most` lines. */
export function wrapCells(text: string, width: number, most = Infinity): readonly string[] {
  const room = Math.max(2, width);
  if (SINGLE_CELLS.test(text) && text.length <= room) return [text];
  const lines: string[] = [];
  let current = "";
  let used = 0;
  for (const glyph of glyphs(text)) {
    if (used + glyph.width > room) {
      lines.push(current);
      if (lines.length >= most) return lines;
      [current, used] = ["", 0];
    }
    current += glyph.text;
    used += glyph.width;
  }
  return [...lines, current];
}

/** `text` in exactly `width` cells; what is cut ends in `ellipsis`. */
export function fitCells(
  text: string,
  width: number,
  { align, ellipsis }: { readonly align: "left" | "right"; readonly ellipsis: string },
): string {
  const whole = cellWidth(text);
  const tail = whole > width && width > ellipsis.length ? ellipsis : "";
  const cut = cutCells(text, width - tail.length);
  const padding = " ".repeat(Math.max(0, width - cut.width - tail.length));
  return align === "left" ? cut.text + tail + padding : padding + cut.text + tail;
}

/** The whole of `text`, whatever its glyphs, with the blanks that it lacks to `width` cells: for lines that are not cut. */
export function padCells(text: string, width: number, align: "left" | "right" = "left"): string {
  const padding = " ".repeat(Math.max(0, width - cellWidth(text)));
  return align === "left" ? text + padding : padding + text;
}

/** Characters as a person sees them, for keys that arrive in one read and for the slow way of widths. */
export function* graphemes(text: string): Generator<string> {
  for (const { segment } of segmenter.segment(text)) yield segment;
}

function* glyphs(text: string): Generator<Glyph> {
  if (SIMPLE.test(text)) {
    for (let at = 0; at < text.length; at += 1)
      yield { text: text.charAt(at), width: text.charCodeAt(at) < WIDE_FROM ? 1 : 2 };
    return;
  }
  for (const cluster of graphemes(text.normalize("NFC").replaceAll(SELECTORS, ""))) {
    const glyph = glyphOf(cluster);
    if (glyph !== null) yield glyph;
  }
}

function glyphOf(cluster: string): Glyph | null {
  const first = cluster.codePointAt(0);
  if (first === undefined || INVISIBLE.test(cluster)) return null;
  const isOne = cluster.length === (first > 0xff_ff ? 2 : 1);
  if (isOne && isAlone(first)) return { text: cluster, width: eastAsianWidth(first) };
  if (MARKED.test(cluster) && cluster.length <= MAX_MARKS) {
    return { text: cluster, width: eastAsianWidth(first) };
  }
  return { text: "?", width: 1 };
}

/** Not a regional indicator and no conjoining jamo: these join with their neighbours. */
const isAlone = (codePoint: number): boolean =>
  !(codePoint >= 0x1_f1_e6 && codePoint <= 0x1_f1_ff) &&
  !(codePoint >= 0x11_00 && codePoint <= 0x11_ff) &&
  !(codePoint >= 0xa9_60 && codePoint <= 0xa9_7c) &&
  !(codePoint >= 0xd7_b0 && codePoint <= 0xd7_fb);
