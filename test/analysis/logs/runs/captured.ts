// Lines of crontab as real services wrote them. Origin: captures of Hyperf 3.2.4 on Swoole 6.2.1, 2026-11-23 UTC; the date is cut off.
import { logAccount } from "../../../../src/analysis/logs/account.ts";
import type { LogEvent, LogEventKind, LogLine } from "../../../../src/domain/log.ts";
import { untrustedText } from "../../../../src/domain/text.ts";
import { epochMs, type EpochMs } from "../../../../src/domain/units.ts";
import { aLogEvent, type EventFacts } from "../../../fixtures/log-event.ts";

const DAY = Date.UTC(2026, 10, 23);

/** A time of that day: `05:52:00.115`. */
export const time = (clock: string): EpochMs => epochMs(DAY + Date.parse(`1970-01-01T${clock}Z`));

export const event = (
  kind: LogEventKind,
  clock: string | null,
  {
    task,
    detail,
    ...facts
  }: Omit<EventFacts, "task" | "detail"> & {
    readonly task?: string;
    readonly detail?: string;
  } = {},
): LogEvent =>
  aLogEvent({
    kind,
    at: clock === null ? null : time(clock),
    ...facts,
    task: task === undefined ? null : untrustedText(task),
    detail: detail === undefined ? null : untrustedText(detail),
  });

/** What the account of logs makes of lines. */
export function eventsOf(text: string): readonly LogEvent[] {
  const account = logAccount({ zone: "UTC", pidPattern: null });
  const lines = text
    .trim()
    .split("\n")
    .map((line): LogLine => ({
      at: time("06:00:00"),
      clock: "backlog",
      source: "stdout",
      text: untrustedText(line.replace("[", "[2026-11-23 ")),
      cutBytes: 0,
      cut: null,
      writer: null,
    }));
  return [...account.lines(lines), ...account.end()].flatMap((told) =>
    told.type === "event" ? [told.event] : [],
  );
}

/**
 * hyperf-l-worker-kill-reload: `heartbeat` each 5 s, `leaky-import` each 10 s, `minute-report`; Worker.0 is killed at 05:52:22, all are reloaded at 05:53:22.
 * Of Worker.0 the ticks :30 :40 :50 of heartbeat and :40 of leaky-import have no line.
 */
export const KILLED_AND_RELOADED = `
[05:51:08.042] [DEBUG] Crontab heartbeat have been registered.
[05:51:08.042] [DEBUG] Crontab leaky-import have been registered.
[05:51:08.042] [DEBUG] Crontab minute-report have been registered.
[05:51:08.111] [INFO] Worker#0 started.
[05:51:08.118] [INFO] Worker#1 started.
[05:51:08.120] [INFO] Process[crontab-dispatcher.0] start.
[05:52:00.115] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:52:00.
[05:52:00.118] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:52:00.
[05:52:00.119] [INFO] Crontab task [minute-report] executed successfully at 2026-11-23 05:52:00.
[05:52:05.006] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:52:05.
[05:52:10.010] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:52:10.
[05:52:10.034] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:52:10.
[05:52:15.006] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:52:15.
[05:52:20.029] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:52:20.
[05:52:20.029] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:52:20.
[05:52:22 $22828.0] WARNING Worker::report_error(): worker(pid=22835, id=0) abnormal exit, status=0, signal=9
[05:52:22.101] [INFO] Worker#0 started.
[05:52:25.006] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:52:25.
[05:52:30.031] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:52:30.
[05:52:35.002] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:52:35.
[05:52:45.006] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:52:45.
[05:52:50.033] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:52:50.
[05:52:55.002] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:52:55.
[05:53:00.026] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:53:00.
[05:53:00.046] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:53:00.
[05:53:00.050] [INFO] Crontab task [minute-report] executed successfully at 2026-11-23 05:53:00.
[05:53:05.005] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:53:05.
[05:53:10.014] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:53:10.
[05:53:10.017] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:53:10.
[05:53:15.007] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:53:15.
[05:53:20.067] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:53:20.
[05:53:20.067] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:53:20.
[05:53:22 $22828.0] INFO Server is reloading all workers now
[05:53:22.191] [ERROR] Crontab task [heartbeat] failed execution at 2026-11-23 05:53:22.
[05:53:22.191] [ERROR] Crontab task [heartbeat] failed execution at 2026-11-23 05:53:22.
[05:53:22.191] [ERROR] Crontab task [heartbeat] failed execution at 2026-11-23 05:53:22.
[05:53:22.191] [ERROR] Crontab task [heartbeat] failed execution at 2026-11-23 05:53:22.
[05:53:22.191] [ERROR] Crontab task [leaky-import] failed execution at 2026-11-23 05:53:22.
[05:53:22.191] [ERROR] Crontab task [leaky-import] failed execution at 2026-11-23 05:53:22.
[05:53:22.194] [ERROR] Crontab task [heartbeat] failed execution at 2026-11-23 05:53:22.
[05:53:22.194] [ERROR] Crontab task [heartbeat] failed execution at 2026-11-23 05:53:22.
[05:53:22.194] [ERROR] Crontab task [heartbeat] failed execution at 2026-11-23 05:53:22.
[05:53:22.194] [ERROR] Crontab task [leaky-import] failed execution at 2026-11-23 05:53:22.
[05:53:22.197] [INFO] Worker#0 started.
[05:53:22.199] [INFO] Worker#1 started.
[05:54:00.045] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:54:00.
[05:54:00.049] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:54:00.
[05:54:00.049] [INFO] Crontab task [minute-report] executed successfully at 2026-11-23 05:54:00.
[05:54:05.011] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:54:05.
[05:54:10.020] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:54:10.
[05:54:10.020] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:54:10.
[05:54:15.003] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:54:15.
[05:54:20.041] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:54:20.
[05:54:20.042] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:54:20.
[05:54:25.010] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:54:25.
[05:54:30.015] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:54:30.
[05:54:30.019] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:54:30.
[05:54:35.010] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:54:35.
[05:54:40.039] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:54:40.
[05:54:40.039] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:54:40.
[05:54:45.006] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:54:45.
[05:54:50.033] [INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:54:50.
[05:54:50.064] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:54:50.
[05:54:52.584] [ERROR] Crontab task [heartbeat] failed execution at 2026-11-23 05:54:52.
`;

