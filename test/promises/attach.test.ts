// Issue 5, "Attach to docker, podman and ssh, and stay attached", in its own words: one promise per sentence, table row and error.
// An open promise is a `todo`; a kept one is a test, or names the test which keeps it.
import { describe, test } from "vitest";
import { provenBy } from "./proven-by.ts";

describe("Purpose", () => {
  test("`swtop` alone shows what can be watched from here; one Enter later the live table runs against a container or a host", () => {
    provenBy(
      "test/e2e/picker.test.ts",
      "is found by its name, and one Enter later the live table runs",
      "is one entry, seen from here and from its engine; nothing is executed in it before Enter, and then the table runs against it",
    );
  });
  test("it survives what happens to them while one watches", () => {
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "that is restarted is found again; seq goes on, its server keeps its id, the gap stays a gap",
    );
  });
  test("it reads what happened before one came", () => {
    provenBy(
      "test/store/container.test.ts",
      "what an engine tells is known, and concluded from, before the first sample",
    );
  });
});

describe("Transports and Inspectors", () => {
  test("`docker`: its CLI, with contexts, remote hosts, TLS", () => {
    provenBy(
      "test/targets/inspector-contract.ts",
      "lists what runs and what does not: limit, memory, age, and what it probably is",
    );
    provenBy("test/targets/engine/inspection.test.ts", "the client's %s");
  });
  test("`podman`: its CLI", () => {
    provenBy(
      "test/targets/inspector-contract.ts",
      "limits, image and former lives, with how they ended",
    );
  });
  test("compose services resolve to containers", () => {
    provenBy(
      "test/targets/inspector-contract.ts",
      "a compose service means its container; several of it are named",
    );
  });
  test("`ssh`: the system's ssh, its config, BatchMode", () => {
    provenBy(
      "test/targets/ssh/transport.test.ts",
      "a host that asks for a password is a sentence, and nobody is asked",
      "a connection that the user has open carries us, and stays his",
    );
  });
  test("ssh: the control socket of ours is removed at the end", () => {
    provenBy(
      "test/targets/ssh/transport.test.ts",
      "the socket is only ours, and with the last stream nothing is left",
      "a killed swtop leaves nothing, here and there",
    );
  });
  test("docker error text arrives on stdout with old engines: only a hello with our nonce counts as life", () => {
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "%s: one sentence, exit 3, before the screen is taken",
    );
  });
});

describe("Picker (`swtop` alone)", () => {
  test("side by side and as they arrive: local servers", () => {
    provenBy(
      "test/cli/picker/local-listing.test.ts",
      "a server of this machine is one entry, with what it takes and since when",
    );
    provenBy(
      "test/ui/picker/Picker.test.tsx",
      "what arrives is drawn at once, and the keys stay where they are",
    );
  });
  test("containers of each engine that answers", () => {
    provenBy(
      "test/e2e/picker.test.ts",
      "is one entry, seen from here and from its engine; nothing is executed in it before Enter, and then the table runs against it",
    );
    provenBy(
      "test/targets/inspector-contract.ts",
      "lists what runs and what does not: limit, memory, age, and what it probably is",
    );
  });
  test("ssh hosts used before (not probed)", () => {
    provenBy(
      "test/targets/ssh/inspector.test.ts",
      "hosts the configuration names come in its order, then known ones, the newest first",
      "nothing is known of a host that was not asked",
    );
  });
  test("with memory against limit, restarts, age", () => {
    provenBy(
      "test/ui/picker/Picker.test.tsx",
      "80x24: name, memory against limit, restarts, age, what it probably is; the demo last",
    );
  });
  test("what it probably is: image, command, ports, labels, `docker top`", () => {
    provenBy("test/ui/picker/Picker.test.tsx", "160x45: image, ports and command beside it");
    provenBy(
      "test/targets/engine/inspection.test.ts",
      "%j: %s",
      "a php that listens where Swoole's examples do",
    );
  });
  test("nothing is executed in a container before Enter", () => {
    provenBy(
      "test/e2e/picker.test.ts",
      "is one entry, seen from here and from its engine; nothing is executed in it before Enter, and then the table runs against it",
    );
  });
  test("sorted by memory/limit", () => {
    provenBy(
      "test/store/picker/picker.test.ts",
      "the most endangered comes first, then what is not known, then what stands, hosts, the demo",
    );
  });
  test("type to filter, Enter attaches, Tab changes kind", () => {
    provenBy(
      "test/ui/picker/Picker.test.tsx",
      "keys: letters filter, also ? and q; Enter chooses what is shown",
      "keys: Tab and Shift-Tab go through the kinds, arrows move, Esc and Ctrl-C leave",
    );
  });
  test("an engine that does not answer is one dim line with the reason", () => {
    provenBy(
      "test/ui/picker/Picker.test.tsx",
      "an engine that does not answer is one line with the reason, also where its words have no room",
    );
  });
  test("no permission on the socket: says which group or sudo", () => {
    provenBy(
      "test/ui/picker/Picker.test.tsx",
      "an engine that does not answer is one line with the reason, also where its words have no room",
    );
  });
  test("it never blocks", () => {
    provenBy(
      "test/cli/picker/listers.test.ts",
      "a slow engine holds up none of the others, and what it says later comes all the same",
    );
    provenBy(
      "test/e2e/picker.test.ts",
      "an engine that does not answer is one line, and holds up nothing",
    );
  });
  test("the same server seen from the host and from its container is one entry", () => {
    provenBy(
      "test/store/picker/picker.test.ts",
      "the same server seen from the host and from its container is one entry, and the container's",
    );
  });
});

