import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FileTails } from "../../../src/cli/logs/file-tails.ts";
import type { FileWish, TailedLines } from "../../../src/cli/logs/followed.ts";
import type { Errands } from "../../../src/collector/errands.ts";
import { targetFiles } from "../../../src/collector/target-files.ts";
import type { TailedFiles } from "../../../src/domain/ports/source.ts";
import { startCollector } from "../../collector/shells.ts";

/** What a test ends when it is over. */
export type Endings = (() => void)[];

export function folder(endings: Endings): string {
  const path = mkdtempSync(join(tmpdir(), "swtop-logs-"));
  endings.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Files by way of the real script in a real shell, without a session around it. */
export async function shellFiles(
  command: readonly string[],
  endings: Endings,
  options: Parameters<typeof startCollector>[1] = {},
): Promise<TailedFiles & { readonly pid: number }> {
  const collector = await startCollector(command, options);
  endings.push(() => collector.child.stdin.end());
  const errands: Errands = {
    add: ({ request }) => collector.ask(request),
    next: () => null,
    waitMs: () => null,
    done: () => undefined,
    end: () => undefined,
    arrival: () => Promise.resolve(),
  };
  return { ...targetFiles(errands), pid: collector.child.pid ?? 0 };
}

export const wish = (path: string, more: Partial<FileWish> = {}): FileWish => ({
  source: `file:${path}`,
  why: "option",
  pid: null,
  server: null,
  namesake: null,
  place: `..${path}`,
  anchor: null,
  space: "",
  ...more,
});

/** What was told, as text: `+ line` was there before, `? line` and `N? line` after a gap. */
export function tailing(files: TailedFiles, wishes: readonly FileWish[], backlogBytes = 1024) {
  const told: string[] = [];
  const take = ({ lines, isBacklog, lostBytes }: TailedLines): void => {
    const gap = lostBytes === undefined ? "" : `${lostBytes ?? ""}? `;
    told.push(
      ...lines.map(({ text }, index) => `${index === 0 ? gap : ""}${isBacklog ? "+ " : ""}${text}`),
    );
  };
  const tails = new FileTails(files, backlogBytes, take);
  tails.want(wishes);
  return {
    tails,
    told,
    /** Rounds until nothing more is there; what they told. */
    settle: async (): Promise<readonly string[]> => {
      for (let rounds = 0; (await tails.round()) && rounds < 100;) rounds += 1;
      return told.splice(0);
    },
    states: () => tails.sources().map(({ source, state, detail }) => [source, state, detail]),
  };
}
