// Issue 1, "Watch anything that gives a shell", in its own words: one promise per sentence, table row and error.
// An open promise is a `todo`; a kept one is a test, or names the test which keeps it.
import { describe, test } from "vitest";

describe("Purpose", () => {
  test.todo("one types one command and sees, live, every process of the Swoole server");
  test.todo("of every process: role, slot, memory, how it moves, what died");
  test.todo(
    "on this machine or behind any command that ends in a shell (`docker exec`, `kubectl exec`, `ssh`)",
  );
});

describe("The house", () => {
  test.todo("loop, rooms, doors, words of the house, shortened into `docs/house.md`");
  test.todo("`test/architecture.test.ts`");
  test.todo("registers");
  test.todo("`npm run check` = build, format, types, lint, dead code, all tests");
  test.todo("`npm run bench` <= 8 minutes");
  test.todo("`npm run soak` for what takes longer");
  test.todo(
    "`.ci/run` brings what a fresh Debian lacks (apt packages, php-cli, busybox, tmux, htop ...; nothing is assumed)",
  );
  test.todo("`.ci/run` calls the README's test command");
  test.todo("`.ci/run` prints `N passed, N failed` alone on its last line");
  test.todo("`.ci/run` takes <= 25 minutes");
});

describe("Two README commands do everything on a fresh machine", () => {
  test.todo("its own Node may be 20");
  test.todo("`npm ci && npm start` opens the live table on what this machine has");
  test.todo("else on the demo, said so in the header");
  test.todo("without a terminal: one table, exit 0");
  test.todo("`npm ci && npm test` passes, skipping visibly what needs php, tmux or docker");
  test.todo("a checkout brings its own Node 24.21.0 (decision 2)");
  test.todo(
    "`bin/swtop.js` prints one clear line when the Node that runs it is too old (decision 2)",
  );
  test.todo("`npm pack` gives a package that `npm install -g` installs");
  test.todo("the package: `swtop` runs under Node >= 22.15 with no other download");
});

describe("Collector and session", () => {
  describe("protocol as in decision 5", () => {
    test.todo("nonce per request: the answer ends with it");
    test.todo("capabilities in the hello");
    test.todo("watchdog");
    test.todo("budget accountant: 10 ms CPU per second (`--budget`)");
    test.todo("nothing left behind");
    test.todo("required in the target: `sh`, `sleep`, `/dev/null`, one of `head`/`cat`");
    test.todo("heartbeats each second whatever the interval");
    test.todo("sample time = `/proc/stat` btime + `/proc/uptime` of the target");
    test.todo("nothing written to the target's disk, no signal sent");
  });

  describe("Reads", () => {
    test.todo("stat/status of the PIDs that matter each second");
    test.todo("full scan and cmdline every 5 s");
    test.todo("smaps_rollup round-robin");
    test.todo("cgroup v1 memory incl. `oom` and `oom_kill`");
    test.todo("cgroup v2 memory incl. `oom` and `oom_kill`");
    test.todo("cgroup v1 cpu incl. throttling");
    test.todo("cgroup v2 cpu incl. throttling");
    test.todo("host memory");
    test.todo("`ns_last_pid`");
    test.todo("THP");
  });

  describe("The session", () => {
    test.todo("paces: 1 s default");
    test.todo("paces 0.25-60 s");
    test.todo("paces +-10 %");
    test.todo("beats");
    test.todo("counts late samples");
    test.todo("counts dropped samples");
    test.todo("marks gaps");
    test.todo("is a Source");
    test.todo("Demand from the store says which PIDs get what");
    test.todo("refuses to start in a target whose headroom is under 8 MiB (decision 6)");
    test.todo("`--force` starts there all the same");
  });
});

describe("Transports", () => {
  test.todo("`local`");
  test.todo("`exec -- COMMAND...`: any command ending in a POSIX shell");
  test.todo(
    "with it `docker exec -i`, `kubectl exec -i`, `ssh -T`, `nerdctl`, `oc rsh` all work today",
  );
  test.todo("one contract suite for both");
  test.todo(
    "where there is no /proc (macOS) an adapter on `pidusage` and `ps` yields the same Samples",
  );
  test.todo("without /proc: `null` where the system cannot say");
  test.todo(
    "swtop's own cost on this side (its process and the client commands it started) is measured with pidusage and shown",
  );
});