/** hyperf-f-overlap-singleton-redis: `slow-sync` takes 25 s, is due each 10 s, and has a lock. */
export const SLOW_WITH_LOCK = `
[05:45:06.310] [DEBUG] Crontab minute-report have been registered.
[05:45:06.310] [DEBUG] Crontab slow-sync have been registered.
[05:45:06.485] [INFO] Process[crontab-dispatcher.0] start.
[05:46:10.000] [INFO] Crontab task [slow-sync] skipped execution at 2026-11-23 05:46:10 caused by task mutex.
[05:46:20.025] [INFO] Crontab task [slow-sync] skipped execution at 2026-11-23 05:46:20 caused by task mutex.
[05:46:25.249] [INFO] Crontab task [slow-sync] executed successfully at 2026-11-23 05:46:25.
[05:46:40.021] [INFO] Crontab task [slow-sync] skipped execution at 2026-11-23 05:46:40 caused by task mutex.
[05:46:50.008] [INFO] Crontab task [slow-sync] skipped execution at 2026-11-23 05:46:50 caused by task mutex.
[05:46:55.036] [INFO] Crontab task [slow-sync] executed successfully at 2026-11-23 05:46:55.
[05:47:10.057] [INFO] Crontab task [slow-sync] skipped execution at 2026-11-23 05:47:10 caused by task mutex.
[05:47:20.021] [INFO] Crontab task [slow-sync] skipped execution at 2026-11-23 05:47:20 caused by task mutex.
[05:47:25.177] [INFO] Crontab task [slow-sync] executed successfully at 2026-11-23 05:47:25.
[05:47:40.040] [INFO] Crontab task [slow-sync] skipped execution at 2026-11-23 05:47:40 caused by task mutex.
[05:47:50.000] [INFO] Crontab task [slow-sync] skipped execution at 2026-11-23 05:47:50 caused by task mutex.
[05:47:55.019] [INFO] Crontab task [slow-sync] executed successfully at 2026-11-23 05:47:55.
[05:48:10.010] [INFO] Crontab task [slow-sync] skipped execution at 2026-11-23 05:48:10 caused by task mutex.
[05:48:20.001] [INFO] Crontab task [slow-sync] skipped execution at 2026-11-23 05:48:20 caused by task mutex.
[05:48:25.088] [INFO] Crontab task [slow-sync] executed successfully at 2026-11-23 05:48:25.
`;

/** hyperf-o-memlimit-coroutine, `leaky-import` each 10 s: the dispatcher runs out of memory at 05:53:00 and the whole minute is lost. */
export const DISPATCHER_DIED = `
[05:51:07.948] [DEBUG] Crontab heartbeat have been registered.
[05:51:07.948] [DEBUG] Crontab leaky-import have been registered.
[05:51:07.948] [DEBUG] Crontab minute-report have been registered.
[05:51:08.043] [INFO] Process[crontab-dispatcher.0] start.
[05:52:00.196] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:52:00.
[05:52:10.053] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:52:10.
[05:52:20.040] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:52:20.
[05:52:30.067] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:52:30.
[05:52:40.021] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:52:40.
[05:52:50.044] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:52:50.
[05:53:00 $22757.0] WARNING Worker::report_error(): worker(pid=22768, id=2) abnormal exit, status=255, signal=0
[05:53:00.116] [INFO] Process[crontab-dispatcher.0] start.
[05:54:00.061] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:54:00.
[05:54:10.034] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:54:10.
[05:54:20.057] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:54:20.
[05:54:30.029] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:54:30.
[05:54:40.073] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:54:40.
[05:54:50.075] [INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:54:50.
`;
