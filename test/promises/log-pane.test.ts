// Issue 4, "The log pane", in its own words: one promise per sentence, table row and error.
// An open promise is a `todo`; a kept one is a test, or names the test which keeps it.
import { describe, test } from "vitest";
import { provenBy } from "./proven-by.ts";

describe("Purpose", () => {
  test("A side pane tails logs filtered by selected PID: the pane follows the selected row", () => {
    provenBy("test/store/logs/pane.test.ts", "of the selected row: whoever is selected next, too");
  });
  test("deaths, reloads and crontab runs found in logs become events that rows, ruler, crontab view and audit use", () => {
    provenBy(
      "test/store/select/runs.test.ts",
      "is how many records name their process, the runs, and locks that failed",
    );
    provenBy(
      "test/store/logs/transitions.test.ts",
      "a worker that ended %s: the row says so within two samples",
    );
  });
});

describe("Sources", () => {
  test("found by themselves and listed with why (`logs` header)", () => {
    provenBy(
      "test/cli/logs/follow.test.ts",
      "finds the folder of logs below a working directory, and what a process has as its stdout",
    );
    provenBy(
      "test/analysis/logs/sources.test.ts",
      "of descriptors behind stdout and stderr only what is named a log",
    );
  });
  test.todo("files inside the target by offset through the collector: Swoole `log_file`");
  test("`runtime/logs/*.log` under the project root", () => {
    provenBy(
      "test/cli/logs/follow.test.ts",
      "finds the folder of logs below a working directory, and what a process has as its stdout",
    );
  });
  test("a process's fd 1/2 when that is a file", () => {
    provenBy(
      "test/cli/logs/follow.test.ts",
      "finds the folder of logs below a working directory, and what a process has as its stdout",
    );
  });
  test("followed by name through rotation, truncation, re-creation", () => {
    provenBy(
      "test/cli/logs/file-tails.test.ts",
      "renamed to %s and made anew: the rest of the old one, then the new one",
      "emptied without a copy: begins again, and a gap is told",
      "deleted and made again, even with the same inode",
    );
  });
  test.todo("journald (`journalctl -u`) where a local process has a unit");
  test("the container's stdout/stderr where an Inspector gives it, with resume token: last second + lines seen in it", () => {
    provenBy(
      "test/cli/logs/container-engine.test.ts",
      "a container that is restarted twice while it is followed: each line once, in order",
    );
    provenBy(
      "test/cli/logs/container.test.ts",
      "nothing twice and nothing lost, with many lines of one text in one second",
    );
  });
  test("`--log FILE`", () => {
    provenBy(
      "test/cli/logs/follow.test.ts",
      "a connection that breaks goes on where it was: nothing lost, nothing twice",
    );
  });
  test("`--log-cmd COMMAND`", () => {
    provenBy("test/cli/logs/follow.test.ts", "what a command prints, until it ends or we do");
    provenBy(
      "test/e2e/logs.test.ts",
      "standard input, a packed file and a command are read like the file",
    );
  });
  test("for a file or `-` no target is needed", () => {
    provenBy(
      "test/e2e/logs.test.ts",
      "standard input, a packed file and a command are read like the file",
    );
  });
  test("Each line keeps its source", () => {
    provenBy(
      "test/e2e/logs.test.ts",
      "records of a file: a hello, then each line in one record, as the schema has it",
    );
  });
  test("one event printed by several sources (PHP fatal: three times) is one", () => {
    provenBy(
      "test/analysis/logs/events/fatals.test.ts",
      "the third copy comes from another source",
    );
  });
});

