// Issue 2, "Crontab on the time axis, and the audit of its settings", in its own words: one promise per sentence, table row and error.
// An open promise is a `todo`; a kept one is a test, or names the test which keeps it.
import { describe, test } from "vitest";
import { provenBy } from "./proven-by.ts";

describe("Purpose", () => {
  test("One key (or one CI line) compares what a project declares with what really runs and says exactly what to change", () => {
    provenBy(
      "test/e2e/lists.test.ts",
      "%s shows the incident's causes with file, line and what to write there",
    );
    provenBy(
      "test/e2e/audit.test.ts",
      "its project is found by its working directory and held against what runs",
      "the finding says where it is declared and what to write there",
    );
  });
  test("the ticks stand on the memory graphs", () => {
    provenBy(
      "test/store/select/ticks.test.ts",
      "letters go by name, the rarest wins a shared cell",
    );
    provenBy(
      "test/ui/panes/table-rows.test.ts",
      "160 columns: it stands above the sparklines, the names beside it",
    );
    provenBy(
      "test/ui/panes/process-rows.test.ts",
      "the ticks of declared tasks stand under the curve, above the marks",
    );
  });
});

describe("Reading a project as data", () => {
  test("from a directory", () => {
    provenBy(
      "test/e2e/audit.test.ts",
      "before: CR-01 and CR-02 for each task, and CR-17",
      "values of env() come from --set, then --env-file, then .env",
    );
  });
  test("from a target through the session (root by the cwd or open `bin/hyperf.php` of a process, `--project DIR`)", () => {
    provenBy(
      "test/collector/target-files.test.ts",
      "finds the project of a process by its working directory, and reads what is wanted",
      "by the start file that it holds open, wherever it works",
      "by the directory that is named, and by nothing where none is",
    );
    provenBy(
      "test/e2e/audit.test.ts",
      "its project is found by its working directory and held against what runs",
    );
  });
  test("read-only, size-limited, asking for files until it wants no more", () => {
    provenBy(
      "test/collector/harmless.test.ts",
      "it writes into no file: what it redirects goes nowhere",
    );
    provenBy(
      "test/e2e/formats.test.ts",
      "no code of the project runs, and nothing is written into it",
    );
    provenBy(
      "test/collector/target-files.test.ts",
      "finds the project of a process by its working directory, and reads what is wanted",
    );
    provenBy(
      "test/e2e/audit.test.ts",
      "a pipe, a huge file, a binary one, a loop of links, a cycle of includes",
    );
    provenBy(
      "test/project/reading.test.ts",
      "a constant of a class leads to its file, an included file to that one, and on",
      "a chain of classes without an end is left after some rounds",
    );
  });
  test("`config/config.php`, `config/autoload/*.php`, `config/crontabs.php`, `bin/hyperf.php`", () => {
    provenBy("test/project/merged.test.ts", "a setting in both files is doubled, with both places");
    provenBy(
      "test/project/tasks.test.ts",
      "list, classes, methods, schedule: in the order in which Hyperf registers them",
    );
    provenBy(
      "test/project/around.test.ts",
      "bin/hyperf.php sets memory, zone and constants before all else",
    );
  });
  test("`.env`", () => {
    provenBy(
      "test/project/reading.test.ts",
      "env() is answered by the sources in their order, and each name is noted once",
    );
    provenBy("test/project/dotenv.test.ts", "%j");
  });
  test("`composer.json/lock`", () => {
    provenBy(
      "test/project/composer.test.ts",
      "a lock names packages without the v of their versions",
      "without a lock the packages are unknown, the framework is that which is asked for",
      "a class stands where PSR-4 puts it, the longest prefix first",
    );
  });
  test("php.ini and conf.d", () => {
    provenBy(
      "test/project/around.test.ts",
      "settings of PHP: the file before its folder, the folder by names",
      "of a target those in effect there, not those of the repository",
    );
    provenBy(
      "test/project/found/ini.test.ts",
      "sections, comments, quotes and values as they are written",
    );
  });
  test("entrypoint", () => {
    provenBy(
      "test/project/found/entrypoints.test.ts",
      "the form of %s",
      "ENTRYPOINT and CMD together",
      "the last command of a script: %j",
    );
    provenBy(
      "test/project/around.test.ts",
      "how the container starts, what the cluster is told, and what is to be ignored",
    );
  });
  test("`#[Crontab]`, `#[Process]`, legacy `@Crontab` under the scanned paths", () => {
    provenBy(
      "test/project/tasks.test.ts",
      "an attribute: %s",
      "doc comments declare tasks up to Hyperf 2",
    );
    provenBy(
      "test/project/processes.test.ts",
      "server.php, processes.php and attributes are all counted, also twice",
      "annotations count up to Hyperf 2",
    );
    provenBy("test/project/reading.test.ts", "the scanned folders are those of the configuration");
  });
  test("a byte search first; only candidates are parsed", () => {
    provenBy(
      "test/project/scan.test.ts",
      "of the scanned files only those with a word that declares something are parsed",
    );
  });
  test("parsed in a worker thread", () => {
    provenBy(
      "test/cli/project/reader.test.ts",
      "a project is parsed in a thread of its own, the same one when it is read again",
    );
  });
  test("constant expressions: arrays, spreads, concatenation", () => {
    provenBy("test/project/php/evaluate.test.ts", "%s");
    provenBy("test/project/php/against-php.test.ts", "every expression comes to what PHP says");
  });
  test("constant expressions: `env()`, `BASE_PATH`, class and Swoole constants", () => {
    provenBy(
      "test/project/php/evaluate.test.ts",
      "%s",
      "the constant %s",
      "constants that are given win, those of classes are asked for",
      "env() with %j gives %j",
    );
  });
  test("constant expressions: ternaries, `??`, casts, arithmetic", () => {
    provenBy("test/project/php/evaluate.test.ts", "%s without X");
    provenBy("test/project/php/against-php.test.ts", "every expression comes to what PHP says");
  });
  test("builder chains in any layout", () => {
    provenBy("test/project/tasks.test.ts", "a builder of the list, over several lines");
    provenBy(
      "test/project/php/evaluate.test.ts",
      "the chain %j",
      "a chain has its lines and its text",
      "an object is one wherever it stands: what is called later counts, too",
    );
  });
  test("named and reordered attribute arguments", () => {
    provenBy("test/project/tasks.test.ts", "an attribute: %s");
  });
  test("`array_map`, arrow functions and loops over literals where every step is constant", () => {
    provenBy(
      "test/project/tasks.test.ts",
      "loops, array_map and conditions over constants give tasks",
    );
  });
  test("anything else is `null` and stands in `unresolved` with file, line, text", () => {
    provenBy(
      "test/project/reading.test.ts",
      "a value that depends on what runs stands in unresolved, with file, line and text",
    );
    provenBy("test/project/tasks.test.ts", "what cannot be told is no task, but named");
    provenBy("test/analysis/cron/tasks.test.ts", "is not known where it is no constant");
  });
  test("A wrong value is worse than `null`", () => {
    provenBy(
      "test/project/php/evaluate.test.ts",
      "%s is unresolved, not guessed",
      "an object that other code has had is not told",
    );
    provenBy("test/project/php/file.test.ts", "%s is not guessed");
  });
  test("No application code runs", () => {
    provenBy(
      "test/e2e/formats.test.ts",
      "no code of the project runs, and nothing is written into it",
    );
    provenBy("test/architecture.test.ts", "only targets and cli touch the machine");
  });
  test("Values of names that look like secrets (passwords, tokens, keys, DSNs) are replaced before anything stores or prints them", () => {
    provenBy(
      "test/project/php/secrets.test.ts",
      "what looks like a secret is masked: %s",
      "no secret gets out, not in a text either: %s",
    );
    provenBy(
      "test/domain/secret.test.ts",
      "%s is the name of a secret",
      "in a value %j is masked as %j",
    );
    provenBy("test/project/reading.test.ts", "no secret of a project stands in what is read of it");
    provenBy("test/e2e/audit.test.ts", "secrets come out in no format");
  });
});

