import type { Declarations } from "../../domain/declarations.ts";
import { oneLine } from "./written.ts";

type Ignore = Declarations["ignores"][number];
type Comment = { readonly text: string; readonly line: number };

const MOST_LENGTH = 1000;
const WORD = "swtop-ignore";
/** `CR-17`, `K8-01`; `cron.no-singleton`; `e.g.` is none. */
const ID = String.raw`(?:[A-Za-z][A-Za-z0-9]-\d+|[a-z][\w-]*\.[\w-]*\w)(?![\w-]|\.\W)`;
const BETWEEN = String.raw`(?:\s*,\s*|\s+)`;
const IGNORE = new RegExp(`^[\\s*/#;]*${WORD}:?\\s+(${ID}(?:${BETWEEN}${ID})*)(.*)$`);

/** Comments `swtop-ignore CR-17, cron.no-singleton: reason`, the ids with commas or blanks between them, each with the line on which it stands. */
export function ignoresOf(path: string, text: string): readonly Ignore[] {
  if (!text.includes(WORD)) return [];
  return commentsOf(path, text).flatMap(({ text: comment, line }) => {
    const [, ids, rest] = IGNORE.exec(comment.slice(0, MOST_LENGTH)) ?? [];
    if (ids === undefined || rest === undefined) return [];
    const reason = oneLine(rest.replace(/\*\/.*$/, "").replace(/^\s*[:,.–—-]*\s*/, ""));
    return [
      {
        file: path,
        line,
        ids: ids.split(/[\s,]+/u),
        reason: reason === "" ? null : reason,
      },
    ];
  });
}

function commentsOf(path: string, text: string): readonly Comment[] {
  if (/\.(?:php|inc)$/i.test(path)) return phpComments(text);
  if (/\.(?:json|lock|md)$/i.test(path)) return [];
  const starts = /\.ini$/i.test(path) ? INI_COMMENT : HASH_COMMENT;
  return text.split(/\r\n|\n|\r/).flatMap((written, index) => {
    const comment = starts.exec(written)?.[1];
    return comment === undefined ? [] : [{ text: comment, line: index + 1 }];
  });
}

/** What is before them on their line: strings, or anything that opens neither. */
const INI_COMMENT = /^(?:[^;#"']|"(?:[^"\\]|\\.)*"|'[^']*')*?[;#](.*)$/;
const HASH_COMMENT = /^(?:(?:(?:[^#"']|"(?:[^"\\]|\\.)*"|'[^']*')*?\s)?)#(.*)$/;

/** What never closes goes to the end, so that nothing of it is read a second time. */
const END = String.raw`\\?$(?![\s\S])`;
/** Strings and here-documents are stepped over, so that no comment is read inside of them. */
const PHP_TOKEN = new RegExp(
  [
    String.raw`'[^'\\]*(?:\\[\s\S][^'\\]*)*(?:'|${END})`,
    String.raw`"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|${END})`,
    String.raw`<<<[ \t]*(["']?)([A-Za-z_]\w*)\1[ \t]*\r?\n[\s\S]*?(?:^[ \t]*\2\b|${END})`,
    String.raw`(?<comment>\/\*[\s\S]*?(?:\*\/|${END})|\/\/[^\r\n]*|#(?!\[)[^\r\n]*)`,
  ].join("|"),
  "gm",
);

function phpComments(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  let line = 1;
  let counted = 0;
  for (const match of text.matchAll(PHP_TOKEN)) {
    const comment = match.groups?.["comment"];
    if (comment?.includes(WORD) !== true) continue;
    line += newlines(text.slice(counted, match.index));
    counted = match.index;
    for (const [index, part] of comment.split(/\r\n|\n|\r/).entries())
      comments.push({ text: part, line: line + index });
  }
  return comments;
}

const newlines = (text: string): number => [...text.matchAll(/\r\n|\n|\r/g)].length;