describe("Records", () => {
  test("Swoole heads of 4.2-6.2: custom date formats", () => {
    provenBy(
      "test/analysis/logs/formats/swoole.test.ts",
      "Swoole heads of 4.2-6.2: custom date formats",
    );
  });
  test("Swoole heads of 4.2-6.2: microseconds", () => {
    provenBy("test/analysis/logs/formats/swoole.test.ts", "Swoole heads of 4.2-6.2: microseconds");
  });
  test("Swoole heads of 4.2-6.2: blanks for tabs", () => {
    provenBy(
      "test/analysis/logs/formats/swoole.test.ts",
      "Swoole heads of 4.2-6.2: blanks for tabs",
    );
  });
  test("Hyperf stdout logger with and without time and colour", () => {
    provenBy(
      "test/analysis/logs/formats/hyperf-stdout.test.ts",
      "Hyperf stdout logger with and without time and colour",
    );
  });
  test("Monolog line of any LineFormatter layout: time, level, channel, message found by learning the layout from the first lines", () => {
    provenBy(
      "test/analysis/logs/layouts.test.ts",
      "a channel before the message is learned from the first lines, and they are told with it",
    );
  });
  test("Monolog JSON", () => {
    provenBy("test/analysis/logs/formats/monolog-json.test.ts", "an object per line");
  });
  test("Monolog JSON over several lines", () => {
    provenBy("test/analysis/logs/formats/monolog-json.test.ts", "Monolog JSON over several lines");
  });
  test("Monolog JSON: `datetime` objects", () => {
    provenBy("test/analysis/logs/formats/monolog-json.test.ts", "Monolog JSON: `datetime` objects");
  });
  test("PHP errors", () => {
    provenBy(
      "test/analysis/logs/formats/php-error.test.ts",
      "PHP errors: both ways to print them, with their level",
    );
  });
  test("Octane's request lines (method, path, status, heap, duration)", () => {
    provenBy(
      "test/analysis/logs/formats/octane.test.ts",
      "C12: Octane's request lines (method, path, status, heap, duration)",
    );
  });
  test("prefixes of compose, kubectl and stern", () => {
    provenBy("test/analysis/logs/prefixes.test.ts", "prefixes of compose, kubectl and stern: %s");
  });
  test("multi-line records and traces joined to their head", () => {
    provenBy(
      "test/analysis/logs/reader.test.ts",
      "a throwable with its traces is one record, also over an empty line",
    );
  });
  test("everything else plain", () => {
    provenBy(
      "test/analysis/logs/reader.test.ts",
      "everything else is plain: a line each, of nobody",
    );
  });
  test("Crontab, Swoole and PHP sentences are recognised inside a message", () => {
    provenBy("test/analysis/logs/phrases.test.ts", "a sentence inside a message is a quotation");
  });
  test("Writer's PID from the Swoole head, `extra.process_id`, `pid=`, `[pid:N]`, or `--pid-pattern`", () => {
    provenBy(
      "test/analysis/logs/writers.test.ts",
      "Writer's PID from the Swoole head, `extra.process_id`, `pid=`, `[pid:N]`, or `--pid-pattern`",
    );
  });
  test("PIDs of the container's namespace mapped to rows by NSpid, to the incarnation that lived then", () => {
    provenBy(
      "test/analysis/logs/residents.test.ts",
      "a PID that is used again is the incarnation that lived then",
    );
  });
  test("A line without PID belongs to no one and says so", () => {
    provenBy(
      "test/ui/panes/logs/texts.test.ts",
      "none of the process that is looked at: lines without a PID belong to no one",
    );
  });
  test("the pane shows how many could be attributed, and the setting that would mend it (LG-01)", () => {
    provenBy(
      "test/ui/panes/logs/texts.test.ts",
      "says how many name their writer, and the setting that would mend it",
    );
  });
});