describe("The life before", () => {
  test("from `inspect`: limits, restart count, last exit code and OOM flag with times, image digest and age, log driver", () => {
    provenBy(
      "test/targets/inspector-contract.ts",
      "limits, image and former lives, with how they ended",
    );
    provenBy(
      "test/cli/life-before.test.ts",
      "two kills at the limit are concluded with zero minutes of watching",
    );
  });
  test("the previous log", () => {
    provenBy(
      "test/cli/logs/container-engine.test.ts",
      "what a life left without line end is a line of its own",
    );
  });
  test("two lifetimes and a limit give a rate: killed 09:12 and 03:40, lives of 41 h and 42 h: about 38 MiB/h if linear", () => {
    provenBy(
      "test/words/oom-past.test.ts",
      "two deaths, their lives, and the rate that these and the limit give",
    );
  });
  test("the conclusion `oom-killed` is possible with zero minutes of watching", () => {
    provenBy(
      "test/cli/life-before.test.ts",
      "two kills at the limit are concluded with zero minutes of watching",
    );
  });
  test("podman's OOM flag is wrong by measurement: exit 137 + counter decide", () => {
    provenBy(
      "test/cli/life-before.test.ts",
      "its flag says no where the kernel killed: that is not believed, and not more is said than is known",
    );
    provenBy(
      "test/analysis/churn/oom-past.test.ts",
      "podman: an exit 137 beside a counter that rose is sure",
    );
  });
  test("bare metal: systemd unit's MemoryMax, NRestarts, journal", () => {
    provenBy(
      "test/targets/local/unit.test.ts",
      "a unit is told as a container is: its limit, its restarts, the lives of its journal",
    );
  });
  test("`current -> releases/...` resolved from the running process, not from the link", () => {
    provenBy(
      "test/cli/project/current-link.test.ts",
      "the project of a running server is not where the link leads now: by %s",
    );
  });
});

describe("Container logs", () => {
  test("plug into the log pane: stdout/stderr with resume", () => {
    provenBy(
      "test/cli/logs/follow.test.ts",
      "a container's output is its one server's, and commands have the names behind it",
    );
    provenBy(
      "test/cli/logs/container.test.ts",
      "nothing twice and nothing lost, with many lines of one text in one second",
    );
  });
  test("over restarts (`docker logs -f` ends with exit 0 and does not follow)", () => {
    provenBy(
      "test/cli/logs/container-engine.test.ts",
      "a container that is restarted twice while it is followed: each line once, in order",
    );
  });
  test("previous container after a restart", () => {
    provenBy(
      "test/cli/logs/container-engine.test.ts",
      "what a life left without line end is a line of its own",
      "a container that is removed and made anew under its name is followed from its first line",
    );
  });
  test("drivers that cannot be read are named", () => {
    provenBy(
      "test/cli/logs/container-engine.test.ts",
      "a log driver that gives nothing back is named",
    );
    provenBy(
      "test/cli/logs/container.test.ts",
      "output that its driver does not give back is said once, with the driver, and not asked for over and over",
    );
  });
});

