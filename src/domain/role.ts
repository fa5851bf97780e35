/** Swoole's names for what a process of a server does. `child`: forked by one of these. `null`, where it stands: it cannot be told. */
export const ROLES = [
  "master",
  "manager",
  "worker",
  "task-worker",
  "user-process",
  "single",
  "child",
] as const;
export type Role = (typeof ROLES)[number];

/** What a role was told from: the process title, the kernel's view (parents, signal masks, descriptors), a log line. */
export type RoleSource = "title" | "kernel" | "log";

/** How a Swoole server is built. `single`: one process in SWOOLE_BASE; `coroutine`: Hyperf's coroutine server; `thread`: SWOOLE_THREAD. */
export type ServerMode = "process" | "base" | "single" | "coroutine" | "thread";
