import { CLOSED, found, isClosed, NOBODY, NOT_REACHED, NOT_TOLD, type Check } from "../check.ts";

/** Where the project lies, and whether its files can be read. */
export const project: Check = {
  id: "project",
  check(facts) {
    const { project: seen, sample, subject } = facts;
    if (seen === null) {
      if (sample === null) return NOT_REACHED;
      return sample.servers.length === 0 ? NOBODY : NOT_TOLD;
    }
    if (seen.kind === "none" && isClosed(facts)) return CLOSED;
    if (seen.kind === "none")
      return found(false, { kind: "no-project", directory: seen.directory });
    if (seen.kind === "too-large") return found(false, { kind: "project-too-large" });
    const isWhole = seen.project.unreadable.length === 0;
    const their = subject?.ids ?? null;
    return found(isWhole, { kind: "project", project: seen.project, their });
  },
};
