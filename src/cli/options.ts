/** What a user may write after `--`, as data: parsing, help and the suggestions read this table. */
export type OptionKind = "flag" | "duration" | "size" | "count" | "speed" | "text";

export type Option = {
  readonly name: string;
  readonly kind: OptionKind;
  readonly example: string;
  readonly help: string;
  /** Commands it belongs to; null: all. `screen` is swtop without a command. */
  readonly commands: readonly CommandName[] | null;
};

export const COMMANDS = ["watch", "record", "demo"] as const;
export type CommandName = (typeof COMMANDS)[number] | "screen";

/** Commands of the contract that this version does not have, with what does their work meanwhile. */
export const NOT_BUILT: Readonly<Record<string, string | null>> = {
  logs: null,
  crontab: null,
  audit: null,
  snapshot: null,
  report: null,
  doctor: null,
  hook: null,
};

export const OPTIONS = [
  {
    name: "json",
    kind: "flag",
    example: "",
    help: "NDJSON as in docs/schema (= --format json)",
    commands: null,
  },
  { name: "format", kind: "text", example: "json", help: "text (default) or json", commands: null },
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
    help: "end after this many samples",
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
  { name: "help", kind: "flag", example: "", help: "this", commands: null },
  { name: "version", kind: "flag", example: "", help: "the version", commands: null },
] as const satisfies readonly Option[];

export type OptionName = (typeof OPTIONS)[number]["name"];
