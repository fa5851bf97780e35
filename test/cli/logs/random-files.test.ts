// Files that are written, renamed, copied and emptied at random, followed through a target that is away now and then.
import { expect, test } from "vitest";
import { PART_BLOCK_BYTES, type TailedFiles } from "../../../src/domain/ports/source.ts";
import { seeded } from "../../collector/seeded.ts";
import { tailing, wish } from "./tailing.ts";

type File = { readonly inode: string; text: string };

/** A folder in memory, in which writers may change something between any two requests. */
function memory(between: () => void) {
  const files = new Map<string, File>();
  let inodes = 0;
  const tailed: TailedFiles = {
    read: () => Promise.resolve(new Map()),
    list: () => Promise.resolve([]),
    links: () => Promise.resolve(new Map()),
    sizes(paths, beginnings = []) {
      between();
      const names = [...files.keys()].filter(
        (name) =>
          paths.includes(name) || beginnings.some((beginning) => name.startsWith(beginning)),
      );
      const sizes = names.map((name) => {
        const { inode = "", text = "" } = files.get(name) ?? {};
        return [name, { kind: "file" as const, inode, bytes: text.length }] as const;
      });
      return Promise.resolve({ sizes: new Map(sizes), lacks: null });
    },
    parts(parts) {
      between();
      return Promise.resolve(
        new Map(
          parts.flatMap((part) => {
            const file = files.get(part.path);
            if (file === undefined) return [];
            const from = part.skip * PART_BLOCK_BYTES;
            const text = file.text.slice(from, from + part.count * PART_BLOCK_BYTES);
            return [[part, Buffer.from(text, "latin1")] as const];
          }),
        ),
      );
    },
  };
  return {
    tailed,
    files,
    create(path: string): File {
      inodes += 1;
      const file = { inode: String(inodes), text: "" };
      files.set(path, file);
      return file;
    },
  };
}

const PATH = "../a.log";

/** One life of a log file; what was written and what was told of it. */
async function life(seed: number): Promise<{ written: string; told: string; gaps: number }> {
  const random = seeded(seed);
  const below = (most: number): number => Math.floor(random() * most);
  let written = "";
  let rotations = 0;
  let isBusy = false;
  const world = memory(() => {
    if (isBusy && below(3) === 0) change();
  });
  let held = world.create(PATH);
  const write = (): void => {
    const line = `${written.length} ${"abcdefgh".repeat(below(40))}\n`;
    const cut = below(line.length);
    held.text += line.slice(0, cut);
    held.text += line.slice(cut);
    written += line;
  };
  /** Every rotation has a name of its own: at most one between two looks, or one that nobody saw would be out of reach. */
  const rotate = (): void => {
    rotations += 1;
    world.files.delete(PATH);
    world.files.set(`${PATH}.${20_261_000 + rotations}`, held);
    held = world.create(PATH);
  };
  let mayRotate = true;
  function change(): void {
    for (let count = below(30); count > 0; count -= 1) write();
    if (!mayRotate || below(4) > 0) return;
    mayRotate = false;
    rotate();
    for (let count = below(5); count > 0; count -= 1) write();
  }
  const { settle, told } = tailing(world.tailed, [wish("/a.log", { place: PATH })]);
  const lines: string[] = [...(await settle())];
  for (let step = 0; step < 12; step += 1) {
    isBusy = true;
    lines.push(...(await settle()));
    isBusy = false;
    lines.push(...(await settle()));
    mayRotate = true;
  }
  lines.push(...told);
  const plain = lines.map((line) => line.replace(/^(?:\+ |\d*\? )/u, ""));
  const gaps = lines.filter((line) => /^\d*\? /u.test(line)).length;
  return { written, told: plain.map((line) => `${line}\n`).join(""), gaps };
}

test("500 lives of a file that is rotated while it is read: nothing lost, nothing twice, no gap", async () => {
  let bytes = 0;
  for (let seed = 1; seed <= 500; seed += 1) {
    const { written, told, gaps } = await life(seed);
    expect({ seed, told, gaps }).toEqual({ seed, told: written, gaps: 0 });
    bytes += written.length;
  }
  expect(bytes).toBeGreaterThan(1_000_000);
});
