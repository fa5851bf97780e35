import type { LogEventKind, LogLevel } from "../../domain/log.ts";

/** How bad what happened is, for `--level`: an event has no level of its own. */
export const EVENT_LEVELS: Readonly<Record<LogEventKind, LogLevel>> = {
  "server-start": "info",
  "server-stop": "info",
  "worker-start": "info",
  "process-start": "info",
  "process-stop": "info",
  reload: "notice",
  "abnormal-exit": "error",
  "forced-stop": "warning",
  "manager-lost": "error",
  "php-fatal": "error",
  "crontab-registered": "info",
  "crontab-tick": "info",
  "crontab-run": "info",
  "crontab-failed": "error",
  "crontab-skipped": "notice",
  "crontab-cancelled": "notice",
  "crontab-blocked": "warning",
};
