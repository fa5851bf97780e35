// Issue 4, "The log pane", in its own words: one promise per sentence, table row and error.
// An open promise is a `todo`; a kept one is a test, or names the test which keeps it.
import { describe, test } from "vitest";

describe("Purpose", () => {
  test.todo("A side pane tails logs filtered by selected PID: the pane follows the selected row");
  test.todo(
    "deaths, reloads and crontab runs found in logs become events that rows, ruler, crontab view and audit use",
  );
});

describe("Sources", () => {
  test.todo("found by themselves and listed with why (`logs` header)");
  test.todo("files inside the target by offset through the collector: Swoole `log_file`");
  test.todo("`runtime/logs/*.log` under the project root");
  test.todo("a process's fd 1/2 when that is a file");
  test.todo("followed by name through rotation, truncation, re-creation");
  test.todo("journald (`journalctl -u`) where a local process has a unit");
  test.todo(
    "the container's stdout/stderr where an Inspector gives it, with resume token: last second + lines seen in it",
  );
  test.todo("`--log FILE`");
  test.todo("`--log-cmd COMMAND`");
  test.todo("for a file or `-` no target is needed");
  test.todo("Each line keeps its source");
  test.todo("one event printed by several sources (PHP fatal: three times) is one");
});

describe("Records", () => {
  test.todo("Swoole heads of 4.2-6.2: custom date formats");
  test.todo("Swoole heads of 4.2-6.2: microseconds");
  test.todo("Swoole heads of 4.2-6.2: blanks for tabs");
  test.todo("Hyperf stdout logger with and without time and colour");
  test.todo(
    "Monolog line of any LineFormatter layout: time, level, channel, message found by learning the layout from the first lines",
  );
  test.todo("Monolog JSON");
  test.todo("Monolog JSON over several lines");
  test.todo("Monolog JSON: `datetime` objects");
  test.todo("PHP errors");
  test.todo("Octane's request lines (method, path, status, heap, duration)");
  test.todo("prefixes of compose, kubectl and stern");
  test.todo("multi-line records and traces joined to their head");
  test.todo("everything else plain");
  test.todo("Crontab, Swoole and PHP sentences are recognised inside a message");
  test.todo(
    "Writer's PID from the Swoole head, `extra.process_id`, `pid=`, `[pid:N]`, or `--pid-pattern`",
  );
  test.todo(
    "PIDs of the container's namespace mapped to rows by NSpid, to the incarnation that lived then",
  );
  test.todo("A line without PID belongs to no one and says so");
  test.todo(
    "the pane shows how many could be attributed, and the setting that would mend it (LG-01)",
  );
});

describe("Events", () => {
  test.todo("contract kinds, each tied to slot and incarnation");
  test.todo(
    "one state machine over stop, reload and recycle: one event with its cause, not a crash",
  );
  test.todo("who could not leave, and the coroutine of the banner's trace");
  test.todo("`... listening at` is no server start");
  test.todo("A signal 9: only a cgroup counter that rose makes it `oom`");
  test.todo("`oom` beside `oom_kill` says whether the limit or the machine");
  test.todo('else "killed, by whom is unknown"');
  test.todo("False failures at reload are `cancelled`");
  test.todo("a lock that fails (Redis down) is `crontab-blocked`");
  test.todo("Runs are matched to ticks with the tolerance of the version");
  test.todo('"ok, with N error records"');
  test.todo('"failed, and this version cannot say why"');
  test.todo("marks on the row");
  test.todo("in the process pane");
  test.todo("in the crontab view: last run");
  test.todo("in the crontab view: missed");
  test.todo("in the crontab view: skipped");
  test.todo("in the crontab view: overlapping");
  test.todo("in the crontab view: late");
  test.todo("as rules in the stream");
  test.todo("as facts of the audit (live rules of part 5 become answerable)");
});

describe("Pane", () => {
  test.todo("right of the table from 120 columns, below otherwise");
  test.todo("`2`, `l`");
  test.todo("follows selected or marked rows (Space)");
  test.todo("a role");
  test.todo("or all");
  test.todo("level threshold");
  test.todo("`/` search");
  test.todo("`n N`");
  test.todo("`&` only matches");
  test.todo("plain and regex");
  test.todo("tick lines in the stream with the memory step at that tick");
  test.todo("follow is a position with `+N new`");
  test.todo("dropped lines marked in place");
  test.todo("wrap");
  test.todo("timestamps");
  test.todo("horizontal scroll");
  test.todo("unfold a trace");
  test.todo("`[ ]` since-window");
  test.todo("full screen");
  test.todo("copy line or record");
  test.todo("Ctrl-S saves the raw lines shown");
  test.todo("Ctrl-S asks before overwriting");
  test.todo("Ring bounded in bytes and lines (16 MiB / 100 000 default, shown)");
  test.todo(
    "a quota per slot so that chatty workers cannot push out the lines of the one that died",
  );
  test.todo("the pane says what span was searched");
  test.todo("`[` reads more from the source");
});

describe("Headless", () => {
  test.todo("`swtop logs` of the contract");
  test.todo("`--slot`");
  test.todo("`--pid`");
  test.todo("`--role`");
  test.todo("`--level`");
  test.todo("`--since`");
  test.todo("`--grep`");
  test.todo("`-f` follows (implied by `--for`)");
  test.todo("`--events`, `--events --records`");
  test.todo("`--tz`");
});

describe("Hostile text", () => {
  test.todo(
    "nothing in a line may move the cursor, change colours, set titles, write the clipboard",
  );
  test.todo("break a row or the JSON");
  test.todo("bidi controls shown");
  test.todo("lines cut at a byte limit");
  test.todo("invalid UTF-8 shown as such");
  test.todo("saved files keep the raw bytes");
});

describe("Speed", () => {
  test.todo("ingestion with classification, 200 MB of mixed real formats: >= 500 k lines/s");
  test.todo("ingestion: >= 1 M lines/s with the cheap pre-check on plain lines");
  test.todo("flood of 50 000 lines/s for 60 s on screen: key p95 <= 50 ms at the pty");
  test.todo("flood: memory within ring x 2");
  test.todo("flood: drops counted and marked");
  test.todo("flood: <= 15 redraws/s");
  test.todo("search over a full ring: first hit <= 100 ms");
  test.todo("a pane following a slot at 10 lines/s: <= 30 ms CPU/s more than without");
});

describe("Tests", () => {
  test.todo(
    "Every line of the captures classified as the references count them; exact pid, slot, level, kind, time",
  );
  test.todo("Generated lines for versions without capture");
  test.todo("Rotation");
  test.todo("truncation");
  test.todo("re-creation");
  test.todo("half-written last line");
  test.todo("10 MB line");
  test.todo("binary garbage");
  test.todo("cut the stream 500 times at random points: nothing lost, nothing twice");
  test.todo("Escape vectors: the 33 of the prototype and your own");
  test.todo("C01");
  test.todo("C03");
  test.todo("C05");
  test.todo("C12");
  test.todo("C25");
  test.todo("C30");
  test.todo(
    "killed with -9: the row, the log and the table say so within 2 s, with the right cause",
  );
  test.todo("reloaded");
  test.todo("OOM-killed (docker limit)");
  test.todo("`../shared/checks/logs.mjs`");
});

describe("Done when", () => {
  test.todo("select a worker, see only its lines");
  test.todo("kill it with -9 and read what happened, on its row and in its log");
  test.todo("`swtop logs FILE --events` on a log file of a stranger tells the story of the night");
  test.todo("on a real container");
});