describe("Cron semantics", () => {
  test("Hyperf's parser by version, all oddities of part 4.3", () => {
    provenBy(
      "test/analysis/cron/rule.test.ts",
      "reads 6000 rules as the parser of %s does",
      "%s in %s",
      "%s",
      "before 2.0.2 the start of a range is ignored, too",
      "before 2.1.20 only the number counts that a part of a list begins with",
    );
  });
  test("timezone, environments, enable", () => {
    provenBy(
      "test/analysis/cron/switch.test.ts",
      "%j is %j",
      "before 3.0 nothing was cast: the start ends",
      "moves the ticks of tasks without their own",
      "of a task was told and ignored before 3.1.5",
      "that nobody knows gives no ticks",
    );
    provenBy(
      "test/analysis/cron/tasks.test.ts",
      "is on or off: %s",
      "another one than the application's has no ticks",
      "were not looked at before 3.1.6",
    );
  });
  test("next and previous ticks", () => {
    provenBy(
      "test/analysis/cron/ticks.test.ts",
      "$id: $rule $timezone",
      "a tick at the very moment is neither next nor previous",
      "of %s are followed minute by minute",
    );
  });
  test("sources merged as Hyperf merges them (last wins, reported)", () => {
    provenBy(
      "test/analysis/cron/tasks.test.ts",
      "of tasks with one name the last runs, the earlier are listed with what took their place",
    );
    provenBy(
      "test/project/tasks.test.ts",
      "list, classes, methods, schedule: in the order in which Hyperf registers them",
    );
    provenBy(
      "test/e2e/formats.test.ts",
      "says what is odd about a rule, and what is dropped for another of its name",
    );
  });
  test("which process runs a task under each strategy and server type", () => {
    provenBy(
      "test/analysis/cron/switch.test.ts",
      "%s",
      "in a coroutine server only CoroutineStrategy runs anything, in the one process",
      "a closure is sent nowhere by the others",
      "a class of one's own runs tasks nobody knows where",
    );
  });
  test('round-robin order, and "next worker" only after two ticks have fitted', () => {
    provenBy(
      "test/analysis/cron/round-robin.test.ts",
      "%s goes round as Hyperf's counter does",
      "a dispatcher hands out minute by minute, task by task, second by second as written",
      "is told once two ticks have come where the first said",
      "is not told when a run came elsewhere",
    );
  });
  test("Tick tolerance by version (C21)", () => {
    provenBy("test/analysis/cron/tolerance.test.ts", "hyperf/crontab %s with strategy %s");
  });
});

