import { lineCutter, type RawLine } from "../../analysis/logs/lines.ts";
import { begun, frontOf, jumped, needOf, read, type TailStep } from "../../collector/tails.ts";
import type { LogSource } from "../../domain/log-source.ts";
import type { FileSize, TailedFiles } from "../../domain/ports/source.ts";
import { readEarlier, type EarlierRead } from "./earlier.ts";
import {
  addLost,
  findTwins,
  knownTail,
  listed,
  nameOf,
  newFollowed,
  type Followed,
  type FileWish,
  type Parted,
  type Reading,
  type TailedLines,
  withParted,
} from "./followed.ts";
import { movedMeanwhile, searchRotated } from "./rotated.ts";

type Round = { readonly readings: Reading[]; readonly lost: Followed[] };

/** Who writes to a file that was renamed opens the new one within this time, or goes on for ever. */
const IDLE_ROUNDS = 60;

/** Follows files of a target by name; each round takes what was appended. Nothing is lost or told twice when a request has to be asked again: only an answer moves it on. */
export class FileTails {
  readonly #files: TailedFiles;
  readonly #backlogBytes: number;
  readonly #take: (lines: TailedLines) => void;
  #followed: Followed[] = [];
  #parted: readonly Parted[] = [];

  constructor(files: TailedFiles, backlogBytes: number, take: (lines: TailedLines) => void) {
    this.#files = files;
    this.#backlogBytes = backlogBytes;
    this.#take = take;
  }

  /** What to follow from now on. A file that is reached in another way than before goes on where it was. */
  want(wishes: readonly FileWish[]): void {
    const kept = wishes.map((wish) => {
      const known = this.#followed.filter((each) => each.wish.source === wish.source);
      const same =
        known.find(({ isOld }) => !isOld) ?? known.find((each) => each.wish.place === wish.place);
      return same === undefined
        ? newFollowed(wish)
        : Object.assign(same, { wish, isOld: false, idleRounds: 0 });
    });
    const dropped = this.#followed.filter((each) => !kept.includes(each));
    for (const each of dropped)
      if (!each.isOld) Object.assign(each, { isOld: true, idleRounds: 0 });
    // the old first: what they still have was written before
    this.#followed = [...dropped, ...kept];
  }

  /** Whether there is anything to look at. */
  isEmpty(): boolean {
    return this.#followed.length === 0;
  }

