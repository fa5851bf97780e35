import type { SnapshotLevel } from "../domain/snapshot.ts";

/** Two halves of a random word: an echo of what we wrote never contains it whole. */
export type Marker = readonly [half: string, half: string];

const HALF_DIGITS = 8;

/** @param random a number in [0, 1), new with each call */
export function newMarker(random: () => number): Marker {
  const half = (): string =>
    Array.from({ length: HALF_DIGITS }, () => Math.floor(random() * 16).toString(16)).join("");
  return [half(), half()];
}

/** launch.sh as it is written to a shell: without the lines that are for people, ending with the call. */
export function launchScript(
  script: string,
  [first, second]: Marker,
  what: {
    readonly pid: number;
    readonly level: SnapshotLevel;
    readonly force: boolean;
    readonly readerBytes: number;
  },
): Uint8Array {
  const lines = script.split("\n").filter((line) => !/^\s*(?:#.*)?$/.test(line));
  const { pid, level, force, readerBytes } = what;
  const call = `launch ${first} ${second} ${pid} ${level} ${force ? 1 : 0} ${readerBytes}`;
  return Buffer.from(`${lines.join("\n")}\n${call}\n`);
}

/** reader.php as PHP's `eval` takes it: without its opening tag, indentation and the lines that are for people. */
export const readerProgram = (source: string): Uint8Array =>
  Buffer.from(
    source
      .replace(/^<\?php\n/, "")
      .replaceAll(/^\s*\/\*\*(?:[^*]|\*(?!\/))*\*\/\n/gm, "")
      .split("\n")
      .map((line) => line.trimStart())
      .filter((line) => line !== "" && !line.startsWith("//"))
      .join("\n"),
  );
