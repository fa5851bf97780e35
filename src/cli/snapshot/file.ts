import { readFile, stat, writeFile } from "node:fs/promises";
import { TransportError } from "../../domain/ports/transport.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import { MIB } from "../../domain/units.ts";
import { decodeSnapshot } from "../../recording/decode-snapshot.ts";
import { isFields } from "../../recording/fields.ts";
import { snapshotJson } from "../../report/snapshot.ts";
import { diskText } from "../../words/disk.ts";
import { endingOf, faultEnding } from "../fault-ending.ts";
import { openRecording } from "../playback.ts";
import { recordedSnapshots } from "./recorded.ts";
import { notToBeHad, wrongUsage } from "./wish.ts";

/** What is longer is no snapshot: one has some hundred KiB. */
const LARGEST_BYTES = 64 * MIB;
/** Class names are nobody else's business. */
const MODE = 0o600;

/** @throws Ending 3 for a file that is there and is no snapshot: only those are overwritten; 2 for `-` */
export async function requireWritable(path: string | null): Promise<void> {
  if (path === null) return;
  if (path === "-") throw wrongUsage({ kind: "save-to-output" });
  const size = await sizeOf(path);
  if (size === null || size === 0 || (await savedSnapshot(path)) !== null) return;
  throw notToBeHad({ kind: "occupied", file: path });
}

/** @throws Ending 3 when it cannot be written */
export async function saveSnapshot(path: string | null, snapshot: Snapshot): Promise<void> {
  if (path === null) return;
  await requireWritable(path);
  try {
    await writeFile(path, `${snapshotJson(snapshot, null)}\n`, { mode: MODE });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw endingOf("unwritable-file", `${path}: ${diskText(code)}`);
  }
}

/**
 * The snapshot that another one is compared with: a file of `--save`, or of a recording the last one of the same process or slot, else its last one.
 * @throws Ending 3 for a file that cannot be read or holds none
 */
export async function earlierSnapshot(
  path: string | null,
  { pid, slot }: Pick<Snapshot, "pid" | "slot">,
): Promise<Snapshot | null> {
  if (path === null) return null;
  if ((await sizeOf(path)) !== null) {
    const saved = await savedSnapshot(path);
    if (saved !== null) return saved;
  }
  const found = await snapshotsOf(path);
  const same = found.filter((each) => each.pid === pid || (slot !== null && each.slot === slot));
  const last = same.at(-1) ?? found.at(-1);
  if (last === undefined) throw notToBeHad({ kind: "no-snapshot-file", file: path });
  return last;
}

async function snapshotsOf(path: string): Promise<readonly Snapshot[]> {
  try {
    return (await recordedSnapshots(openRecording(path))).map(({ snapshot }) => snapshot);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    if (error.fault.kind === "not-a-recording") return [];
    throw faultEnding(error.fault);
  }
}

/** Of a file; null for what is none, or is not there. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    const there = await stat(path);
    return there.isFile() ? there.size : null;
  } catch {
    return null;
  }
}

/** However it is laid out; null for what is no snapshot, is not there or may not be read. */
export async function savedSnapshot(path: string): Promise<Snapshot | null> {
  const size = await sizeOf(path);
  if (size === null || size > LARGEST_BYTES) return null;
  try {
    const document: unknown = JSON.parse(await readFile(path, "utf8"));
    return isFields(document) ? decodeSnapshot(document) : null;
  } catch {
    return null;
  }
}