describe("Recordings", () => {
  test.todo(
    "`record`, playing a file as a target, and `watch --json` are one format (contract 2.1)",
  );
  test.todo("playing a file as a target at `--speed`");
  test.todo("torn last line tolerated");
  test.todo("`.gz` by name");
  test.todo("`.zst` by name");
  test.todo("bounded by `--max-size` with rotation");
  test.todo("reconnects included: a night's recording without anyone watching");
  test.todo(
    "the last 30 minutes are always kept in memory, so that `r` also saves what already happened",
  );
});

describe("Demo", () => {
  test.todo("`swtop demo` plays the embedded recordings of a real Hyperf service at x20");
  test.todo("the recordings are copied into the package, <= 3 MB");
  test.todo("`--scenario worker`");
  test.todo("`--scenario coroutine`");
  test.todo("`--scenario fixed`");
  test.todo("at its end the screen stays and says so");
  test.todo("`swtop demo --processes` starts real child processes with Hyperf's titles");
  test.todo("`--processes`: Node suffices; PHP when present, so that its heap is real");
  test.todo("`--processes`: one slot leaks");
  test.todo("`--processes`: one dies and is forked again");
});

describe("Which process, which role", () => {
  test.todo("every Swoole server tree of the machine or container is a group");
  test.todo(
    "roles, slots, names, incarnations, generation as in the reference, by titles (Hyperf)",
  );
  test.todo("the other frameworks are one data table");
  test.todo("without titles by parent, signal masks and fdinfo");
  test.todo("`worker?` where it cannot be told");
  test.todo("learn the app prefix from Master/Manager/Worker first (names may contain dots)");
  test.todo("BASE mode has no Master and misses none");
  test.todo("two PIDs in one slot during a graceful reload are two rows");
  test.todo("orphans (manager gone) are marked");
  test.todo("children of user processes are `child`");
  test.todo("other processes are one summary row");
});

describe("Screen", () => {
  test.todo("Ink rows, windowed");

  describe("header", () => {
    test.todo("target");
    test.todo("state and its age");
    test.todo("memory bar by role against the real limit");
    test.todo("peak");
    test.todo("OOM kills");
    test.todo("own cost");
  });

  describe("table", () => {
    test.todo("PID, role, slot");
    test.todo("USS with age");
    test.todo("RssAnon");
    test.todo("shared");
    test.todo("growth over the window");
    test.todo("MiB/min");
    test.todo("CPU");
    test.todo("age");
    test.todo("generation");
    test.todo("sparkline on one shared time axis");
    test.todo("sparkline with gaps");
    test.todo("sparkline with marks");
  });

  describe("keys", () => {
    test.todo("sorting");
    test.todo("reverse");
    test.todo("text filter");
    test.todo("text filter: `!` inverts");
    test.todo("tree by role");
    test.todo("help from the key tables");
    test.todo("`z` freeze");
    test.todo("`c` copy (OSC 52)");
    test.todo("`r` record");
  });

  describe("process pane (Enter)", () => {
    test.todo("an asciichart of RSS/USS/anon over time");
    test.todo("incarnations of the slot");
    test.todo("memory kinds");
    test.todo("limits");
    test.todo("threads");
    test.todo("open files");
  });

  describe("`!` line", () => {
    test.todo("`oom-killed`: by which limit, whom, when");
    test.todo("`crash-loop`");
    test.todo("deaths and respawns are marks on the row at once");
  });

  describe("terminals", () => {
    test.todo("80x24");
    test.todo("160x45");
    test.todo("below 60x15 one line says what is needed");
    test.todo("NO_COLOR");
    test.todo("`--ascii`");
    test.todo("wide glyphs");
    test.todo("fast typing that arrives in one read");
    test.todo("Ctrl-Z and `fg`");
    test.todo("resize");
  });
});

describe("Headless", () => {
  test.todo("`watch` as text");
  test.todo("`watch` as JSON");
  test.todo("schemas in `docs/schema`");
  test.todo("each output validated in tests");
});

describe("Terminal safety", () => {
  describe("alternate screen, cursor, raw mode, bracketed paste restored on", () => {
    test.todo("quit");
    test.todo("SIGTERM");
    test.todo("SIGHUP");
    test.todo("SIGINT");
    test.todo("SIGQUIT");
    test.todo("uncaught exception");
    test.todo("unhandled rejection");
    test.todo("EPIPE/EIO");
  });

  test.todo("the error is printed after the restore");
  test.todo("the program stops within 1 s when its terminal goes away");
});

