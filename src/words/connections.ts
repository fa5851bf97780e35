import type { Connections, OrphanListens, RisingConnections } from "../domain/conclusion.ts";
import { show } from "../domain/text.ts";
import type { EpochMs } from "../domain/units.ts";
import { counted } from "./format.ts";
import { portText } from "./ports.ts";

type Said = { readonly headline: string; readonly evidence: string };

export const connectionsText = (
  conclusion: Connections,
  formatTime: (at: EpochMs) => string,
): Said =>
  conclusion.cause === "orphan-listens"
    ? orphanText(conclusion)
    : risingText(conclusion, formatTime);

/** How many are named; more are counted. */
const MOST_NAMED = 4;

function orphanText({ serverId, port, holders }: OrphanListens): Said {
  const named = holders
    .slice(0, MOST_NAMED)
    .map(({ pid, slot }) => (slot === null ? `PID ${pid}` : `${show(slot)} (PID ${pid})`));
  const more = holders.length > MOST_NAMED ? [`${holders.length - MOST_NAMED} more`] : [];
  const pids = holders.map(({ pid }) => pid);
  const [hold, are] =
    holders.length === 1 ? ["holds", "its manager is"] : ["hold", "their manager is"];
  return {
    headline: `${[...named, ...more].join(", ")} of ${show(serverId)} still ${hold} port ${port}, and ${are} gone`,
    evidence: `a server started now cannot have the port, or shares it with this old code; nothing else ends ${
      holders.length === 1 ? "it" : "them"
    }: kill ${pids.slice(0, MOST_NAMED).join(" ")}`,
  };
}

function risingText(
  { serverId, port, risen, of, from, before, now, ticks }: RisingConnections,
  formatTime: (at: EpochMs) => string,
): Said {
  const ticked = ticks === null ? [] : [`${counted(ticks, "crontab tick")} in that time`];
  return {
    headline: `Connections of ${show(serverId)} to port ${portText(String(port))} only rise: ${before} to ${now} since ${formatTime(from)}, in ${risen} of ${counted(of, "process", "processes")}`,
    evidence: [
      "none was given back",
      ...ticked,
      "a connection comes back when its coroutine ends: look for one that does not, and hold max_connections against the server's limit (swtop audit, PR-03)",
    ].join("; "),
  };
}