describe("Events", () => {
  test("contract kinds, each tied to slot and incarnation", () => {
    provenBy(
      "test/analysis/logs/events/exits.test.ts",
      "a signal 9 waits for the sample after it: a counter that stood still makes it killed",
    );
  });
  test("one state machine over stop, reload and recycle: one event with its cause, not a crash", () => {
    provenBy(
      "test/analysis/logs/events/forced.test.ts",
      "a reload, who could not leave, the manager's kill, its signal 9 and the banner are one story",
    );
  });
  test("who could not leave, and the coroutine of the banner's trace", () => {
    provenBy(
      "test/analysis/logs/events/forced.test.ts",
      "C03: a recycled worker that could not leave is no restart and no crash",
    );
  });
  test("`... listening at` is no server start", () => {
    provenBy(
      "test/analysis/logs/events/starts.test.ts",
      "a worker that starts again and listens is no server start",
    );
  });
  test("A signal 9: only a cgroup counter that rose makes it `oom`", () => {
    provenBy(
      "test/analysis/logs/events/exits.test.ts",
      "a counter that rose with it makes it oom, and the hits of the own limit say whose limit it was",
    );
  });
  test("`oom` beside `oom_kill` says whether the limit or the machine", () => {
    provenBy(
      "test/analysis/logs/events/exits.test.ts",
      "a kill that no hit of the own limit explains was the machine's",
    );
  });
  test('else "killed, by whom is unknown"', () => {
    provenBy(
      "test/analysis/logs/events/exits.test.ts",
      "C01: from a log alone a signal 9 is killed, by whom is unknown",
    );
  });
  test("False failures at reload are `cancelled`", () => {
    provenBy(
      "test/analysis/logs/events/crontabs.test.ts",
      "failures in one instant at a reload were cancelled, and belong to it",
    );
  });
  test("a lock that fails (Redis down) is `crontab-blocked`", () => {
    provenBy(
      "test/analysis/logs/events/crontabs.test.ts",
      "Redis down blocks a lock, and only a lock",
    );
  });
  test("Runs are matched to ticks with the tolerance of the version", () => {
    provenBy(
      "test/analysis/logs/runs.test.ts",
      "misses exactly the ticks that the killed worker took with it",
    );
  });
  test('"ok, with N error records"', () => {
    provenBy("test/analysis/logs/runs.test.ts", "was well, with the error records of its time");
  });
  test('"failed, and this version cannot say why"', () => {
    provenBy(
      "test/analysis/logs/runs.test.ts",
      "failed, and says why, or that this version cannot",
    );
  });
  test("marks on the row", () => {
    provenBy(
      "test/store/logs/transitions.test.ts",
      "killed with -9: the row says so within two samples, where %s",
    );
  });
  test("in the process pane", () => {
    provenBy(
      "test/ui/panes/process-rows.test.ts",
      "what logs tell of its place stands under what it is, newest first",
    );
  });
  test("in the crontab view: last run", () => {
    provenBy(
      "test/ui/panes/list-rows.test.ts",
      "an opened task says when and where its last run was due, and what is not told",
    );
  });
  test("in the crontab view: missed", () => {
    provenBy(
      "test/ui/panes/list-rows.test.ts",
      "an opened task says when and where its last run was due, and what is not told",
    );
  });
  test("in the crontab view: skipped", () => {
    provenBy(
      "test/ui/panes/list-rows.test.ts",
      "an opened task says when and where its last run was due, and what is not told",
    );
  });
  test("in the crontab view: overlapping", () => {
    provenBy(
      "test/ui/panes/list-rows.test.ts",
      "an opened task says when and where its last run was due, and what is not told",
    );
  });
  test("in the crontab view: late", () => {
    provenBy(
      "test/ui/panes/list-rows.test.ts",
      "an opened task says when and where its last run was due, and what is not told",
    );
  });
  test("as rules in the stream", () => {
    provenBy(
      "test/ui/panes/logs/rows.test.ts",
      "events stand as rules, over as many lines as they need",
    );
  });
  test("as facts of the audit (live rules of part 5 become answerable)", () => {
    provenBy(
      "test/store/select/runs.test.ts",
      "is how many records name their process, the runs, and locks that failed",
    );
  });
});

