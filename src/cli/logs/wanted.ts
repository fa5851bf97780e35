import { LOG_LEVELS } from "../../domain/log.ts";
import { ROLES } from "../../domain/role.ts";
import type { Invocation } from "../args.ts";
import { patternOf } from "../option-values.ts";
import type { FilterWish } from "./filter.ts";

/** What `swtop logs` is asked for, of whatever it is. */
export type LogsWanted = {
  readonly filter: FilterWish;
  readonly isFollowed: boolean;
  readonly sinceMs: number | null;
  /** IANA zone of times without one; null: that of what is read. */
  readonly zone: string | null;
  readonly pidPattern: RegExp | null;
  /** Of records and events. */
  readonly count: number | null;
  readonly forMs: number | null;
  readonly files: readonly string[];
  readonly commands: readonly string[];
};

export function logsWanted({ options }: Invocation): LogsWanted {
  const hasEvents = options.has("events");
  const pattern = (name: "grep" | "pid-pattern"): RegExp | null => {
    const text = options.text(name);
    return text === null ? null : patternOf(text);
  };
  const forMs = options.number("for");
  return {
    filter: {
      slot: options.text("slot"),
      pid: options.number("pid"),
      role: ROLES.find((role) => role === options.text("role")) ?? null,
      level: LOG_LEVELS.find((level) => level === options.text("level")) ?? null,
      grep: pattern("grep"),
      hasRecords: !hasEvents || options.has("records"),
      hasEvents,
    },
    isFollowed: options.has("follow") || forMs !== null,
    sinceMs: options.number("since"),
    zone: options.text("tz"),
    pidPattern: pattern("pid-pattern"),
    count: options.number("count"),
    forMs,
    files: options.texts("log"),
    commands: options.texts("log-cmd"),
  };
}
