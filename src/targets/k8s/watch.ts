// What happens to objects of a cluster: listed, then watched, listed anew where the server has forgotten the version.
import { TransportError } from "../../domain/ports/transport.ts";
import { SECOND_MS } from "../../domain/units.ts";
import { fieldOf, numberOf, parsed, textOf } from "../json.ts";
import type { Cluster } from "./cluster.ts";
import { itemsOf } from "./items.ts";
import { withQuery } from "./paths.ts";
import { refusalOf } from "./refusals.ts";

export type Change =
  /** All there are now: at the start, and whenever the server has forgotten where we were. */
  | { readonly kind: "listed"; readonly objects: readonly unknown[] }
  | { readonly kind: "changed" | "removed"; readonly object: unknown };

export type Watched = {
  /** Of the collection. */
  readonly path: string;
  readonly selectors: Readonly<Record<string, string>>;
};

const PAGE = "500";
/** So that a server that restarts, or a proxy that forgets us, is noticed. */
const LASTS_SECONDS = 240;
const MOST_LINE_BYTES = 4 * 1024 * 1024;
const GONE = 410;

/** All objects, over its pages. Where a page has expired all is listed anew, and in one piece, which cannot expire. @throws TransportError */
export async function listed(
  cluster: Pick<Cluster, "ask" | "asked">,
  { path, selectors }: Watched,
  signal: AbortSignal,
): Promise<{ readonly objects: readonly unknown[]; readonly version: string }> {
  let objects: unknown[] = [];
  let next: string | null = null;
  let pages: Readonly<Record<string, string>> = { limit: PAGE };
  for (;;) {
    const query: Record<string, string> = { ...selectors, ...pages };
    if (next !== null) query["continue"] = next;
    const answer = await cluster.ask({ path: withQuery(path, query) }, signal);
    if (answer.status === GONE && next !== null) {
      objects = [];
      next = null;
      pages = {};
      continue;
    }
    if (answer.status < 200 || answer.status >= 300) throw new TransportError(refusalOf(answer));
    objects = [...objects, ...itemsOf(answer.body, "items")];
    next = textOf(answer.body, "metadata", "continue");
    const version = textOf(answer.body, "metadata", "resourceVersion") ?? "";
    if (next === null) return { objects, version };
  }
}

/**
 * Lists, then watches, until it is aborted, which is no fault. Whoever is refused or cut off is told: who wants more asks again, after a while.
 * @throws TransportError
 */
export const watched = (
  cluster: Pick<Cluster, "ask" | "asked" | "follow">,
  what: Watched,
  signal: AbortSignal,
): AsyncGenerator<Change> => untilAborted(listedAndWatched(cluster, what, signal), signal);

async function* untilAborted(
  changes: AsyncIterable<Change>,
  signal: AbortSignal,
): AsyncGenerator<Change> {
  try {
    yield* changes;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function* listedAndWatched(
  cluster: Pick<Cluster, "ask" | "asked" | "follow">,
  what: Watched,
  signal: AbortSignal,
): AsyncGenerator<Change> {
  while (!signal.aborted) {
    const { objects, version } = await listed(cluster, what, signal);
    yield { kind: "listed", objects };
    let came = false;
    for await (const change of changesSince(cluster, what, { version, signal })) {
      came = true;
      yield change;
    }
    // a server that forgets each version at once is not asked in a circle
    if (!came) await pause(SECOND_MS, signal);
  }
}

type From = { readonly version: string; readonly signal: AbortSignal };

/** Until the version is too old or it is aborted, which are no faults. @throws TransportError */
export const changesSince = (
  cluster: Pick<Cluster, "follow">,
  what: Watched,
  from: From,
): AsyncGenerator<Change> => untilAborted(watchedSince(cluster, what, from), from.signal);

async function* watchedSince(
  cluster: Pick<Cluster, "follow">,
  { path, selectors }: Watched,
  { version, signal }: From,
): AsyncGenerator<Change> {
  let last = version;
  while (!signal.aborted) {
    const query = {
      ...selectors,
      watch: "1",
      resourceVersion: last,
      allowWatchBookmarks: "true",
      timeoutSeconds: String(LASTS_SECONDS),
    };
    const { chunks } = await cluster.follow({ path: withQuery(path, query) }, signal);
    let came = false;
    for await (const event of eventsIn(chunks)) {
      came = true;
      const type = textOf(event, "type");
      const object = fieldOf(event, "object");
      if (type === "ERROR") {
        if (numberOf(object, "code") === GONE) return;
        throw new TransportError(
          refusalOf({ status: numberOf(object, "code") ?? 0, text: JSON.stringify(object) }),
        );
      }
      last = textOf(object, "metadata", "resourceVersion") ?? last;
      if (type === "ADDED" || type === "MODIFIED") yield { kind: "changed", object };
      else if (type === "DELETED") yield { kind: "removed", object };
    }
    // a server that takes watches and ends them at once is not asked in a circle
    if (!came) await pause(SECOND_MS, signal);
  }
}

/** A document a line. What is none is left out, and so is what is longer than any pod. */
async function* eventsIn(chunks: AsyncIterable<Uint8Array>): AsyncGenerator {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    for (;;) {
      const at = rest.indexOf(10);
      if (at === -1) break;
      const event = parsed(rest.subarray(0, at).toString());
      rest = rest.subarray(at + 1);
      if (event !== null) yield event;
    }
    if (rest.length > MOST_LINE_BYTES) rest = Buffer.alloc(0);
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) done();
  });
