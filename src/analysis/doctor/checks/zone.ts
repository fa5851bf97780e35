import { found, NOT_REACHED, type Check } from "../check.ts";

/** Other names of UTC. @source tz database, file backward */
const UTC = /^(?:(?:Etc\/)?(?:UTC|UCT|GMT|GMT0|GMT[+-]0|Greenwich|Universal|Zulu))$/u;
const plain = (zone: string): string => (UTC.test(zone) ? "UTC" : zone);

/** Whether times in logs that name no zone are taken for the target's. */
export const zone: Check = {
  id: "zone",
  check({ zone: seen, project }) {
    if (seen === null) return NOT_REACHED;
    const crontab = project?.kind === "read" ? project.project.crontab.timezone : null;
    const ok = seen.name === null ? null : plain(seen.name) === plain(seen.takenFor);
    return found(ok, { kind: "zone", zone: seen.name, takenFor: seen.takenFor, crontab });
  },
};
