import { CLOSED, found, isClosed, NOBODY, NOT_REACHED, type Check } from "../check.ts";

/** Where log lines come from, and whether they can be read. */
export const logs: Check = {
  id: "logs",
  check(facts) {
    const { logs: sources, sample } = facts;
    if (sources === null) return sample === null ? NOT_REACHED : NOBODY;
    if (sources.length === 0 && isClosed(facts)) return CLOSED;
    // a file that is not there yet is read as soon as it is
    const isShut = sources.some(({ state }) => state !== "followed" && state !== "absent");
    const isAny = sources.some(({ state }) => state === "followed");
    return found(isAny && !isShut, { kind: "logs", sources });
  },
};