describe("Staying attached", () => {
  test("session states `connecting live stale retrying over`, each visible with age and cause", () => {
    provenBy(
      "test/collector/session-faults.test.ts",
      "for one cause is said once, with the time of the loss",
      "says that it is paused: it is waited for on the same stream, however long that is",
    );
  });
  test("heartbeat and liveness both ways", () => {
    provenBy(
      "test/collector/session-faults.test.ts",
      "makes the session stale, and live again when it comes",
    );
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "keeps nothing of a watcher that %s ended: no process, no zombie",
    );
  });
  test("back-off with jitter", () => {
    provenBy(
      "test/collector/session-faults.test.ts",
      "is opened again, later and later, and seq goes on",
    );
  });
  test("resume without double counting", () => {
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "that is restarted is found again; seq goes on, its server keeps its id, the gap stays a gap",
    );
  });
  test("gaps stay gaps", () => {
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "that is restarted is found again; seq goes on, its server keeps its id, the gap stays a gap",
    );
  });
  test("counters of the old cgroup are kept beside the new", () => {
    provenBy(
      "test/analysis/churn/oom-past.test.ts",
      "counters of the old group are kept beside the new",
    );
  });
  test("container restart: the right sentence and decision", () => {
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "that is restarted is found again; seq goes on, its server keeps its id, the gap stays a gap",
    );
  });
  test("container stop: the right sentence and decision", () => {
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "that ends is waited for, with how it ended; started, it is there again",
    );
  });
  test("pause/unpause: the right sentence and decision", () => {
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "that is paused is waited for, and goes on where it was",
    );
  });
  test("rm: the right sentence and decision", () => {
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "that is removed is said to be; made anew under its name it is found",
    );
  });
  test("recreate under the same name: re-resolved", () => {
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "that is removed is said to be; made anew under its name it is found",
    );
  });
  test("OOM kill of the main process", () => {
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "whose main process is killed for want of memory: that is why, and its next life is found",
    );
  });
  test("OOM kill of a child only", () => {
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "in which a child is killed for want of memory: the counter, and the session goes on",
    );
  });
  test("daemon stop and start", () => {
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "whose engine stops is waited for; with the engine it comes back",
    );
  });
  test("ssh link cut", () => {
    provenBy(
      "test/targets/ssh/transport.test.ts",
      "is tried again, says why, and is live again",
      "a host that is away for a while comes back",
    );
  });
  test("host key changed", () => {
    provenBy(
      "test/targets/ssh/transport.test.ts",
      "another key than before is a fault that says so",
    );
    provenBy(
      "test/collector/session-faults.test.ts",
      "%s: given up also when it was had, and what was seen stays",
    );
  });
  test("password asked (refused with a sentence: BatchMode)", () => {
    provenBy(
      "test/targets/ssh/transport.test.ts",
      "a host that asks for a password is a sentence, and nobody is asked",
    );
  });
  test("no `sh`", () => {
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "%s: one sentence, exit 3, before the screen is taken",
    );
    provenBy("test/targets/ssh/transport.test.ts", "a host without a shell");
  });
  test("exec denied", () => {
    provenBy("test/targets/engine/inspection.test.ts", "the client's %s");
  });
  test("laptop sleep (clock jump)", () => {
    provenBy(
      "test/collector/session-faults.test.ts",
      "a machine that slept waits for no connection of before",
    );
  });
  test("Ctrl-Z and `fg`", () => {
    provenBy("test/e2e/ending.test.ts", "Ctrl-Z gives the terminal back, fg takes it again");
  });
  test("the program never exits by itself", () => {
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "that is removed is said to be; made anew under its name it is found",
    );
  });
});

describe("No trace left", () => {
  test("however swtop ends, nothing of it runs in the target 12 s later", () => {
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "keeps nothing of a watcher that %s ended: no process, no zombie",
    );
    provenBy("test/targets/ssh/transport.test.ts", "a killed swtop leaves nothing, here and there");
  });
  test("no zombie when it was killed or silent", () => {
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "keeps nothing of a watcher that %s ended: no process, no zombie",
    );
  });
  test("a second swtop on the same target is seen and named", () => {
    provenBy("test/collector/watchers.test.ts", "one alone sees no other; two see each other");
  });
  test("own cost shown; `--budget`", () => {
    provenBy("test/ui/panes/header.test.ts", "says who, how fresh, at what cost, and when");
    provenBy(
      "test/collector/session.test.ts",
      "slows down, and says so, when the budget does not suffice",
    );
  });
});