describe("Bad input", () => {
  test.todo("unknown words: one sentence, exit 2 (3 when the word is a path)");
  test.todo("bad durations: one sentence, exit 2");
  test.todo("missing files: one sentence, exit 3");
  test.todo("foreign files: one sentence, exit 3");
  test.todo("a command that is no shell: one sentence, exit 3");
  test.todo("no shell: one sentence, exit 3");
  test.todo("a shell without `sleep`: one sentence, exit 3");
  test.todo("never a stack trace");
  test.todo("nothing left running");
});

describe("Speed and memory", () => {
  test.todo("each figure beside its yardstick in the same run");
  test.todo("three runs, median; never a timed test");
  test.todo(
    "swtop at 1 Hz, 160x45, 20 processes, without collector: <= 35 ms CPU/s; yardstick htop -d10",
  );
  test.todo("frozen: <= 3 ms/s; yardstick htop -d10");
  test.todo("collector, 20 processes at 1 Hz: <= 5 ms CPU/s; yardstick top -b -d1");
  test.todo("collector, 20 processes at 1 Hz: <= 1 MiB PSS; yardstick top -b -d1");
  test.todo("collector, 20 processes at 1 Hz: <= 0.5 MiB private; yardstick top -b -d1");
  test.todo(
    "key to first byte on the pty, 200 rows: p50 <= 15 ms, p95 <= 35 ms; yardstick bare echo",
  );
  test.todo("first useful frame: <= bare Node start + 220 ms; yardstick `node -e 0`");
  test.todo("RSS of swtop after 10 min (soak): <= 150 MiB, flat; yardstick bare Node");
  test.todo("bytes to the terminal, steady: <= 8 kB/s; yardstick htop");
  test.todo("heartbeat to gone after kill -9: <= 12 s, no zombies");
  test.todo("heartbeat to gone after silence: <= 12 s, no zombies");
  test.todo("heartbeat to gone after stalled stdout: <= 12 s");
});

describe("Tests", () => {
  test.todo(
    "captures `plain-*`: every PID of every dump gets its true role, or `null` where the references say it cannot be told",
  );
  test.todo(
    "captures `hyperf-*`: every PID of every dump gets its true role, or `null` where the references say it cannot be told",
  );

  describe("collector under dash, busybox ash and bash", () => {
    test.todo("protocol");
    test.todo("five ways for the client to end");
    test.todo("a process that vanishes between two reads");
    test.todo("500 processes");
    test.todo("titles with spaces");
    test.todo("titles with dots");
    test.todo("titles with newlines");
    test.todo("titles with record separators");
    test.todo("titles with escape sequences");
    test.todo("titles with invalid UTF-8");
    test.todo("a comm that forges an end of answer");
  });

  describe("fuzz of the codec: no throw, bounded memory", () => {
    test.todo("random bytes");
    test.todo("truncation");
    test.todo("reordering");
  });

  test.todo("cgroup v2 by fixture through an injectable root");
  test.todo(
    "recording -> State -> rows on the demo's recordings: the OOM kill of `worker` is seen",
  );
  test.todo(
    "recording -> State -> rows on the demo's recordings: the slot's row and marks are right",
  );

  describe("real pty (`@lydell/node-pty` + `@xterm/headless`)", () => {
    test.todo("start");
    test.todo("keys");
    test.todo("filter");
    test.todo("sort");
    test.todo("freeze");
    test.todo("resize");
    test.todo("quit");
    test.todo("each signal");
    test.todo("a PNG is written and looked at");
  });
});

describe("Done when: tried as a new user would on a fresh clone", () => {
  test.todo("both README commands");
  test.todo("the demo");
  test.todo("a PHP process group with Hyperf's titles on this machine");
  test.todo("the same through `exec -- sh`");
  test.todo("the same through a real `docker exec -i` (docker.io with a private dockerd)");

  describe("the README", () => {
    test.todo("says what it is");
    test.todo("shows a picture of the screen");
    test.todo("install");
    test.todo("the two commands");
    test.todo("keys");
    test.todo("what it reads");
    test.todo("what it never does");
    test.todo("what it leaves (nothing; a line in the cluster's audit log for an exec)");
  });
});
