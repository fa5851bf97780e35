import { readFile, writeFile } from "node:fs/promises";
import { fingerprintOf } from "../../analysis/audit/hidden.ts";
import type { Verdict } from "../../domain/verdict.ts";
import { endingOf } from "../fault-ending.ts";

/**
 * Findings that are known: `{"v":1,"known":[["cron.no-singleton","sync-stock"], …]}`, the rule and what it is about, then the folder of one of several projects. Lines may move.
 * @throws Ending 3 for a file that cannot be read or is no baseline
 */
export async function readBaseline(path: string | null): Promise<ReadonlySet<string>> {
  if (path === null) return new Set();
  try {
    const document: unknown = JSON.parse(await readFile(path, "utf8"));
    if (isBaseline(document)) return new Set(document.known.map((each) => JSON.stringify(each)));
  } catch {
    // said below
  }
  throw endingOf("unreadable-file", `${path} as a baseline of swtop audit --write-baseline`);
}

const isBaseline = (value: unknown): value is { readonly known: readonly unknown[] } =>
  typeof value === "object" && value !== null && "known" in value && Array.isArray(value.known);

/** @throws Ending 3 when it cannot be written */
export async function writeBaseline(
  path: string | null,
  reports: readonly { readonly verdicts: readonly Verdict[]; readonly folder: string }[],
): Promise<void> {
  if (path === null) return;
  const failing = reports.flatMap(({ verdicts, folder }) =>
    verdicts.filter(({ kind }) => kind === "fail").map((verdict) => fingerprintOf(verdict, folder)),
  );
  const lines = [...new Set(failing)].toSorted();
  try {
    await writeFile(path, `{"v":1,"known":[\n${lines.join(",\n")}\n]}\n`);
  } catch {
    throw endingOf("unwritable-file", path);
  }
}
