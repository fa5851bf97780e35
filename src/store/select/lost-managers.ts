import type { LogEvent } from "../../domain/log.ts";
import type { Process } from "../../domain/sample.ts";
import { isOfServer } from "../logs/servers.ts";
import type { Known } from "../state.ts";
import type { LostManager } from "../view.ts";

/** Servers with orphans, as the last sample shows them, but for those of which a conclusion says it already. */
export function lostManagers(known: Known): readonly LostManager[] {
  const { sample, conclusions, logs } = known;
  return (sample?.servers ?? []).flatMap(({ id, processes }) => {
    const orphans = processes.filter(({ orphan }) => orphan);
    if (orphans.length === 0 || conclusions.some((each) => isSaidBy(each, id))) return [];
    const event = logs.events.findLast(
      (each) =>
        each.kind === "manager-lost" && isOfServer(each, id, known) && isAfter(each, orphans),
    );
    return [{ serverId: id, pids: orphans.map(({ pid }) => pid), event: event ?? null }];
  });
}

const isSaidBy = (conclusion: Known["conclusions"][number], id: string): boolean =>
  conclusion.kind === "connections" &&
  conclusion.cause === "orphan-listens" &&
  conclusion.serverId === id;

/** An earlier manager left others behind. */
function isAfter({ at, seenAt }: LogEvent, orphans: readonly Process[]): boolean {
  const moment = at ?? seenAt;
  return moment !== null && orphans.every(({ startedAt }) => (startedAt ?? moment) <= moment);
}
