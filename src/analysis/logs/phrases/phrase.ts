// Sentences of Swoole, Hyperf and PHP at the start of a message. Inside one they are quoted, and mean nothing.

/** What Swoole counts: a worker's PID and id; null: this version does not write it. */
export type WorkerSaid = { readonly pid: number | null; readonly workerId: number | null };

export type Phrase =
  /** Of the manager (PROCESS) or the parent (BASE), about its child. `signal` null: a thread. */
  | ({
      readonly kind: "abnormal-exit";
      readonly status: number;
      readonly signal: number | null;
    } & WorkerSaid)
  /** A worker did not leave within `max_wait_time`. `manager`: kills the one it names. `worker`: the writer says so of itself. `all`: the manager kills what is left (6.1+). `master`: the whole server. */
  | ({
      readonly kind: "forced-stop";
      readonly by: "manager" | "worker" | "all" | "master";
    } & WorkerSaid)
  /** `all`: event and task workers; null: 4.8 in BASE mode says `reload workers` of both. */
  | { readonly kind: "reload"; readonly of: "all" | "task" | null }
  | { readonly kind: "shutdown" }
  /** Of the master, about the manager. `signal` 0: it left by itself. */
  | { readonly kind: "manager-lost"; readonly status: number; readonly signal: number | null }
  | {
      readonly kind: "php-fatal";
      /** Without `PHP Fatal error:`; the first line of it. */
      readonly detail: string;
      /** `limit`: of `memory_limit` bytes. `system`: so many bytes were allocated when the system refused more. */
      readonly memory: {
        readonly refusedBy: "limit" | "system";
        readonly bytes: number;
        readonly triedBytes: number;
      } | null;
      /** `exit()` in a coroutine: an uncaught `Swoole\ExitException`. */
      readonly isExit: boolean;
    }
  /** `exit()` without a coroutine, of the writer itself (ERRNO 9003). */
  | { readonly kind: "exit-called" }
  /** All coroutines are asleep. */
  | { readonly kind: "deadlock"; readonly coroutines: number }
  | {
      readonly kind: "worker-start";
      readonly workerId: number;
      readonly role: "worker" | "task-worker";
    }
  | {
      readonly kind: "process-start" | "process-stop";
      readonly name: string;
      readonly index: number;
    }
  /** `WebSocket Server listening at 0.0.0.0:9502`: written whenever worker 0 starts. */
  | { readonly kind: "listening" }
  | {
      readonly kind: "crontab-registered" | "crontab-disabled" | "crontab-invalid";
      readonly task: string;
    }
  /** The dispatcher's own line; seconds until its next. */
  | { readonly kind: "crontab-tick"; readonly sleepS: number }
  /** `due`: the time that the line itself names, as `2026-11-23 05:46:00` in the server's zone. */
  | {
      readonly kind: "crontab-run" | "crontab-failed";
      readonly task: string;
      readonly due: string;
    }
  | {
      readonly kind: "crontab-skipped";
      readonly task: string;
      readonly due: string;
      /** null: up to 3.1.6 the line does not say. */
      readonly mutex: "task" | "server" | null;
    }
  /** `RedisException: Connection refused in FILE:LINE`; a trace may stand in the record's further lines. */
  | { readonly kind: "exception"; readonly name: string; readonly detail: string };
