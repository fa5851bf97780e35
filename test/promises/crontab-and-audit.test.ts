// Issue 2, "Crontab on the time axis, and the audit of its settings", in its own words: one promise per sentence, table row and error.
// An open promise is a `todo`; a kept one is a test, or names the test which keeps it.
import { describe, test } from "vitest";

describe("Purpose", () => {
  test.todo(
    "One key (or one CI line) compares what a project declares with what really runs and says exactly what to change",
  );
  test.todo("the ticks stand on the memory graphs");
});

describe("Reading a project as data", () => {
  test.todo("from a directory");
  test.todo(
    "from a target through the session (root by the cwd or open `bin/hyperf.php` of a process, `--project DIR`)",
  );
  test.todo("read-only, size-limited, asking for files until it wants no more");
  test.todo(
    "`config/config.php`, `config/autoload/*.php`, `config/crontabs.php`, `bin/hyperf.php`",
  );
  test.todo("`.env`");
  test.todo("`composer.json/lock`");
  test.todo("php.ini and conf.d");
  test.todo("entrypoint");
  test.todo("`#[Crontab]`, `#[Process]`, legacy `@Crontab` under the scanned paths");
  test.todo("a byte search first; only candidates are parsed");
  test.todo("parsed in a worker thread");
  test.todo("constant expressions: arrays, spreads, concatenation");
  test.todo("constant expressions: `env()`, `BASE_PATH`, class and Swoole constants");
  test.todo("constant expressions: ternaries, `??`, casts, arithmetic");
  test.todo("builder chains in any layout");
  test.todo("named and reordered attribute arguments");
  test.todo("`array_map`, arrow functions and loops over literals where every step is constant");
  test.todo("anything else is `null` and stands in `unresolved` with file, line, text");
  test.todo("A wrong value is worse than `null`");
  test.todo("No application code runs");
  test.todo(
    "Values of names that look like secrets (passwords, tokens, keys, DSNs) are replaced before anything stores or prints them",
  );
});

describe("Cron semantics", () => {
  test.todo("Hyperf's parser by version, all oddities of part 4.3");
  test.todo("timezone, environments, enable");
  test.todo("next and previous ticks");
  test.todo("sources merged as Hyperf merges them (last wins, reported)");
  test.todo("which process runs a task under each strategy and server type");
  test.todo('round-robin order, and "next worker" only after two ticks have fitted');
  test.todo("Tick tolerance by version (C21)");
});

describe("`swtop crontab` and view `3`", () => {
  test.todo("task, rule in words, next tick in, where it runs");
  test.todo("singleton / onOneServer / expires");
  test.todo("declared at file:line, oddities");
  test.todo("last run and result once logs are read");
  test.todo("expected ticks without a trace are shown as missing when overdue");
  test.todo("view `3` shows the same");
});

describe("Ticks on screen", () => {
  test.todo("one ruler above all sparklines");
  test.todo("a letter per task by name order, the rarest wins a shared cell");
  test.todo("legend");
  test.todo("the same marks in the process pane");
  test.todo("column `STEP` (largest step in the window, with its time)");
  test.todo("the task's letter in `STEP` only when the live heap is read");
});

describe("Rules", () => {
  test.todo("data + one pure check per file, ids and codes of part 5");
  test.todo("all 94");
  test.todo("the advisories as one rule over their table");
  test.todo("`websocket.max-request`");
  test.todo(
    "`php.instrumentation` (extensions seen in maps or php.ini: xdebug, pcov, ddtrace, newrelic, skywalking, blackfire, tideways, zray, trackers)",
  );
  test.todo("`dev.tool-in-prod` (telescope, debugbar, ...)");
  test.todo("`mem.limit-too-small-for-boot`");
  test.todo("`cron.failure-unlogged` (command tasks before hyperf/crontab 3.0.45)");
  test.todo("Each states the facts it needs");
  test.todo(
    "`domain/facts.ts` has one table of facts with their sources (project, processes, cgroup, versions, environment, replicas, logs later) and those that are never read",
  );
  test.todo("Pass, fail or unknown with what is missing");
  test.todo("declared value with file:line beside running reality with its window");
  test.todo("declared against running counts per role for every framework");
  test.todo("Severity may move with evidence");
  test.todo("Vetoes of decision 14 as a table");
  test.todo("One cause, one finding");
  test.todo("PR-03 with numbers (pool x names x processes) and the value to write");
});

describe("`swtop audit DIR|TARGET`", () => {
  test.todo("text");
  test.todo("json");
  test.todo("sarif");
  test.todo("md");
  test.todo("github");
  test.todo("`--fail-on`");
  test.todo("`--ignore`");
  test.todo("`--baseline`");
  test.todo("inline `swtop-ignore`");
  test.todo("`--env-file`, `--set`");
  test.todo("`--replicas`");
  test.todo("`--rules`");
  test.todo("`audit A B` shows what differs between two environments");
  test.todo(
    "`audit A B`: a checkout and what runs (the incident's local environment had crontab off)",
  );
  test.todo("Stable order");
});

describe("Audit view", () => {
  test.todo("`a` or `4`");
  test.todo("ranked by severity and by what is really happening");
  test.todo("move, filter");
  test.todo("open (why, seen, do, proof)");
  test.todo("jump to its processes");
  test.todo("copy the snippet");
  test.todo("export");
  test.todo("re-read");
  test.todo("Keyboard only");
});

describe("Bad input", () => {
  test.todo("missing, unreadable, huge or binary files");
  test.todo("syntax errors (file:line, the rest is audited)");
  test.todo("include cycles");
  test.todo("symlink loops");
  test.todo("non-Hyperf project (says so; Swoole- and PHP-level rules still run)");
  test.todo("CRLF, BOM, GBK comments");
  test.todo("several projects in one repository (each, or one by path)");
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
  test.todo("Parser and scheduler against a slow literal port (property tests)");
  test.todo("`croner` where semantics agree");
  test.todo("DST, leap days");
  test.todo("every oddity");
  test.todo("A table per rule (fail, pass, unknown)");
  test.todo("per rule one fixture of facts or project where it alone fires");
  test.todo("a clean project gives no finding");
  test.todo(
    "how many of all rules can answer from a directory, and how many from a target, is printed by the bench",
  );
  test.todo("The incident as a fixture: before = CR-01 + CR-02 per task and CR-17");
  test.todo("halfway (CoroutineStrategy only) = CR-01 + CR-02 and CR-18 as info");
  test.todo("after = nothing at warning or above");
  test.todo("Secrets: a project full of them, no output of any format contains one");
  test.todo("`../shared/checks/crontab.mjs`");
  test.todo("`../shared/checks/audit.mjs`");
});

describe("Done when", () => {
  test.todo("on the demo `a` shows the incident's causes with file, line and what to write there");
  test.todo(
    "the ruler shows which tick each rise begins under (`sync-stock` grows in twelve small steps within 74 s after its tick)",
  );
  test.todo("the peak of `daily-report` stands under its own tick");
  test.todo("`swtop audit` on a directory in a CI job fails with the right code");
  test.todo("its SARIF validates against the schema");
  test.todo("`swtop crontab` on a real project tree lists what Hyperf would run and when");
});
