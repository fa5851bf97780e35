import { found, ownFault, refused, stageFinding, type Check } from "../check.ts";

/** dd reads memory and logs; ls tells the sizes of logs; head has its stand-in in cat, readlink in ls. */
const NEEDED = ["dd", "ls"] as const;

/** The programs that the collector uses. */
export const tools: Check = {
  id: "tools",
  check(facts) {
    const fault = ownFault(facts, "tools");
    if (fault !== null) return refused(fault);
    if (facts.shell === null) return stageFinding(facts, "tools");
    const offered = facts.shell.tools;
    const missing = NEEDED.filter((tool) => !offered.includes(tool));
    return missing.length === 0
      ? found(true, { kind: "tools", tools: offered })
      : found(false, { kind: "tools-missing", tools: offered, missing });
  },
};
