import { compareSnapshots } from "../../analysis/snapshot/compare.ts";
import type { Holder, Snapshot, SnapshotDiff } from "../../domain/snapshot.ts";
import type { SnapshotScreen, Taking } from "../snapshot-state.ts";
import type { OtherSlot, SnapshotOwner, SnapshotView } from "../snapshot-view.ts";
import { newestWhole } from "../snapshots.ts";
import type { Known, State, Track } from "../state.ts";
import {
  newestOf,
  pagesOf,
  shownIndex,
  snapshotOf,
  snapshotSlots,
  type Page,
} from "./snapshot-pages.ts";

type Compared = { readonly snapshot: Snapshot; readonly name: string | null };

/** What the page `index` is compared with: the newest of the slot that was chosen for it, else the one before of its own. */
function comparedWith(
  known: Known,
  screen: SnapshotScreen,
  before: readonly Page[],
): Compared | null {
  const { against } = screen;
  const other = against === null ? undefined : newestOf(known, against);
  if (other !== undefined) {
    const name = snapshotSlots(known).find(({ key }) => key === against)?.name ?? null;
    return { snapshot: other, name };
  }
  const earlier = newestWhole(before.map(snapshotOf).filter((each) => each !== null));
  return earlier === undefined ? null : { snapshot: earlier, name: null };
}

/** The last comparison of each snapshot: a sample draws the view again and changes nothing in it. */
const remembered = new WeakMap<
  Snapshot,
  { readonly other: Snapshot; readonly diff: SnapshotDiff }
>();

function diffOf(snapshot: Snapshot, other: Snapshot): SnapshotDiff {
  const last = remembered.get(snapshot);
  if (last?.other === other) return last.diff;
  const diff = compareSnapshots(snapshot, other);
  remembered.set(snapshot, { other, diff });
  return diff;
}

/** What is drawn of the snapshots; null: something else is looked at. */
export function snapshotView({ known, screen }: State): SnapshotView | null {
  const looked = screen.snapshot;
  if (looked === null) return null;
  const pages = pagesOf(known, looked.slotKey);
  const index = shownIndex(pages, looked);
  const page = pages[index] ?? null;
  const snapshot = page === null ? null : snapshotOf(page);
  const compared = comparedWith(known, looked, pages.slice(0, Math.max(0, index)));
  return {
    of: ownerOf(known, looked, page),
    snapshot,
    taking: page === null || "kept" in page ? null : takingView(page.taking),
    index: index + 1,
    count: pages.length,
    diff: snapshot === null || compared === null ? null : diffOf(snapshot, compared.snapshot),
    against: compared === null ? null : againstView(compared),
    others: othersOf(known, looked, snapshot),
    isPlayed: known.playback !== null,
    offset: looked.offset,
  };
}

const againstView = ({ snapshot, name }: Compared): NonNullable<SnapshotView["against"]> => ({
  name,
  at: snapshot.at,
  hasClasses: snapshot.classes !== null,
  hasHolders: snapshot.holders !== null,
});

const takingView = ({ progress, isCancelled }: Taking): NonNullable<SnapshotView["taking"]> => ({
  part: progress?.reading?.part ?? null,
  percent: progress?.reading?.percent ?? null,
  isCancelled,
});

function ownerOf(
  known: Known,
  { slotKey }: SnapshotScreen,
  page: Page | null,
): SnapshotOwner | null {
  const tracks = [...known.tracks.values()].filter((track) => track.slotKey === slotKey);
  const ofPid = (pid: number) => newestTrack(tracks.filter(({ process }) => process.pid === pid));
  if (page === null) return ownerFrom(newestTrack(tracks));
  if ("taking" in page) {
    const { pid, progress } = page.taking;
    const slot = progress?.snapshot.slot ?? null;
    const stranger = { slot, serverId: null, pid, generation: null, isGone: false };
    return ownerFrom(ofPid(pid)) ?? stranger;
  }
  const { snapshot, serverId, generation } = page.kept;
  const { slot, pid } = snapshot;
  const isGone = known.sample !== null && ofPid(pid)?.endedAt !== null;
  return { slot, serverId, pid, generation, isGone };
}

const newestTrack = (tracks: readonly Track[]): Track | undefined =>
  tracks.find(({ endedAt }) => endedAt === null) ??
  tracks.toSorted((a, b) => b.lastSeenAt - a.lastSeenAt)[0];

const ownerFrom = (track: Track | undefined): SnapshotOwner | null =>
  track === undefined
    ? null
    : {
        slot: track.process.slot,
        serverId: track.server.id,
        pid: track.process.pid,
        generation: track.process.generation,
        isGone: track.endedAt !== null,
      };

function othersOf(
  known: Known,
  { slotKey, against }: SnapshotScreen,
  shown: Snapshot | null,
): readonly OtherSlot[] {
  const largest = largestHolder(shown);
  return snapshotSlots(known).flatMap(({ key, name }): OtherSlot[] => {
    const other = key === slotKey ? undefined : newestOf(known, key);
    if (other === undefined) return [];
    return [
      {
        name,
        at: other.at,
        usedBytes: other.heap?.usedBytes ?? null,
        holder: largest === null || shown === null ? null : holderThere(largest, other, shown),
        isCompared: key === against,
      },
    ];
  });
}

/** The one that the conclusion names, else the first. */
function largestHolder(snapshot: Snapshot | null): Holder | null {
  const holders = snapshot?.holders ?? [];
  const named = snapshot?.conclusion?.holder ?? null;
  return holders.find(({ holder }) => holder === named) ?? holders[0] ?? null;
}

/** As a comparison with it tells it, here less there: what a whole list does not name is 0 there, of a cut one unknown. */
function holderThere(largest: Holder, other: Snapshot, shown: Snapshot): OtherSlot["holder"] {
  const isSame = ({ holder, kind }: Pick<Holder, "holder" | "kind">): boolean =>
    holder === largest.holder && kind === largest.kind;
  const change = diffOf(other, shown).holders.find(isSame);
  if (change !== undefined)
    return {
      name: largest.holder,
      elements: change.elements,
      elementsChange: change.elementsChange === null ? null : 0 - change.elementsChange,
    };
  const elements = other.holders?.find(isSame)?.elements ?? null;
  return { name: largest.holder, elements, elementsChange: elements === null ? null : 0 };
}
