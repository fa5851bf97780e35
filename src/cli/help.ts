import { COMMANDS, OPTIONS, type CommandName } from "./options.ts";

const SAYS: Readonly<Record<Exclude<CommandName, "screen">, string>> = {
  watch: "samples as they come: a table per interval, or NDJSON with --json",
  logs: "log records, or what they say happened, by process; also of any log file",
  crontab: "the tasks a project declares: rule, next ticks, where each runs, its locks",
  audit: "the declared settings against the rules and against what runs",
  snapshot: "the memory of one process: heap, gc, classes, holders",
  record: "write a recording (NDJSON; .gz and .zst by file name)",
  doctor: "what can and cannot be read here, and what mends it",
  demo: "the built-in incident in fast motion",
};

const TARGETS = [
  [
    "local",
    "every Swoole server of this machine; without TARGET a terminal shows what else there is",
  ],
  [
    "docker NAME...",
    "containers, by name, id or compose service; -l LABEL for all with a label; also podman",
  ],
  [
    "k8s WORKLOAD",
    "a pod, deploy/x, sts/x, ds/x, job/x, -l SELECTOR; -n, -c, --context; its fullest ready pod",
  ],
  ["ssh HOST...", "hosts, over the system's ssh and its configuration; never asks for a password"],
  [
    "exec -- COMMAND...",
    "any command that ends in a POSIX shell: docker exec -i NAME sh, nerdctl exec -i NAME sh, ssh -T HOST sh",
  ],
  ["demo", "a recording of a real Hyperf service that runs out of memory"],
  ["FILE", "a recording made by swtop; logs: also a log file, - is standard input"],
  ["DIR", "crontab, audit: a project's directory; audit A B compares two"],
] as const;

const WIDTH = 22;

/** What `swtop snapshot --help` says before its options. */
const SNAPSHOT_PAGE = [
  "swtop snapshot [TARGET] --pid N | --slot S [options]",
  "",
  "The memory of one PHP process, read from outside: nothing is run in it, written to it or stopped.",
  "It ends with what follows: held (and by whom), cycles, fragmentation, native, nothing - and what gc would free.",
  "",
  "  swtop snapshot --slot Worker.0 --save before.json     now ...",
  "  swtop snapshot --slot Worker.0 --diff before.json     ... and later: which class, holder, kind grew",
  "  swtop snapshot --pid 4711 --level 1                   any PHP process; heap and gc alone, in a moment",
  "  swtop snapshot night.ndjson.gz --slot Worker.0        the last one that a recording holds",
  "",
  "It needs the process's own user, or root with SYS_PTRACE, and its php. A part that cannot be read says why;",
  "lower levels still answer. Levels 2 and 3 need 64 MiB of free memory in the target.",
  "With --json one document as in docs/schema/snapshot.schema.json.",
  "",
  "Options of snapshot",
];

/** What `swtop logs --help` says before its options. */
const LOGS_PAGE = [
  "swtop logs [TARGET | FILE | -] [options]",
  "",
  "What Swoole, Hyperf, Monolog, PHP and Octane wrote, record by record: when, which process, how bad, what.",
  "With --events what it means: a worker died and of what, a reload and who could not leave, a task that",
  "failed, was skipped or blocked. FILE is any log file, also .gz and .zst, or a recording; - is standard input.",
  "",
  "  swtop logs swoole.log --events                        the story of the night, of any log file",
  "  swtop logs local -f --slot Worker.0                   what one worker writes, and go on",
  "  swtop logs night.ndjson.gz --level warning            what a recording holds",
  "  docker logs api 2>&1 | swtop logs - --since 10m       of the last ten minutes",
  "  swtop logs --log-cmd 'kubectl logs deploy/api' --events --records --json",
  "",
  "Who wrote a line is told by its head, a key process_id or pid, pid=N, [pid:N], or --pid-pattern; else by nobody.",
  "--since: before now; of a file or recording before its last line. A record without a time goes with the one before.",
  "With --json a hello, then one object per line as in docs/schema/record.schema.json and event.schema.json.",
  "",
  "Options of logs",
];

/** Commands with a page of their own: what stands before their options, and their exit codes. */
const PAGES: Partial<
  Record<CommandName, { readonly head: readonly string[]; readonly exit: string }>
> = {
  snapshot: {
    head: SNAPSHOT_PAGE,
    exit: "0 done, 2 no process is named or more than one is meant, 3 the process, target or file cannot be had.",
  },
  logs: {
    head: LOGS_PAGE,
    exit: "0 done, 2 wrong usage, 3 the target, file or command cannot be had.",
  },
};

/** What --help prints, drawn from the tables of commands and options. */
export function helpText(command: CommandName = "screen"): string {
  const page = PAGES[command];
  if (page === undefined) return wholeText();
  const own = OPTIONS.filter(({ commands }) => isOf(commands, command));
  return [
    ...page.head,
    ...own.map(({ name, example, help }) => row(`--${name} ${example}`.trimEnd(), help)),
    "",
    "Targets, other options: swtop --help",
    `Exit: ${page.exit}`,
  ].join("\n");
}

const isOf = (commands: readonly CommandName[] | null, command: CommandName): boolean =>
  commands?.includes(command) === true;

function wholeText(): string {
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
