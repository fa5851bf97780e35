/** What a user may write after `--`, as data: parsing, help and the suggestions read this table. */
export type OptionKind =
  | "flag"
  | "duration"
  | "size"
  | "count"
  | "pid"
  | "level"
  | "speed"
  | "time"
  | "log-level"
  | "pattern"
  | "capturing"
  | "zone"
  | "text";

export type Option = {
  readonly name: string;
  readonly kind: OptionKind;
  readonly example: string;
  readonly help: string;
  /** Commands it belongs to; null: all. `screen` is swtop without a command. */
  readonly commands: readonly CommandName[] | null;
  /** One letter, for `-f`. */
  readonly short?: string;
};

export const COMMANDS = [
  "watch",
  "logs",
  "crontab",
  "audit",
  "snapshot",
  "record",
  "doctor",
  "demo",
] as const;
export type CommandName = (typeof COMMANDS)[number] | "screen";

/** Commands of the contract that this version does not have, with what does their work meanwhile. */
export const NOT_BUILT: Readonly<Record<string, string | null>> = {
  report: null,
  hook: null,
};

/** Commands that look at what runs. */
const OF_TARGETS = [
  "screen",
  "watch",
  "logs",
  "crontab",
  "audit",
  "snapshot",
  "record",
  "doctor",
] as const satisfies readonly CommandName[];