  sources(): readonly LogSource[] {
    return listed(this.#followed);
  }

  /** Takes what was appended. @returns whether more is there already @throws TransportError when the session is over */
  async round(): Promise<boolean> {
    const all = this.#followed;
    const anchors = all.flatMap(({ wish }) => wish.anchor ?? []);
    // the anchors last: one that is still there says that what is absent before it is absent
    const { sizes, lacks } = await this.#files.sizes([
      ...new Set([...all.map(({ wish }) => wish.place), ...anchors]),
    ]);
    if (lacks !== null) {
      for (const each of all) Object.assign(each, { state: `no-${lacks}`, detail: null });
      return false;
    }
    findTwins(all, sizes);
    const round: Round = { readings: [], lost: [] };
    for (const each of all) {
      const { anchor, place } = each.wish;
      const isReachable = anchor === null || sizes.has(anchor);
      if (!isReachable) each.idleRounds += 1;
      else if (each.twin === null) this.#look(each, sizes.get(place), round);
    }
    const isBehind = await this.#read(round);
    for (const each of all)
      if (each.twin !== null)
        Object.assign(each, { tail: each.twin.tail, front: null, isNew: false });
    const hasNew = await this.#search(round.lost);
    this.#retire();
    return isBehind || hasNew;
  }

  /** What stands before what was told of each file: about `mostBytes` of each, each line once. Never while a round is under way. @throws TransportError when the session is over */
  earlier(mostBytes: number): Promise<EarlierRead> {
    return readEarlier(this.#files, this.#followed, mostBytes);
  }

  /** What has no line end yet is told as it is. */
  end(): void {
    for (const each of this.#followed) this.#flush(each);
  }

  #look(followed: Followed, size: FileSize | undefined, round: Round): void {
    followed.bytes = null;
    followed.inode = null;
    followed.detail = null;
    if (size === undefined) {
      followed.state = "absent";
      followed.idleRounds = IDLE_ROUNDS + 1;
      if (followed.tail === null) followed.isNew = true;
      else if (!followed.isOld) round.lost.push(followed);
    } else if (size.kind === "file") this.#lookAtFile(followed, size, round);
    else {
      followed.state = "unreadable";
      followed.detail = size.kind === "closed" ? size.detail : "not a regular file";
    }
  }

  #lookAtFile(
    followed: Followed,
    size: Extract<FileSize, { readonly kind: "file" }>,
    { readings, lost }: Round,
  ): void {
    followed.bytes = size.bytes;
    followed.inode = size.inode;
    if (followed.state !== "unreadable") followed.state = "followed";
    const { isNew } = followed;
    const first = { backlogBytes: this.#backlogBytes, isNew };
    if (followed.tail === null) {
      followed.tail = knownTail(followed, size, this.#parted);
      // what stands before was told under its name
      if (followed.tail !== null) followed.front = null;
    }
    followed.tail ??= begun(size, first);
    let need = needOf(followed.tail, size);
    followed.idleRounds = need.kind === "part" ? 0 : followed.idleRounds + 1;
    if (need.kind === "nothing") followed.state = "followed";
    if (need.kind === "replaced") {
      if (followed.isOld) followed.idleRounds = IDLE_ROUNDS + 1;
      else lost.push(followed);
    }
    if (need.kind !== "part") return;
    const jump = jumped(followed.tail, size);
    if (jump !== null) {
      this.#flush(followed);
      addLost(followed, jump.lostBytes);
      followed.tail = jump.tail;
      need = needOf(jump.tail, size);
      if (need.kind !== "part") return;
    }
    const { skip, count } = need;
    readings.push({
      followed,
      inode: size.inode,
      part: { path: followed.wish.place, skip, count },
    });
  }

  async #read({ readings, lost }: Round): Promise<boolean> {
    const parts = await this.#files.parts(readings.map(({ part }) => part));
    const moved = await movedMeanwhile(this.#files, readings);
    let isBehind = moved.size > 0;
    for (const { followed, part, inode } of readings) {
      if (moved.has(followed)) continue;
      const text = parts.get(part);
      if (text === undefined || followed.tail === null) {
        followed.state = "unreadable";
        followed.detail = "it may not be read";
        continue;
      }
      followed.state = "followed";
      const step = read(followed.tail, part, text);
      if (step !== null) this.#took(followed, step, inode);
      else if (followed.isOld) followed.idleRounds = IDLE_ROUNDS + 1;
      else lost.push(followed);
      isBehind ||= step !== null && followed.bytes !== null && step.tail.offset < followed.bytes;
    }
    return isBehind;
  }

  #took(followed: Followed, step: TailStep, inode: string): void {
    const { tail, chunks, lostBytes } = step;
    if (followed.front === "unread" && followed.tail !== null && chunks.length > 0)
      followed.front = frontOf(followed.tail, step);
    followed.tail = { ...tail, inode };
    // before the first contact nothing is lost: nobody looked
    if (followed.lost !== null && lostBytes > 0) addLost(followed, lostBytes);
    for (const { bytes: chunk, isBacklog } of chunks)
      this.#tell(followed, followed.cutter.cut(chunk), isBacklog);
  }

  #tell(followed: Followed, lines: readonly RawLine[], isBacklog: boolean): void {
    if (lines.length === 0) return;
    const lostBytes = followed.lost === null ? undefined : followed.lost.bytes;
    followed.lost = null;
    this.#take({ source: nameOf(followed, this.#followed), lines, isBacklog, lostBytes });
  }

  #flush(followed: Followed): void {
    this.#tell(followed, followed.cutter.end(), false);
  }

  /** Files that are another now: what was still written to the former ones is looked for where rotations put them. @returns whether one has its name again */
  async #search(lost: readonly Followed[]): Promise<boolean> {
    if (lost.length === 0) return false;
    const found = await searchRotated(this.#files, lost);
    this.#parted = withParted(
      this.#parted,
      lost.filter((each) => !found.has(each)),
    );
    for (const followed of lost) {
      const rotated = found.get(followed);
      if (rotated === undefined) {
        this.#flush(followed);
        // of a file of which nothing was read nothing can be missing
        if (followed.tail !== null && followed.tail.offset > 0) followed.lost = { bytes: null };
      } else {
        const { place, step, inode } = rotated;
        const old = { ...followed, wish: { ...followed.wish, place }, isOld: true, idleRounds: 0 };
        this.#took(old, step, inode);
        followed.lost = null;
        this.#followed.splice(this.#followed.indexOf(followed), 0, old);
      }
      Object.assign(followed, { tail: null, front: "unread", isNew: true, cutter: lineCutter() });
    }
    return lost.some(({ state }) => state === "followed");
  }

  #retire(): void {
    const gone = this.#followed.filter(
      ({ isOld, idleRounds }) => isOld && idleRounds > IDLE_ROUNDS,
    );
    for (const each of gone) this.#flush(each);
    this.#followed = this.#followed.filter((each) => !gone.includes(each));
  }
}