describe("Several at once", () => {
  test("`swtop docker A B`: rows grouped by target, one bar each", () => {
    provenBy(
      "test/e2e/several.test.ts",
      "each has its bar and its rows; Enter opens one, q comes back, q again ends",
    );
    provenBy(
      "test/ui/several/rows.test.ts",
      "stand one under the other, each with its state, its own bar and its rows",
    );
  });
  test("`docker -l LABEL`", () => {
    provenBy(
      "test/e2e/several.test.ts",
      "one that is paused says so at its head; the other goes on",
    );
    provenBy(
      "test/targets/inspector-contract.ts",
      "a label means every running container that has it",
    );
  });
  test("a container without limit says so and is measured against the host; never added to a limited one", () => {
    provenBy(
      "test/ui/several/rows.test.ts",
      "stand one under the other, each with its state, its own bar and its rows",
    );
  });
});

describe("Connections per process", () => {
  test("column and JSON `sockets`: established sockets by peer port from `/proc/PID/net/tcp*` and fd links", () => {
    provenBy(
      "test/e2e/sockets.test.ts",
      "connections by peer port and who holds the listening port",
    );
  });
  test("each 60 s or on demand, own budget", () => {
    provenBy(
      "test/collector/sockets/session.test.ts",
      "all are asked at once, once a minute, and their table is read once",
      "who is looked at is asked each 10 s",
      "what has no budget is said after a minute, and one is read all the same",
    );
  });
  test("growth in step with ticks", () => {
    provenBy(
      "test/store/connections.test.ts",
      "hyperf#6005: connections to one port rise in most workers and never fall",
    );
  });
  test("pool arithmetic of PR-03 against what is really open", () => {
    provenBy(
      "test/analysis/audit/rules/process.nums-pools.test.ts",
      "what is really open stands beside it: the most in one process, and all",
    );
  });
  test("listening ports and who holds them (an orphan holding the port of a stopped server is named)", () => {
    provenBy(
      "test/e2e/sockets.test.ts",
      "an orphan that holds the port of a stopped server is named",
    );
  });
});

describe("`swtop doctor [TARGET]`", () => {
  test("what works here and what does not, each with the command that mends it", () => {
    provenBy("test/e2e/doctor.test.ts", "a target that can be had: 0, whatever fails in it");
  });
  test("engine", () => {
    provenBy(
      "test/e2e/doctor.test.ts",
      "no such name, one that is paused, one that does not run: each with its command",
    );
  });
  test("rights", () => {
    provenBy("test/e2e/doctor.test.ts", "as another user: what mends it does");
  });
  test("shell and tools", () => {
    provenBy(
      "test/cli/doctor/defects.test.ts",
      "no dd: what it costs, and how it comes into the image",
    );
  });
  test("/proc visibility (hidepid)", () => {
    provenBy("test/cli/doctor/defects.test.ts", "hidepid hides the processes of others");
  });
  test("ptrace rights for the heap (Yama, caps, uid)", () => {
    provenBy(
      "test/cli/doctor/defects.test.ts",
      "a process with more capabilities than ours",
      "another user: what is closed to it, and what is therefore not known",
    );
  });
  test("php and its version", () => {
    provenBy("test/cli/doctor/defects.test.ts", "all works");
  });
  test("cgroup version and limit", () => {
    provenBy("test/cli/doctor/defects.test.ts", "a limit of cgroup v2, and room below it");
  });
  test("log sources", () => {
    provenBy("test/cli/doctor/defects.test.ts", "a log that is closed to us");
  });
  test("project root", () => {
    provenBy(
      "test/cli/doctor/defects.test.ts",
      "no project where the processes are, and none where it is said to be",
    );
  });
  test("headroom", () => {
    provenBy(
      "test/cli/doctor/defects.test.ts",
      "no room: nothing is started there, but with --force",
    );
  });
  test("clock skew", () => {
    provenBy("test/cli/doctor/defects.test.ts", "all works");
  });
  test("zone", () => {
    provenBy(
      "test/cli/doctor/defects.test.ts",
      "a zone of its own, by its link: log times are taken for that",
    );
  });
  test("pasteable", () => {
    provenBy(
      "test/report/doctor.test.ts",
      "no line is longer than 80 columns, and a command that goes on can be pasted",
    );
  });
});