describe("`swtop crontab` and view `3`", () => {
  test("task, rule in words, next tick in, where it runs", () => {
    provenBy(
      "test/e2e/formats.test.ts",
      "lists what Hyperf would run, when, where, and with which locks",
    );
    provenBy("test/words/cron-rule.test.ts", "%s is %s");
  });
  test("singleton / onOneServer / expires", () => {
    provenBy(
      "test/e2e/formats.test.ts",
      "lists what Hyperf would run, when, where, and with which locks",
    );
  });
  test("declared at file:line, oddities", () => {
    provenBy(
      "test/e2e/formats.test.ts",
      "lists what Hyperf would run, when, where, and with which locks",
      "says what is odd about a rule, and what is dropped for another of its name",
    );
  });
  test("last run and result once logs are read", () => {
    provenBy(
      "test/store/select/runs.test.ts",
      "have the last run, with the error records beside it, and what was missed",
    );
  });
  test("expected ticks without a trace are shown as missing when overdue", () => {
    provenBy(
      "test/analysis/logs/runs.test.ts",
      "is open for as long as its run may still be on, missed once three later runs were over",
    );
  });
  test("view `3` shows the same", () => {
    provenBy("test/e2e/lists.test.ts", "3 shows the declared tasks, and 1 the processes again");
    provenBy(
      "test/store/lists.test.ts",
      "every task with its letter, the time to its next tick, and where it is declared",
    );
    provenBy(
      "test/ui/panes/list-rows.test.ts",
      "160 columns: rule, words, next tick, process, locks, place, oddities",
      "an opened task says everything of it",
    );
  });
});

