import { found, NOBODY, NOT_REACHED, NOT_TOLD, type Check } from "../check.ts";

/** Whether the memory of a process of PHP may be read: Yama, capabilities, user. */
export const heap: Check = {
  id: "heap",
  check({ subject, commands }) {
    if (subject === null) return commands === null ? NOT_REACHED : NOBODY;
    const { pid, memory, ids: their } = subject;
    switch (memory.kind) {
      case "read":
        return found(true, { kind: "heap", pid });
      case "no-dd":
        return found(false, { kind: "heap-without-dd" });
      case "by-snapshot":
        return found(false, { kind: "heap-by-snapshot", pid, their });
      case "closed":
        return found(false, { kind: "heap-closed", pid, their, fault: memory.fault });
      case "not-told":
        return NOT_TOLD;
    }
  },
};