describe("Pane", () => {
  test("right of the table from 120 columns, below otherwise", () => {
    provenBy(
      "test/ui/frame.test.ts",
      "from 120 columns it stands right of the table, which gives it three of eight",
      "at %ix%i %j it stands below the table",
    );
  });
  test("`2`, `l`", () => {
    provenBy(
      "test/store/logs/pane.test.ts",
      "2 gives it the whole body where it stands below: in a narrow screen, and where it was put there",
    );
  });
  test("follows selected or marked rows (Space)", () => {
    provenBy(
      "test/store/logs/pane.test.ts",
      "of the selected row: whoever is selected next, too",
      "of the marked rows; Escape clears the marks and shows all",
    );
  });
  test("a role", () => {
    provenBy("test/store/logs/pane.test.ts", "of a role, of all, and of the row again");
  });
  test("or all", () => {
    provenBy("test/store/logs/pane.test.ts", "of all, until somebody chooses a row");
  });
  test("level threshold", () => {
    provenBy("test/store/logs/pane.test.ts", "a level hides what is known to be below it");
  });
  test("`/` search", () => {
    provenBy(
      "test/store/logs/pane.test.ts",
      "plain text ignores case; the nearest match above is shown",
    );
  });
  test("`n N`", () => {
    provenBy("test/store/logs/pane.test.ts", "n and N go on; where nothing is left it is said");
  });
  test("`&` only matches", () => {
    provenBy(
      "test/store/logs/pane.test.ts",
      "only what matches, and the whole again around the same line",
    );
  });
  test("plain and regex", () => {
    provenBy(
      "test/store/logs/pane.test.ts",
      "between slashes stands a regular expression, and a wrong one is told",
    );
  });
  test("tick lines in the stream with the memory step at that tick", () => {
    provenBy(
      "test/store/logs/ticks.test.ts",
      "between the lines of one process stands when tasks were due, and its memory before and after",
    );
  });
  test("follow is a position with `+N new`", () => {
    provenBy(
      "test/store/logs/pane.test.ts",
      "leaving the end pauses; what came since is counted; G follows",
    );
  });
  test("dropped lines marked in place", () => {
    provenBy("test/store/logs/pane.test.ts", "lines that were never read are marked in place");
  });
  test("wrap", () => {
    provenBy("test/ui/panes/logs/rows.test.ts", "are wrapped below themselves, each glyph once");
  });
  test("timestamps", () => {
    provenBy(
      "test/ui/panes/logs/rows.test.ts",
      "has its time in the zone of the screen, its level in letters, and what it carries",
    );
  });
  test("horizontal scroll", () => {
    provenBy(
      "test/ui/panes/logs/rows.test.ts",
      "are cut, and moved by cells: half a wide glyph is blank",
    );
  });
  test("unfold a trace", () => {
    provenBy(
      "test/store/logs/pane.test.ts",
      "Enter unfolds it, and it stays where it is; again folds it",
    );
  });
  test("`[ ]` since-window", () => {
    provenBy("test/store/logs/pane.test.ts", "a window hides what is older: [ goes further back");
  });
  test("full screen", () => {
    provenBy("test/ui/frame.test.ts", "full it has the whole body");
  });
  test("copy line or record", () => {
    provenBy(
      "test/store/logs/pane.test.ts",
      "copied is what is seen of it, or all of it; never a control",
    );
  });
  test("Ctrl-S saves the raw lines shown", () => {
    provenBy("test/store/logs/pane.test.ts", "saved are the raw lines of what is shown");
    provenBy("test/cli/logs/save.test.ts", "the raw bytes of the lines, whatever they hold");
  });
  test("Ctrl-S asks before overwriting", () => {
    provenBy(
      "test/store/logs/pane.test.ts",
      "a file that is there is written over only when the same key comes again at once",
    );
    provenBy("test/cli/logs/save.test.ts", "a file that is there stays, until somebody is sure");
  });
  test("Ring bounded in bytes and lines (16 MiB / 100 000 default, shown)", () => {
    provenBy(
      "test/store/logs/ring.test.ts",
      "bounded in lines and in bytes; what it holds is counted",
      "the default is 16 MiB and 100 000 lines",
    );
  });
  test("a quota per slot so that chatty workers cannot push out the lines of the one that died", () => {
    provenBy(
      "test/store/logs/ring.test.ts",
      "one line of Worker.3 after every 50 lines of others, 1500 lines a minute for 40 minutes: its lines of the whole time are kept",
    );
  });
  test("the pane says what span was searched", () => {
    provenBy(
      "test/ui/panes/logs/texts.test.ts",
      "says what was searched and since when, and how much may be kept",
    );
  });
  test("`[` reads more from the source", () => {
    provenBy(
      "test/e2e/logs-earlier.test.ts",
      "[ reads further back in its file, a step with each key, to its first line",
    );
  });
});