describe("Ticks on screen", () => {
  test("one ruler above all sparklines", () => {
    provenBy(
      "test/ui/panes/table-rows.test.ts",
      "160 columns: it stands above the sparklines, the names beside it",
      "80 columns: the same",
    );
    provenBy(
      "test/store/select/ticks.test.ts",
      "it takes one line of the rows, and the chart has its own",
    );
  });
  test("a letter per task by name order, the rarest wins a shared cell", () => {
    provenBy(
      "test/analysis/cron/letters.test.ts",
      "letters go by name, whatever the order of the tasks",
      "the rarest wins a shared cell, wherever it stands",
    );
    provenBy(
      "test/store/select/ticks.test.ts",
      "letters go by name, the rarest wins a shared cell",
    );
  });
  test("legend", () => {
    provenBy(
      "test/ui/panes/table-rows.test.ts",
      "160 columns: it stands above the sparklines, the names beside it",
      "60 columns: who has no room is counted",
    );
  });
  test("the same marks in the process pane", () => {
    provenBy(
      "test/ui/panes/process-rows.test.ts",
      "the ticks of declared tasks stand under the curve, above the marks",
    );
    provenBy(
      "test/store/select/ticks.test.ts",
      "it takes one line of the rows, and the chart has its own",
    );
  });
  test("column `STEP` (largest step in the window, with its time)", () => {
    provenBy(
      "test/store/select/step.test.ts",
      "the largest rise, when most of it was seen",
      "a step goes when the window leaves it, and the next one takes its place",
      "its size and time, from private memory",
    );
    provenBy(
      "test/ui/panes/table-rows.test.ts",
      "a step has its size, its time in the zone of the screen, and the letters of what ticked then",
    );
  });
  test("the task's letter in `STEP` only when the live heap is read", () => {
    provenBy(
      "test/store/select/step.test.ts",
      "under a tick it has the letter of its task, where the live heap is read",
      "what began after the tolerance, or before the tick, has none",
    );
  });
});

