import { fingerprint } from "./fingerprint.ts";
import { isBelowManager, isStrong, readTitle, type Reader } from "./family.ts";
import type { TitleReading } from "./frameworks/framework.ts";
import { FRAMEWORKS } from "./frameworks/index.ts";
import { isInit, type Node } from "./tree.ts";

/** A process that could be the top of a server with titles, and how much speaks for it. */
export type Head = Reader & { readonly node: Node; readonly score: number };

/** True trees have up to four. A process that calls itself something new for each child may not cost more. */
const READERS_PER_TOP = 32;

/** What one title could mean: framework and app. */
export function readersOf(title: string | null): readonly Reader[] {
  if (title === null) return [];
  return FRAMEWORKS.flatMap((framework) =>
    framework.apps(title).map((app): Reader => ({ framework, app })),
  );
}

/**
 * Every process that heads a tree in which titles of one framework and one app fit together, the most certain first.
 * A title alone is no evidence: a tree needs two that agree, or the signal masks of Swoole, or `isKnown` from an earlier reading.
 */
export function titledHeads(
  nodes: readonly Node[],
  isKnown: (node: Node) => boolean,
): readonly Head[] {
  const questions = new Map<Node, Set<Reader>>();
  const intern = interning();
  for (const node of nodes) {
    for (const each of readersOf(node.title)) {
      const reader = intern(each);
      // Itself, its manager, its master.
      ask(questions, node, reader);
      ask(questions, node.parent, reader);
      ask(questions, node.parent?.parent ?? null, reader);
    }
  }
  return [...questions]
    .flatMap(([node, readers]) =>
      [...readers].map((reader) => ({ ...reader, node, score: scoreOf(node, reader, isKnown) })),
    )
    .filter((head) => head.score > 0)
    .toSorted((a, b) => b.score - a.score);
}

function ask(questions: Map<Node, Set<Reader>>, top: Node | null, reader: Reader): void {
  if (top === null) return;
  const readers = questions.get(top);
  if (readers === undefined) questions.set(top, new Set([reader]));
  else if (readers.size < READERS_PER_TOP) readers.add(reader);
}

/** The same reader for the same framework and app. */
function interning(): (reader: Reader) => Reader {
  const known = new Map<Reader["framework"], Map<Reader["app"], Reader>>();
  return (reader) => {
    const ofFramework = known.get(reader.framework) ?? new Map<Reader["app"], Reader>();
    const found = ofFramework.get(reader.app);
    if (found !== undefined) return found;
    known.set(reader.framework, ofFramework.set(reader.app, reader));
    return reader;
  };
}

/** How many titles of a tree agree; those that name their role count more. 0: this is no top. */
function scoreOf(top: Node, reader: Reader, isKnown: (node: Node) => boolean): number {
  const own = readTitle(reader, top);
  if (isBelowManager(own) || standsBelow(top, reader)) return 0;
  const told = own?.role === "master" ? belowMaster(top, reader) : belowManager(top, reader);
  const strong = told.filter(isStrong).length;
  if (own === null)
    return strong > 0 && couldBeManager(top) ? strong * FOR_A_NAME + told.length : 0;
  if (told.length === 0 && !hasMasks(top) && !isKnown(top)) return 0;
  return (strong + 1) * FOR_A_NAME + told.length;
}

const FOR_A_NAME = 1000;

/** A manager stands below its master. */
const standsBelow = (top: Node, reader: Reader): boolean =>
  top.parent !== null && readTitle(reader, top.parent)?.role === "master";

const belowManager = (top: Node, reader: Reader): readonly TitleReading[] =>
  top.kids.map((kid) => readTitle(reader, kid)).filter(isBelowManager);

const belowMaster = (top: Node, reader: Reader): readonly TitleReading[] =>
  top.kids
    .flatMap((kid) => (isManagerPlace(kid, reader) ? [kid, ...kid.kids] : [kid]))
    .map((node) => readTitle(reader, node))
    .filter((told) => told !== null)
    .filter(({ role }) => role !== "master");

/** Below a master: the manager, by its title or because it has none of its own. */
const isManagerPlace = (kid: Node, reader: Reader): boolean =>
  !isBelowManager(readTitle(reader, kid));

const hasMasks = (node: Node): boolean => {
  const print = fingerprint(node.reading);
  return print === "master" || print === "manager";
};

/**
 * A process without a title above workers with one is their manager: PHP adopts nobody's orphans. Only PID 1 does, and has to show a manager's masks.
 */
const couldBeManager = (top: Node): boolean =>
  !isInit(top) || fingerprint(top.reading) === "manager";
