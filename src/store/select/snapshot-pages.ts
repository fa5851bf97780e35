import type { Snapshot } from "../../domain/snapshot.ts";
import {
  snapshotKey,
  type KeptSnapshot,
  type SnapshotScreen,
  type Taking,
} from "../snapshot-state.ts";
import { newestWhole } from "../snapshots.ts";
import type { Known, State } from "../state.ts";

/** One of a slot: kept, or still being read. */
export type Page = { readonly kept: KeptSnapshot } | { readonly taking: Taking };

/** All of a slot, oldest first; the one that is being read is last. */
export function pagesOf(
  { snapshots: { kept, taking } }: Known,
  slotKey: string | null,
): readonly Page[] {
  const pages: Page[] = (kept.get(slotKey ?? "") ?? []).map((each) => ({ kept: each }));
  return taking !== null && taking.slotKey === slotKey ? [...pages, { taking }] : pages;
}

export const snapshotOf = (page: Page): Snapshot | null =>
  "kept" in page ? page.kept.snapshot : (page.taking.progress?.snapshot ?? null);

/** Which page is shown: the chosen one while it is kept, else the newest; -1: there is none. */
export function shownIndex(pages: readonly Page[], { chosen }: SnapshotScreen): number {
  const index = pages.findIndex((page) => {
    const snapshot = snapshotOf(page);
    return snapshot !== null && snapshotKey(snapshot) === chosen;
  });
  return index < 0 ? pages.length - 1 : index;
}

/** The snapshot that is looked at; null: none is, or nothing of it has come yet. */
export function shownSnapshot({ known, screen }: State): Snapshot | null {
  if (screen.snapshot === null) return null;
  const pages = pagesOf(known, screen.snapshot.slotKey);
  const page = pages[shownIndex(pages, screen.snapshot)];
  return page === undefined ? null : snapshotOf(page);
}

/** Every slot that has a snapshot, or gets one, by name. */
export function snapshotSlots({ snapshots, tracks }: Known): readonly {
  readonly key: string;
  readonly name: string;
}[] {
  const { kept, taking } = snapshots;
  const newest = [...kept].flatMap(([key, ring]) => {
    const last = ring.at(-1);
    return last === undefined ? [] : [{ key, last }];
  });
  const named = newest.map(({ key, last }) => ({ key, name: nameOf(last, newest) }));
  const isNew = taking !== null && !kept.has(taking.slotKey);
  const all = isNew ? [...named, { key: taking.slotKey, name: newName(taking, tracks) }] : named;
  return all.toSorted((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
}

const newName = ({ slotKey, pid }: Taking, tracks: Known["tracks"]): string =>
  [...tracks.values()].find((track) => track.slotKey === slotKey)?.process.slot ?? `pid ${pid}`;

/** A slot of that name in two servers is told apart by its server, as on the command line. */
function nameOf(
  { snapshot: { slot, pid }, serverId }: KeptSnapshot,
  all: readonly { readonly last: KeptSnapshot }[],
): string {
  if (slot === null) return `pid ${pid}`;
  const isShared = all.filter(({ last }) => last.snapshot.slot === slot).length > 1;
  return isShared && serverId !== null ? `${serverId}/${slot}` : slot;
}

/** The newest of a slot to compare with: one that was ended on the way only where there is no other. */
export const newestOf = ({ snapshots }: Known, slotKey: string): Snapshot | undefined =>
  newestWhole((snapshots.kept.get(slotKey) ?? []).map(({ snapshot }) => snapshot));

/** What the one that is being taken will be compared with: the newest of its slot before it. */
export const earlierOfTaking = (known: Known): Snapshot | null =>
  newestOf(known, known.snapshots.taking?.slotKey ?? "") ?? null;