describe("Rules", () => {
  test("data + one pure check per file, ids and codes of part 5", () => {
    provenBy(
      "test/architecture.test.ts",
      "$folder: the register has what the folder has",
      "pure rooms read no clock and no machine, not even past the linter",
    );
    provenBy(
      "test/analysis/audit/reference.test.ts",
      "all 94 of the reference are there, by their codes and ids",
    );
    provenBy(
      "test/analysis/audit/alone.test.ts",
      "ids and codes are told apart, and each says what it stands on",
    );
  });
  test("all 94", () => {
    provenBy(
      "test/analysis/audit/reference.test.ts",
      "all 94 of the reference are there, by their codes and ids",
    );
    provenBy("test/analysis/audit/alone.test.ts", "$code $id", "those that cannot are known");
  });
  test("the advisories as one rule over their table", () => {
    provenBy(
      "test/analysis/audit/reference.test.ts",
      "what is no rule of its own is an advisory of the one rule over their table",
    );
    provenBy(
      "test/analysis/audit/rules/version.advisory.test.ts",
      "the pipe message leak",
      "the curl leak",
    );
    provenBy(
      "test/analysis/audit/advisories.test.ts",
      "$id: the versions that have the fix are not affected",
    );
  });
  test("`websocket.max-request`", () => {
    provenBy("test/analysis/audit/reference.test.ts", "the five rules from the cases are there");
    provenBy(
      "test/analysis/audit/rules/websocket.max-request.test.ts",
      "a WebSocket server in PROCESS mode that recycles its workers",
      "BASE mode",
    );
  });
  test("`php.instrumentation` (extensions seen in maps or php.ini: xdebug, pcov, ddtrace, newrelic, skywalking, blackfire, tideways, zray, trackers)", () => {
    provenBy("test/analysis/audit/reference.test.ts", "the five rules from the cases are there");
    provenBy(
      "test/analysis/audit/rules/php.instrumentation.test.ts",
      "xdebug in a process is an error",
      "a php.ini that loads it is enough",
      "one finding for each, by its own weight",
    );
    provenBy("test/analysis/audit/instruments.test.ts", "%s is known by its own name");
  });
  test("`dev.tool-in-prod` (telescope, debugbar, ...)", () => {
    provenBy("test/analysis/audit/reference.test.ts", "the five rules from the cases are there");
    provenBy(
      "test/analysis/audit/rules/dev.tool-in-prod.test.ts",
      "telescope among the packages fails",
      "in development it is right",
    );
  });
  test("`mem.limit-too-small-for-boot`", () => {
    provenBy("test/analysis/audit/reference.test.ts", "the five rules from the cases are there");
    provenBy(
      "test/analysis/audit/rules/mem.limit-too-small-for-boot.test.ts",
      "128M die in the scan",
      "256M are enough",
    );
  });
  test("`cron.failure-unlogged` (command tasks before hyperf/crontab 3.0.45)", () => {
    provenBy("test/analysis/audit/reference.test.ts", "the five rules from the cases are there");
    provenBy(
      "test/analysis/audit/rules/cron.failure-unlogged.test.ts",
      "fails with commands before 3.0.45",
      "passes from 3.0.45 on",
    );
  });
  test("Each states the facts it needs", () => {
    provenBy(
      "test/analysis/audit/alone.test.ts",
      "ids and codes are told apart, and each says what it stands on",
    );
    provenBy(
      "test/domain/facts.test.ts",
      "every fact that rules stand on has its sources, none yet, or the reason why it is never read",
    );
  });
  test("`domain/facts.ts` has one table of facts with their sources (project, processes, cgroup, versions, environment, replicas, logs later) and those that are never read", () => {
    provenBy(
      "test/domain/facts.test.ts",
      "every fact that rules stand on has its sources, none yet, or the reason why it is never read",
      "none waits for its source, and only Redis is never asked",
    );
  });
  test("Pass, fail or unknown with what is missing", () => {
    provenBy(
      "test/analysis/audit/reference.test.ts",
      "each rule has a table with what fails, what passes and what is unknown",
    );
    provenBy("test/analysis/audit/build.ts", "has a case of each kind");
    provenBy(
      "test/analysis/audit/cron-rules.test.ts",
      "verdicts are well formed where %s",
      "nothing is said for sure where nothing was read",
    );
  });
  test("declared value with file:line beside running reality with its window", () => {
    provenBy(
      "test/analysis/audit/rules/process.counts-differ.test.ts",
      "more workers than declared, with both numbers and the window",
    );
    provenBy(
      "test/analysis/audit/incident.test.ts",
      "what really grows stands in the evidence, with its window",
    );
    provenBy(
      "test/e2e/audit.test.ts",
      "its project is found by its working directory and held against what runs",
    );
  });
  test.todo("declared against running counts per role for every framework");
  test("Severity may move with evidence", () => {
    provenBy(
      "test/analysis/audit/incident.test.ts",
      "halfway and growing: the dispatcher is a warning",
      "with three replicas the missing lock between servers is an error as well",
    );
    provenBy("test/store/select/audit.test.ts", "what really grows moves a finding up");
  });
  test("Vetoes of decision 14 as a table", () => {
    provenBy(
      "test/analysis/audit/vetoes.test.ts",
      "each veto says what to do instead",
      "a lock without hyperf/redis is withheld, and what comes first is said",
      "max_request for a WebSocket server in mode %s: %s",
      "a memory_limit below what the scan at boot needs is withheld",
    );
  });
  test("One cause, one finding", () => {
    provenBy("test/analysis/audit/alone.test.ts", "$code $id");
    provenBy(
      "test/analysis/audit/cron-rules.test.ts",
      "%s fails alone",
      "verdicts are well formed where %s",
    );
  });
  test("PR-03 with numbers (pool x names x processes) and the value to write", () => {
    provenBy(
      "test/analysis/audit/rules/process.nums-pools.test.ts",
      "three pools of 500 in nine processes fail as an error, with what to write",
      "each replica has its own pools",
    );
  });
});