/** A name may stand here twice, for commands that mean different things by it. */
export const OPTIONS = [
  {
    name: "json",
    kind: "flag",
    example: "",
    help: "NDJSON as in docs/schema (= --format json)",
    commands: null,
  },
  {
    name: "format",
    kind: "text",
    example: "json",
    help: "text (default) or json; audit also sarif, md, github",
    commands: null,
  },
  {
    name: "interval",
    kind: "duration",
    example: "1s",
    help: "between samples, 250ms to 60s (default 1s)",
    commands: null,
  },
  { name: "for", kind: "duration", example: "30s", help: "end after this time", commands: null },
  {
    name: "count",
    kind: "count",
    example: "10",
    help: "end after this many samples; logs: records and events",
    commands: null,
  },
  {
    name: "no-color",
    kind: "flag",
    example: "",
    help: "no colours (also with NO_COLOR set)",
    commands: null,
  },
  { name: "ascii", kind: "flag", example: "", help: "draw with ASCII alone", commands: null },
  {
    name: "budget",
    kind: "duration",
    example: "10ms",
    help: "CPU time per second the collector may take in the target (default 10ms)",
    commands: null,
  },
  {
    name: "force",
    kind: "flag",
    example: "",
    help: "start in a target whose free memory is under 8 MiB",
    commands: null,
  },
  {
    name: "label",
    kind: "text",
    example: "app=shop",
    help: "or -l, in the place of a name: what runs with this label; k8s: its pods, as a workload; repeats",
    commands: OF_TARGETS,
    short: "l",
  },
  {
    name: "container",
    kind: "text",
    example: "app",
    help: "or -c: k8s: the container of the pod (default: by what runs)",
    commands: OF_TARGETS,
    short: "c",
  },
  {
    name: "context",
    kind: "text",
    example: "prod",
    help: "k8s: the context of the kubeconfig (default: the current one)",
    commands: OF_TARGETS,
  },
  {
    name: "kubeconfig",
    kind: "text",
    example: "prod.yaml",
    help: "k8s: the file that says where clusters are (default: as kubectl)",
    commands: OF_TARGETS,
  },
  {
    name: "max-pods",
    kind: "count",
    example: "10",
    help: "k8s: attach to so many pods of the workload (default 1; A on the screen: 10)",
    commands: ["screen", "watch"],
  },
  {
    name: "debug-image",
    kind: "text",
    example: "busybox",
    help: "k8s, for images without a shell: asks, then puts an ephemeral container into the pod",
    commands: ["screen", "watch", "logs", "crontab", "audit", "snapshot", "record"],
  },
  {
    name: "speed",
    kind: "speed",
    example: "20",
    help: "play a recording this many times faster",
    commands: ["screen", "watch", "demo"],
  },
  {
    name: "output",
    kind: "text",
    example: "night.ndjson.gz",
    help: "file to record to; .gz and .zst are packed, - is stdout",
    commands: ["record"],
  },
  {
    name: "max-size",
    kind: "size",
    example: "200m",
    help: "a full file goes on in FILE.1, the oldest is dropped",
    commands: ["record"],
  },
  {
    name: "scenario",
    kind: "text",
    example: "worker",
    help: "worker (default), coroutine or fixed",
    commands: ["demo"],
  },
  {
    name: "processes",
    kind: "flag",
    example: "",
    help: "real processes instead of a recording: one leaks, one dies",
    commands: ["demo"],
  },
  {
    name: "or-demo",
    kind: "flag",
    example: "",
    help: "the demo where there is nothing to watch",
    commands: ["screen"],
  },
  {
    name: "at",
    kind: "time",
    example: "2026-11-25T22:30:00Z",
    help: "the time from which ticks are counted (default now)",
    commands: ["crontab"],
  },
  {
    name: "next",
    kind: "count",
    example: "3",
    help: "how many ticks of each task (default 3)",
    commands: ["crontab"],
  },
  {
    name: "fail-on",
    kind: "text",
    example: "warning",
    help: "exit 1 when something fails at this level: error (default), warning or info",
    commands: ["audit"],
  },
  {
    name: "ignore",
    kind: "text",
    example: "CR-31",
    help: "leave a rule out, by id or code, * at its end; repeats",
    commands: ["audit"],
  },
  {
    name: "baseline",
    kind: "text",
    example: "swtop-baseline.json",
    help: "leave out what this file knows",
    commands: ["audit"],
  },
  {
    name: "write-baseline",
    kind: "text",
    example: "swtop-baseline.json",
    help: "write what is found now as known",
    commands: ["audit"],
  },
  {
    name: "replicas",
    kind: "count",
    example: "3",
    help: "how many replicas run",
    commands: ["audit"],
  },
  {
    name: "rules",
    kind: "flag",
    example: "",
    help: "list all rules",
    commands: ["audit"],
  },
  {
    name: "env-file",
    kind: "text",
    example: ".env.prod",
    help: "environment for reading the configuration, before .env",
    commands: ["crontab", "audit"],
  },
  {
    name: "set",
    kind: "text",
    example: "APP_ENV=prod",
    help: "one environment variable, before all others; repeats",
    commands: ["crontab", "audit"],
  },
  {
    name: "project",
    kind: "text",
    example: "/opt/www",
    help: "where the project lies in the target (default: found by its processes)",
    commands: ["screen", "watch", "logs", "crontab", "audit", "record", "doctor"],
  },
  {
    name: "pid",
    kind: "pid",
    example: "39",
    help: "the process to read, of Swoole or not",
    commands: ["snapshot"],
  },
  {
    name: "slot",
    kind: "text",
    example: "Worker.0",
    help: "the process that fills this slot; shop-api/Worker.0 where several servers run",
    commands: ["snapshot"],
  },
  {
    name: "level",
    kind: "level",
    example: "1",
    help: "0 memory by kind, 1 heap and gc, 2 objects and holders, 3 what gc would free (default 3)",
    commands: ["snapshot"],
  },
  {
    name: "pid",
    kind: "pid",
    example: "39",
    help: "records that it wrote, events about it",
    commands: ["logs"],
  },
  {
    name: "slot",
    kind: "text",
    example: "Worker.0",
    help: "of this slot; shop-api/Worker.0 where several servers run",
    commands: ["logs"],
  },
  {
    name: "role",
    kind: "text",
    example: "worker",
    help: "master, manager, worker, task-worker, user-process, single",
    commands: ["logs"],
  },
  {
    name: "level",
    kind: "log-level",
    example: "warning",
    help: "hide records and events known to be lower; a record without a level stays",
    commands: ["logs"],
  },
  {
    name: "since",
    kind: "duration",
    example: "10m",
    help: "hide what is known to be older: before now; of a file or recording before its last line",
    commands: ["logs"],
  },
  {
    name: "grep",
    kind: "pattern",
    example: "leaky-.*",
    help: "records with a line that this regular expression matches, events likewise or as printed",
    commands: ["logs"],
  },
  {
    name: "events",
    kind: "flag",
    example: "",
    help: "what happened instead of the records; with --records both",
    commands: ["logs"],
  },
  {
    name: "records",
    kind: "flag",
    example: "",
    help: "the records (default)",
    commands: ["logs"],
  },
  {
    name: "follow",
    kind: "flag",
    example: "",
    help: "or -f: go on with what comes; implied by --for",
    commands: ["logs"],
    short: "f",
  },
  {
    name: "log",
    kind: "text",
    example: "swoole.log",
    help: "this log file, too; swtop logs without TARGET: it alone; repeats",
    commands: ["screen", "logs", "record"],
  },
  {
    name: "log-cmd",
    kind: "text",
    example: "./tail.sh",
    help: "what this command prints, too; swtop logs without TARGET: it alone; repeats",
    commands: ["screen", "logs", "record"],
  },
  {
    name: "pid-pattern",
    kind: "capturing",
    example: "w=(\\d+)",
    help: "its first group is the PID of who wrote the line",
    commands: ["logs"],
  },
  {
    name: "tz",
    kind: "zone",
    example: "Asia/Shanghai",
    help: "zone of times without one (default: yours for files and local, else UTC)",
    commands: ["logs"],
  },
  {
    name: "save",
    kind: "text",
    example: "before.json",
    help: "write the snapshot to this file, too",
    commands: ["snapshot"],
  },
  {
    name: "diff",
    kind: "text",
    example: "before.json",
    help: "what changed against this snapshot, or the last one in this recording",
    commands: ["snapshot"],
  },
  {
    name: "no-heap",
    kind: "flag",
    example: "",
    help: "never read the memory of processes for HEAP and REAL",
    commands: ["screen", "watch", "record", "demo"],
  },
  {
    name: "rbac",
    kind: "flag",
    example: "",
    help: "print the Role and RoleBinding that a Kubernetes target needs",
    commands: ["doctor"],
  },
  {
    name: "namespace",
    kind: "text",
    example: "prod",
    help: "or -n: k8s: the namespace (default: that of the context)",
    commands: OF_TARGETS,
    short: "n",
  },
  { name: "help", kind: "flag", example: "", help: "this", commands: null },
  { name: "version", kind: "flag", example: "", help: "the version", commands: null },
] as const satisfies readonly Option[];

export type OptionName = (typeof OPTIONS)[number]["name"];