describe("Bad input: one sentence, exit 3, before the screen is taken", () => {
  test("unknown or ambiguous names (candidates listed)", () => {
    provenBy(
      "test/targets/inspector-contract.ts",
      "a name that nobody has is refused, with what is named like it",
      "a compose service means its container; several of it are named",
    );
  });
  test("not running", () => {
    provenBy(
      "test/targets/inspector-contract.ts",
      "what does not run is refused, and how it ended is told",
    );
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "%s: one sentence, exit 3, before the screen is taken",
    );
  });
  test("not PHP (says what it found)", () => {
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "without a Swoole process is refused, and what runs there is said",
    );
  });
  test.todo("Windows containers");
  test("remote engine down", () => {
    provenBy(
      "test/targets/docker/inspector.test.ts",
      "an engine that is not there is told in the listing, and nothing is thrown",
    );
  });
});

describe("Tests and soak", () => {
  test("one contract suite for all transports", () => {
    provenBy(
      "test/targets/contract.ts",
      "what is written reaches a shell, and its output comes back",
    );
  });
  test("one for all inspectors, against real engines", () => {
    provenBy(
      "test/targets/inspector-contract.ts",
      "lists what runs and what does not: limit, memory, age, and what it probably is",
    );
  });
  test("`.ci/run` installs `docker.io`, starts a private `dockerd` (own socket and data root, no bridge, no iptables)", () => {
    provenBy(
      "test/fixtures/needs.test.ts",
      "a prepared machine is brought every program that tests may need",
    );
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "that is paused is waited for, and goes on where it was",
    );
  });
  test.todo(
    "makes images by `docker import` from the machine's files (busybox-static; php + libraries + dash)",
  );
  test("podman with runc where it runs", () => {
    provenBy(
      "test/cli/life-before.test.ts",
      "its flag says no where the kernel killed: that is not believed, and not more is said than is known",
    );
  });
  test("sshd on loopback with keys made for the test", () => {
    provenBy(
      "test/targets/ssh/transport.test.ts",
      "a second stream costs no second login, and does not end with the first",
    );
  });
  test("memory limits and OOM kills are real", () => {
    provenBy(
      "test/e2e/docker-faults.test.ts",
      "whose main process is killed for want of memory: that is why, and its next life is found",
    );
  });
  test.todo(
    "`npm run soak`: 200 random faults in 10 minutes against docker: nothing crashes, nothing is left, memory flat, every gap marked, the table right again within 10 s of the end of each fault",
  );
  test.todo("`npm run soak`: 1 000 client kills, 0 orphans");
  test.todo("`../shared/checks/targets.mjs`");
});

describe("Figures", () => {
  test.todo("Enter to first full table, docker: <= 1.0 s (`docker exec true` beside it)");
  test.todo("ssh over loopback: <= 1.5 s");
  test.todo("10 containers x 20 processes at 1 Hz: <= 8 % of a core beside `docker stats`");
});

describe("Done when", () => {
  test("a container with a memory limit leaks until the kernel kills it while swtop watches: the screen tells what was killed and by which limit", () => {
    provenBy(
      "test/e2e/docker-screen.test.ts",
      "the screen tells what was killed and by which limit, and goes on with the next life",
    );
  });
  test("it keeps the history, reattaches to the restarted container, shows the log before the death", () => {
    provenBy(
      "test/e2e/docker-screen.test.ts",
      "the screen tells what was killed and by which limit, and goes on with the next life",
    );
  });
  test("nothing remains in it after `q`", () => {
    provenBy(
      "test/e2e/docker-screen.test.ts",
      "the screen tells what was killed and by which limit, and goes on with the next life",
    );
  });
  test("attached only after two such deaths: it tells them", () => {
    provenBy(
      "test/e2e/docker-screen.test.ts",
      "attached after two deaths: it tells both, their lives and the limit, at once",
    );
  });
  test.todo("`doctor` was run against a target with each defect above");
});