describe("Headless", () => {
  test("`swtop logs` of the contract", () => {
    provenBy(
      "test/e2e/logs.test.ts",
      "records of a file: a hello, then each line in one record, as the schema has it",
    );
  });
  test("`--slot`", () => {
    provenBy("test/cli/logs/filter.test.ts", "--slot, with its server where that is told");
  });
  test("`--pid`", () => {
    provenBy("test/cli/logs/filter.test.ts", "--pid: written by it, or an event about it");
  });
  test("`--role`", () => {
    provenBy(
      "test/cli/logs/filter.test.ts",
      "--role where no slot is known: as the process was seen",
    );
  });
  test("`--level`", () => {
    provenBy(
      "test/cli/logs/filter.test.ts",
      "--level %s hides what is lower, and nothing without a level",
    );
  });
  test("`--since`", () => {
    provenBy("test/e2e/logs.test.ts", "--since counts back from the last line of a file");
  });
  test("`--grep`", () => {
    provenBy(
      "test/cli/logs/filter.test.ts",
      "--grep looks at each line of a record, and at the words of an event",
    );
  });
  test("`-f` follows (implied by `--for`)", () => {
    provenBy(
      "test/e2e/logs.test.ts",
      "-f goes on with what is appended, through a rotation, until a signal",
    );
  });
  test("`--events`, `--events --records`", () => {
    provenBy("test/e2e/logs.test.ts", "--events tells what happened, --events --records both");
  });
  test("`--tz`", () => {
    provenBy("test/e2e/logs.test.ts", "times without a zone are the reader's, or those of --tz");
  });
});