describe("`swtop audit DIR|TARGET`", () => {
  test("text", () => {
    provenBy(
      "test/e2e/formats.test.ts",
      "text: each finding with where, what was seen, what to do and what to write",
    );
  });
  test("json", () => {
    provenBy(
      "test/e2e/audit.test.ts",
      "before: CR-01 and CR-02 for each task, and CR-17",
      "the finding says where it is declared and what to write there",
    );
  });
  test("sarif", () => {
    provenBy(
      "test/e2e/formats.test.ts",
      "sarif: it fits the schema, and every result is of a listed rule",
    );
  });
  test("md", () => {
    provenBy("test/e2e/formats.test.ts", "md: a table of the findings, each with what to write");
  });
  test("github", () => {
    provenBy("test/e2e/formats.test.ts", "github: an annotation per finding, at its file and line");
  });
  test("`--fail-on`", () => {
    provenBy(
      "test/e2e/formats.test.ts",
      "--ignore by code, id or their beginning, --fail-on from its level on",
    );
    provenBy("test/e2e/audit.test.ts", "%j");
  });
  test("`--ignore`", () => {
    provenBy(
      "test/e2e/formats.test.ts",
      "--ignore by code, id or their beginning, --fail-on from its level on",
    );
    provenBy("test/e2e/audit.test.ts", "%j");
  });
  test("`--baseline`", () => {
    provenBy(
      "test/e2e/audit.test.ts",
      "a baseline hides what it knows, and what is new comes through",
    );
  });
  test("inline `swtop-ignore`", () => {
    provenBy("test/e2e/audit.test.ts", "a comment on or above a line hides one rule there");
    provenBy("test/project/found/ignores.test.ts", "comments of PHP in every form");
  });
  test("`--env-file`, `--set`", () => {
    provenBy(
      "test/e2e/audit.test.ts",
      "values of env() come from --set, then --env-file, then .env",
    );
  });
  test("`--replicas`", () => {
    provenBy(
      "test/e2e/formats.test.ts",
      "--replicas: more than one make the missing lock between servers an error",
    );
  });
  test("`--rules`", () => {
    provenBy(
      "test/e2e/formats.test.ts",
      "--rules: every rule with its code, for people and as a document",
    );
  });
  test("`audit A B` shows what differs between two environments", () => {
    provenBy("test/e2e/audit.test.ts", "the switch of a local environment is a difference");
  });
  test("`audit A B`: a checkout and what runs (the incident's local environment had crontab off)", () => {
    provenBy(
      "test/e2e/formats.test.ts",
      "audit A B: a checkout with crontab off, and the server with it on",
    );
  });
  test("Stable order", () => {
    provenBy(
      "test/analysis/audit/audit.test.ts",
      "the order is that of kind, severity, code and subject, whatever the order of the rules",
    );
  });
});

describe("Audit view", () => {
  test("`a` or `4`", () => {
    provenBy(
      "test/e2e/lists.test.ts",
      "%s shows the incident's causes with file, line and what to write there",
    );
  });
  test("ranked by severity and by what is really happening", () => {
    provenBy(
      "test/store/lists.test.ts",
      "findings first, by severity, then what is unknown; what passes on demand",
    );
    provenBy("test/store/select/audit.test.ts", "what really grows moves a finding up");
  });
  test("move, filter", () => {
    provenBy(
      "test/store/lists.test.ts",
      "moves, opens and comes back, a level at a time",
      "is filtered by what is typed, and letters are no commands meanwhile",
    );
    provenBy(
      "test/e2e/lists.test.ts",
      "%s shows the incident's causes with file, line and what to write there",
    );
  });
  test("open (why, seen, do, proof)", () => {
    provenBy(
      "test/ui/panes/list-rows.test.ts",
      "an opened finding: why, seen, do, what to write line by line, proof, source",
    );
    provenBy(
      "test/e2e/lists.test.ts",
      "%s shows the incident's causes with file, line and what to write there",
    );
  });
  test("jump to its processes", () => {
    provenBy(
      "test/store/lists.test.ts",
      "a finding leads to its processes; one that speaks of none stays",
    );
    provenBy(
      "test/e2e/lists.test.ts",
      "%s shows the incident's causes with file, line and what to write there",
    );
  });
  test("copy the snippet", () => {
    provenBy(
      "test/e2e/lists.test.ts",
      "%s shows the incident's causes with file, line and what to write there",
    );
    provenBy(
      "test/store/lists.test.ts",
      "what is to be written is copied; exporting and reading again are asked for",
    );
  });
  test("export", () => {
    provenBy("test/e2e/lists.test.ts", "e writes the audit into a Markdown file");
  });
  test("re-read", () => {
    provenBy("test/e2e/lists.test.ts", "R reads the project of a running server again");
  });
  test("Keyboard only", () => {
    provenBy(
      "test/e2e/lists.test.ts",
      "%s shows the incident's causes with file, line and what to write there",
    );
    provenBy(
      "test/e2e/screen.test.ts",
      "%ix%i: shows every process once, with its role, under target and state",
    );
    provenBy("test/ui/readme.test.ts", "the README's keys are those of the key tables");
  });
});

