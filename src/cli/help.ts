import { COMMANDS, OPTIONS, type CommandName } from "./options.ts";

const SAYS: Readonly<Record<Exclude<CommandName, "screen">, string>> = {
  watch: "samples as they come: a table per interval, or NDJSON with --json",
  crontab: "the tasks a project declares: rule, next ticks, where each runs, its locks",
  audit: "the declared settings against the rules and against what runs",
  record: "write a recording (NDJSON; .gz and .zst by file name)",
  demo: "the built-in incident in fast motion",
};

const TARGETS = [
  ["local", "every Swoole server of this machine (default)"],
  [
    "exec -- COMMAND...",
    "any command that ends in a POSIX shell: docker exec -i NAME sh, kubectl exec -i POD -- sh, ssh -T HOST sh",
  ],
  ["demo", "a recording of a real Hyperf service that runs out of memory"],
  ["FILE", "a recording made by swtop"],
  ["DIR", "crontab, audit: a project's directory; audit A B compares two"],
] as const;

const WIDTH = 22;

/** What --help prints, drawn from the tables of commands and options. */
export function helpText(): string {
  return [
    "swtop [TARGET] [options]           the live screen; without a terminal one table",
    "swtop COMMAND [TARGET] [options]",
    "",
    "Commands",
    ...COMMANDS.map((name) => row(name, SAYS[name])),
    "",
    "Targets",
    ...TARGETS.map(([name, says]) => row(name, says)),
    "",
    "Options (anywhere; --opt=value and --opt value)",
    ...OPTIONS.map(({ name, example, help, commands }) =>
      row(`--${name} ${example}`.trimEnd(), `${help}${scope(commands)}`),
    ),
    "",
    "Durations: 500ms 2s 5m 1h. Sizes: 64m 2g (1024). After -- nothing is read as an option.",
    "Exit: 0 done, 1 audit found something at --fail-on, 2 wrong usage, 3 the target cannot be reached or read, 70 a bug, 128+n ended by signal n.",
    "swtop reads only: by default nothing is written into a target and no signal is sent.",
  ].join("\n");
}

const row = (name: string, says: string): string => `  ${name.padEnd(WIDTH)} ${says}`;

const scope = (commands: readonly CommandName[] | null): string => {
  const named = commands?.filter((each) => each !== "screen") ?? [];
  return named.length === 0 ? "" : ` [${named.join(", ")}]`;
};
