// What systemd wrote into its journal of the lives of a unit.
import type { ContainerLife } from "../../domain/container.ts";
import { epochMs, type EpochMs } from "../../domain/units.ts";
import { isFields, text, type Fields } from "../../recording/fields.ts";

const STARTED = "39f53479d3a045ac8e11786248231fbf";
const SUCCEEDED = "7ad2d189f7e94e70a38c781354912448";
const PROCESS_EXIT = "98e322203f7a4ed290d09fe03c09fe15";
const FAILED = "d9b373ed55a64feb8242e02dbe79a49c";
/** @source systemd: src/systemd/sd-messages.h, catalog/systemd.catalog.in */
export const UNIT_MESSAGES = [STARTED, SUCCEEDED, PROCESS_EXIT, FAILED];
const OOM = "oom-kill";

type Ongoing = {
  startedAt: EpochMs | null;
  exit: Pick<ContainerLife, "endedAt" | "exitCode"> | null;
};

/**
 * Lives that are over, oldest first, of `journalctl -o json`. A main process that ends badly is told with its code, then the unit's result, `oom-kill` where the kernel killed in it.
 * @source systemd 252: src/core/unit.c unit_log_process_exit, unit_log_failure, unit_log_success
 */
export function livesOfJournal(journal: string): readonly ContainerLife[] {
  const lives: ContainerLife[] = [];
  let now: Ongoing = { startedAt: null, exit: null };
  const end = (at: EpochMs, oomKilled: boolean | null): void => {
    const { startedAt, exit } = now;
    lives.push({
      startedAt,
      endedAt: exit?.endedAt ?? at,
      exitCode: exit?.exitCode ?? null,
      oomKilled,
    });
    now = { startedAt: null, exit: null };
  };
  for (const line of journal.split("\n")) {
    const entry = parsed(line);
    const at = timeOf(entry);
    if (at === null) continue;
    const id = text(entry, "MESSAGE_ID");
    if (id === STARTED) {
      // its end was not told as a result
      if (now.exit !== null) end(at, null);
      now = { startedAt: at, exit: null };
    } else if (id === PROCESS_EXIT && isMain(entry))
      now.exit = { endedAt: at, exitCode: exitCodeOf(entry) };
    else if (id === FAILED) end(at, text(entry, "UNIT_RESULT") === OOM);
    else if (id === SUCCEEDED) end(at, false);
  }
  return lives;
}

/** A unit's commands for its reload or stop end, too. */
const isMain = (entry: Fields): boolean =>
  (text(entry, "MESSAGE") ?? "").includes(": Main process exited");

function exitCodeOf(entry: Fields): number | null {
  const status = text(entry, "EXIT_STATUS") ?? "";
  const by = text(entry, "EXIT_CODE");
  if (!/^\d{1,3}$/u.test(status)) return null;
  if (by === "killed" || by === "dumped") return 128 + Number(status);
  return by === "exited" ? Number(status) : null;
}

function timeOf(entry: Fields): EpochMs | null {
  const micros = text(entry, "__REALTIME_TIMESTAMP") ?? "";
  return /^\d{1,17}$/u.test(micros) ? epochMs(Math.floor(Number(micros) / 1000)) : null;
}

function parsed(line: string): Fields {
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) ? value : {};
  } catch {
    return {};
  }
}