describe("Bad input", () => {
  test("missing, unreadable, huge or binary files", () => {
    provenBy(
      "test/e2e/audit.test.ts",
      "a folder without a project says so",
      "a pipe, a huge file, a binary one, a loop of links, a cycle of includes",
    );
    provenBy(
      "test/project/reading.test.ts",
      "what cannot be read is named, and the setting is not taken for absent",
    );
  });
  test("syntax errors (file:line, the rest is audited)", () => {
    provenBy(
      "test/e2e/audit.test.ts",
      "a broken file is named with its line, and the rest is audited",
    );
    provenBy("test/project/php/parse.test.ts", "a broken file gives its error with a line: %j");
  });
  test("include cycles", () => {
    provenBy("test/project/reading.test.ts", "files and classes that lead back to themselves end");
    provenBy(
      "test/e2e/audit.test.ts",
      "a pipe, a huge file, a binary one, a loop of links, a cycle of includes",
    );
  });
  test("symlink loops", () => {
    provenBy(
      "test/e2e/audit.test.ts",
      "a pipe, a huge file, a binary one, a loop of links, a cycle of includes",
    );
    provenBy(
      "test/collector/target-files.test.ts",
      "finds the project of a process by its working directory, and reads what is wanted",
    );
  });
  test("non-Hyperf project (says so; Swoole- and PHP-level rules still run)", () => {
    provenBy(
      "test/e2e/formats.test.ts",
      "of a project without Hyperf it says so, and rules of Swoole and PHP still answer",
    );
    provenBy("test/e2e/audit.test.ts", "%j");
  });
  test("CRLF, BOM, GBK comments", () => {
    provenBy(
      "test/e2e/audit.test.ts",
      "CRLF, a byte order mark and comments in GBK change nothing",
    );
    provenBy(
      "test/project/reading.test.ts",
      "a byte order mark, CRLF and bytes that are no UTF-8 in comments are no obstacle",
    );
  });
  test("several projects in one repository (each, or one by path)", () => {
    provenBy(
      "test/e2e/audit.test.ts",
      "several projects in one repository: each, or one by its path",
    );
    provenBy("test/project/roots.test.ts", "%j holds %j");
  });
});

describe("Speed", () => {
  test.todo("500 PHP files (5 MB), 60 of them candidates: <= 3 s cold");
  test.todo("screen responsive (event-loop p99 <= 16 ms beside an idle Node in the same run)");
  test.todo("RSS + <= 120 MiB");
  test.todo("an incremental re-read of one changed file <= 0.3 s");
  test.todo("From a target: <= 5 s and one streamed read, not one exec per file");
  test.todo(
    "`npx`-style cold start of `swtop audit` on a small project <= bare Node start + 400 ms",
  );
});

