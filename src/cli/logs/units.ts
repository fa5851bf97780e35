import { unitOf } from "../../analysis/logs/sources.ts";
import type { TargetFiles } from "../../domain/ports/source.ts";
import type { Server } from "../../domain/sample.ts";
import type { Unit } from "./programs.ts";

const MOST_CGROUP_BYTES = 4096;

export type UnitFound = {
  readonly unit: Unit;
  readonly pid: number;
  /** The only server that belongs to it; null: several do. */
  readonly server: string | null;
};

/** The units of systemd that servers of this machine belong to; not of containers: theirs are not in our journal. */
export async function unitsOf(
  files: Pick<TargetFiles, "read">,
  servers: readonly Server[],
): Promise<readonly UnitFound[]> {
  const found: { readonly unit: Unit; readonly pid: number; readonly server: string }[] = [];
  for (const { id, rootPid, processes } of servers) {
    const process = processes.find(({ pid }) => pid === rootPid) ?? processes[0];
    if (process === undefined || process.nsPid !== process.pid) continue;
    const path = `${process.pid}/cgroup`;
    const text = (await files.read([path, "uptime"], MOST_CGROUP_BYTES)).get(path);
    const unit = text === undefined ? null : unitOf(Buffer.from(text).toString());
    if (unit !== null) found.push({ unit, pid: process.pid, server: id });
  }
  return found.map(({ server, ...each }) => {
    const isShared = found.some(
      (other) => other.unit.unit === each.unit.unit && other.server !== server,
    );
    return { ...each, server: isShared ? null : server };
  });
}