describe("Hostile text", () => {
  test("nothing in a line may move the cursor, change colours, set titles, write the clipboard", () => {
    provenBy(
      "test/ui/panes/logs/hostile.test.ts",
      "look %i: every line has exactly its width, and only our own colours",
    );
    provenBy("test/report/logs-text.test.ts", "%j reaches no terminal, in whatever it stands");
  });
  test("break a row or the JSON", () => {
    provenBy(
      "test/report/logs.test.ts",
      "whatever a line holds, it is one line of JSON that gives it back",
    );
  });
  test("bidi controls shown", () => {
    provenBy(
      "test/ui/panes/logs/hostile.test.ts",
      "bidi controls, escapes and bytes that are no UTF-8 are seen",
    );
  });
  test("lines cut at a byte limit", () => {
    provenBy(
      "test/analysis/logs/lines.test.ts",
      "a long line is cut at the byte limit, between two characters, and its rest is kept raw",
    );
  });
  test("invalid UTF-8 shown as such", () => {
    provenBy(
      "test/ui/panes/logs/hostile.test.ts",
      "bidi controls, escapes and bytes that are no UTF-8 are seen",
    );
  });
  test("saved files keep the raw bytes", () => {
    provenBy("test/cli/logs/save.test.ts", "the raw bytes of the lines, whatever they hold");
  });
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
  test("Generated lines for versions without capture", () => {
    provenBy("test/analysis/logs/phrases.test.ts", "an abnormal exit as %s writes it");
  });
  test("Rotation", () => {
    provenBy(
      "test/cli/logs/file-tails.test.ts",
      "renamed to %s and made anew: the rest of the old one, then the new one",
    );
  });
  test("truncation", () => {
    provenBy(
      "test/cli/logs/file-tails.test.ts",
      "emptied without a copy: begins again, and a gap is told",
    );
  });
  test("re-creation", () => {
    provenBy(
      "test/cli/logs/file-tails.test.ts",
      "deleted and made again, even with the same inode",
    );
  });
  test("half-written last line", () => {
    provenBy("test/analysis/logs/lines.test.ts", "a half-written line waits for its end");
    provenBy(
      "test/cli/logs/file-tails.test.ts",
      "what is appended, once, and a half-written line when it is whole",
    );
  });
  test("10 MB line", () => {
    provenBy(
      "test/analysis/logs/lines.test.ts",
      "10 MB line: it comes whole, and so do its neighbours",
    );
  });
  test("binary garbage", () => {
    provenBy(
      "test/analysis/logs/reader.test.ts",
      "binary garbage: all its bytes come back, in their order",
    );
  });
  test("cut the stream 500 times at random points: nothing lost, nothing twice", () => {
    provenBy(
      "test/analysis/logs/reader.test.ts",
      "cut the stream 500 times at random points: nothing lost, nothing twice",
    );
  });
  test("Escape vectors: the 33 of the prototype and your own", () => {
    provenBy("test/domain/text.test.ts", "in a log: %s");
  });
  test("C01", () => {
    provenBy(
      "test/analysis/logs/events/exits.test.ts",
      "C01: from a log alone a signal 9 is killed, by whom is unknown",
    );
  });
  test("C03", () => {
    provenBy(
      "test/analysis/logs/events/forced.test.ts",
      "C03: a recycled worker that could not leave is no restart and no crash",
    );
  });
  test("C05", () => {
    provenBy(
      "test/analysis/logs/events/fatals.test.ts",
      "C05: a refused mmap was refused by the system",
      "C05: PHP's own limit carries the limit",
    );
  });
  test("C12", () => {
    provenBy(
      "test/analysis/logs/formats/octane.test.ts",
      "C12: Octane's request lines (method, path, status, heap, duration)",
    );
  });
  test("C25", () => {
    provenBy(
      "test/analysis/logs/layouts.test.ts",
      "C25: strokes between the fields, a compose prefix, blanks for tabs",
    );
    provenBy(
      "test/analysis/logs/events/crontabs.test.ts",
      "C25: a success that was none is a run, and an old version's skip names its mutex",
    );
  });
  test("C30", () => {
    provenBy(
      "test/store/logs/ring.test.ts",
      "one line of Worker.3 after every 50 lines of others, 1500 lines a minute for 40 minutes: its lines of the whole time are kept",
    );
  });
  test("killed with -9: the row, the log and the table say so within 2 s, with the right cause", () => {
    provenBy(
      "test/store/logs/transitions.test.ts",
      "killed with -9: the row says so within two samples, where %s",
    );
  });
  test("reloaded", () => {
    provenBy(
      "test/store/logs/transitions.test.ts",
      "a worker that ended %s: the row says so within two samples",
    );
  });
  test("OOM-killed (docker limit)", () => {
    provenBy(
      "test/e2e/docker-screen.test.ts",
      "the screen tells what was killed and by which limit, and goes on with the next life",
    );
  });
  test.todo("`../shared/checks/logs.mjs`");
});

describe("Done when", () => {
  test.todo("select a worker, see only its lines");
  test.todo("kill it with -9 and read what happened, on its row and in its log");
  test.todo("`swtop logs FILE --events` on a log file of a stranger tells the story of the night");
  test("on a real container", () => {
    provenBy(
      "test/e2e/docker-screen.test.ts",
      "the screen tells what was killed and by which limit, and goes on with the next life",
    );
  });
});