describe("Tests", () => {
  test("Parser and scheduler against a slow literal port (property tests)", () => {
    provenBy("test/analysis/cron/rule.test.ts", "reads 6000 rules as the parser of %s does");
    provenBy("test/analysis/cron/ticks.test.ts", "of %s are followed minute by minute");
  });
  test("`croner` where semantics agree", () => {
    provenBy("test/analysis/cron/ticks.test.ts", "agrees with croner where both read a rule alike");
  });
  test("DST, leap days", () => {
    provenBy(
      "test/analysis/cron/ticks.test.ts",
      "of %s are followed minute by minute",
      "a local time that is skipped does not come",
      "a local time that comes twice ticks twice",
      "nothing is looked for behind 400 days",
    );
  });
  test("every oddity", () => {
    provenBy("test/analysis/cron/rule.test.ts", "%s");
  });
  test("A table per rule (fail, pass, unknown)", () => {
    provenBy(
      "test/analysis/audit/reference.test.ts",
      "each rule has a table with what fails, what passes and what is unknown",
    );
    provenBy("test/analysis/audit/build.ts", "has a case of each kind");
  });
  test("per rule one fixture of facts or project where it alone fires", () => {
    provenBy("test/analysis/audit/alone.test.ts", "$code $id", "those that cannot are known");
  });
  test("a clean project gives no finding", () => {
    provenBy("test/analysis/audit/alone.test.ts", "a clean service gives no finding");
    provenBy("test/e2e/audit.test.ts", "%j");
  });
  test("how many of all rules can answer from a directory, and how many from a target, is printed by the bench", () => {
    provenBy(
      "test/packaging/bench.test.ts",
      "it says how many of all rules can answer from a directory, and how many from a target",
    );
  });
  test("The incident as a fixture: before = CR-01 + CR-02 per task and CR-17", () => {
    provenBy("test/e2e/audit.test.ts", "before: CR-01 and CR-02 for each task, and CR-17");
    provenBy(
      "test/analysis/audit/incident.test.ts",
      "before: the missing locks of each task are the cause, the workers carry it",
    );
  });
  test("halfway (CoroutineStrategy only) = CR-01 + CR-02 and CR-18 as info", () => {
    provenBy("test/e2e/audit.test.ts", "halfway: the strategy moved it, CR-18 is info");
    provenBy(
      "test/analysis/audit/incident.test.ts",
      "halfway: another strategy moves it, and is only told",
    );
  });
  test("after = nothing at warning or above", () => {
    provenBy("test/e2e/audit.test.ts", "after: nothing at warning or above");
    provenBy("test/analysis/audit/incident.test.ts", "after: nothing at warning or above");
  });
  test("Secrets: a project full of them, no output of any format contains one", () => {
    provenBy("test/e2e/audit.test.ts", "secrets come out in no format");
    provenBy(
      "test/project/secrets.test.ts",
      "every secret stands in one file, and none is part of another",
    );
  });
  test.todo("`../shared/checks/crontab.mjs`");
  test.todo("`../shared/checks/audit.mjs`");
});

describe("Done when", () => {
  test("on the demo `a` shows the incident's causes with file, line and what to write there", () => {
    provenBy(
      "test/e2e/lists.test.ts",
      "%s shows the incident's causes with file, line and what to write there",
    );
    provenBy(
      "test/e2e/audit.test.ts",
      "the demo's recording: the causes with file, line and what to write",
    );
  });
  test("the ruler shows which tick each rise begins under (`sync-stock` grows in twelve small steps within 74 s after its tick)", () => {
    provenBy(
      "test/store/recording.test.ts",
      "each rise of sync-stock begins in the cell of its tick",
      "sync-stock grows in twelve small steps within 74 s after its tick",
    );
  });
  test("the peak of `daily-report` stands under its own tick", () => {
    provenBy("test/store/recording.test.ts", "daily-report's peak stands under its own tick");
  });
  test("`swtop audit` on a directory in a CI job fails with the right code", () => {
    provenBy("test/e2e/audit.test.ts", "%j");
    provenBy(
      "test/e2e/formats.test.ts",
      "--ignore by code, id or their beginning, --fail-on from its level on",
    );
  });
  test("its SARIF validates against the schema", () => {
    provenBy(
      "test/e2e/formats.test.ts",
      "sarif: it fits the schema, and every result is of a listed rule",
    );
  });
  test.todo("`swtop crontab` on a real project tree lists what Hyperf would run and when");
});
