import { lineCutter, type RawLine } from "../../analysis/logs/lines.ts";
import { MOST_PART_BYTES, needBefore, readBefore, type Front } from "../../collector/tails.ts";
import type { TailedFiles } from "../../domain/ports/source.ts";
import { nameOf, type Followed } from "./followed.ts";

/** What stood in files before what was told of them. */
export type EarlierRead = {
  /** Of each file that has some, the lines in their order. */
  readonly parts: readonly { readonly source: string; readonly lines: readonly RawLine[] }[];
  /** What stands before that. */
  readonly leftBytes: number;
};

type Open = { readonly followed: Followed; readonly front: Front };

/**
 * Moves the front of each file back by about `mostBytes`, a process in the target each; further where a single line is longer than that, and there it ends at 1 MiB.
 * One that is another file by now is left alone for good.
 * @throws TransportError when the session is over
 */
export async function readEarlier(
  files: TailedFiles,
  all: readonly Followed[],
  mostBytes: number,
): Promise<EarlierRead> {
  const parts: { readonly source: string; readonly lines: readonly RawLine[] }[] = [];
  let open = openOf(all);
  for (let reach = mostBytes; open.length > 0 && reach <= MOST_PART_BYTES; reach *= 2) {
    const asked = open.map((each) => ({
      ...each,
      part: { path: each.followed.wish.place, ...needBefore(each.front, reach) },
    }));
    const texts = await files.parts(asked.map(({ part }) => part));
    open = [];
    for (const { followed, front, part } of asked) {
      const text = texts.get(part);
      if (text === undefined) continue;
      const step = readBefore(front, part, text);
      if (step.kind === "no-line") open.push({ followed, front });
      else followed.front = step.kind === "lines" ? step.front : null;
      if (step.kind === "lines")
        parts.push({ source: nameOf(followed, all), lines: linesOf(step.bytes) });
    }
  }
  for (const { followed } of open) followed.front = null;
  return { parts, leftBytes: openOf(all).reduce((sum, { front }) => sum + front.offset, 0) };
}

const openOf = (all: readonly Followed[]): Open[] =>
  all.flatMap((followed) => {
    const { front, twin } = followed;
    return front === null || front === "unread" || twin !== null ? [] : [{ followed, front }];
  });

function linesOf(bytes: Uint8Array): readonly RawLine[] {
  const cutter = lineCutter();
  return [...cutter.cut(bytes), ...cutter.end()];
}
