// Issue 5, "Attach to docker, podman and ssh, and stay attached", in its own words: one promise per sentence, table row and error.
// An open promise is a `todo`; a kept one is a test, or names the test which keeps it.
import { describe, test } from "vitest";

describe("Purpose", () => {
  test.todo(
    "`swtop` alone shows what can be watched from here; one Enter later the live table runs against a container or a host",
  );
  test.todo("it survives what happens to them while one watches");
  test.todo("it reads what happened before one came");
});

describe("Transports and Inspectors", () => {
  test.todo("`docker`: its CLI, with contexts, remote hosts, TLS");
  test.todo("`podman`: its CLI");
  test.todo("compose services resolve to containers");
  test.todo("`ssh`: the system's ssh, its config, BatchMode");
  test.todo("ssh: the control socket of ours is removed at the end");
  test.todo(
    "docker error text arrives on stdout with old engines: only a hello with our nonce counts as life",
  );
});

describe("Picker (`swtop` alone)", () => {
  test.todo("side by side and as they arrive: local servers");
  test.todo("containers of each engine that answers");
  test.todo("ssh hosts used before (not probed)");
  test.todo("with memory against limit, restarts, age");
  test.todo("what it probably is: image, command, ports, labels, `docker top`");
  test.todo("nothing is executed in a container before Enter");
  test.todo("sorted by memory/limit");
  test.todo("type to filter, Enter attaches, Tab changes kind");
  test.todo("an engine that does not answer is one dim line with the reason");
  test.todo("no permission on the socket: says which group or sudo");
  test.todo("it never blocks");
  test.todo("the same server seen from the host and from its container is one entry");
});

describe("The life before", () => {
  test.todo(
    "from `inspect`: limits, restart count, last exit code and OOM flag with times, image digest and age, log driver",
  );
  test.todo("the previous log");
  test.todo(
    "two lifetimes and a limit give a rate: killed 09:12 and 03:40, lives of 41 h and 42 h: about 38 MiB/h if linear",
  );
  test.todo("the conclusion `oom-killed` is possible with zero minutes of watching");
  test.todo("podman's OOM flag is wrong by measurement: exit 137 + counter decide");
  test.todo("bare metal: systemd unit's MemoryMax, NRestarts, journal");
  test.todo("`current -> releases/...` resolved from the running process, not from the link");
});

describe("Container logs", () => {
  test.todo("plug into the log pane: stdout/stderr with resume");
  test.todo("over restarts (`docker logs -f` ends with exit 0 and does not follow)");
  test.todo("previous container after a restart");
  test.todo("drivers that cannot be read are named");
});

describe("Staying attached", () => {
  test.todo(
    "session states `connecting live stale retrying over`, each visible with age and cause",
  );
  test.todo("heartbeat and liveness both ways");
  test.todo("back-off with jitter");
  test.todo("resume without double counting");
  test.todo("gaps stay gaps");
  test.todo("counters of the old cgroup are kept beside the new");
  test.todo("container restart: the right sentence and decision");
  test.todo("container stop: the right sentence and decision");
  test.todo("pause/unpause: the right sentence and decision");
  test.todo("rm: the right sentence and decision");
  test.todo("recreate under the same name: re-resolved");
  test.todo("OOM kill of the main process");
  test.todo("OOM kill of a child only");
  test.todo("daemon stop and start");
  test.todo("ssh link cut");
  test.todo("host key changed");
  test.todo("password asked (refused with a sentence: BatchMode)");
  test.todo("no `sh`");
  test.todo("exec denied");
  test.todo("laptop sleep (clock jump)");
  test.todo("Ctrl-Z and `fg`");
  test.todo("the program never exits by itself");
});

describe("No trace left", () => {
  test.todo("however swtop ends, nothing of it runs in the target 12 s later");
  test.todo("no zombie when it was killed or silent");
  test.todo("a second swtop on the same target is seen and named");
  test.todo("own cost shown; `--budget`");
});

describe("Several at once", () => {
  test.todo("`swtop docker A B`: rows grouped by target, one bar each");
  test.todo("`docker -l LABEL`");
  test.todo(
    "a container without limit says so and is measured against the host; never added to a limited one",
  );
});

describe("Connections per process", () => {
  test.todo(
    "column and JSON `sockets`: established sockets by peer port from `/proc/PID/net/tcp*` and fd links",
  );
  test.todo("each 60 s or on demand, own budget");
  test.todo("growth in step with ticks");
  test.todo("pool arithmetic of PR-03 against what is really open");
  test.todo(
    "listening ports and who holds them (an orphan holding the port of a stopped server is named)",
  );
});

describe("`swtop doctor [TARGET]`", () => {
  test.todo("what works here and what does not, each with the command that mends it");
  test.todo("engine");
  test.todo("rights");
  test.todo("shell and tools");
  test.todo("/proc visibility (hidepid)");
  test.todo("ptrace rights for the heap (Yama, caps, uid)");
  test.todo("php and its version");
  test.todo("cgroup version and limit");
  test.todo("log sources");
  test.todo("project root");
  test.todo("headroom");
  test.todo("clock skew");
  test.todo("zone");
  test.todo("pasteable");
});

describe("Bad input: one sentence, exit 3, before the screen is taken", () => {
  test.todo("unknown or ambiguous names (candidates listed)");
  test.todo("not running");
  test.todo("not PHP (says what it found)");
  test.todo("Windows containers");
  test.todo("remote engine down");
});

describe("Tests and soak", () => {
  test.todo("one contract suite for all transports");
  test.todo("one for all inspectors, against real engines");
  test.todo(
    "`.ci/run` installs `docker.io`, starts a private `dockerd` (own socket and data root, no bridge, no iptables)",
  );
  test.todo(
    "makes images by `docker import` from the machine's files (busybox-static; php + libraries + dash)",
  );
  test.todo("podman with runc where it runs");
  test.todo("sshd on loopback with keys made for the test");
  test.todo("memory limits and OOM kills are real");
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
  test.todo(
    "a container with a memory limit leaks until the kernel kills it while swtop watches: the screen tells what was killed and by which limit",
  );
  test.todo(
    "it keeps the history, reattaches to the restarted container, shows the log before the death",
  );
  test.todo("nothing remains in it after `q`");
  test.todo("attached only after two such deaths: it tells them");
  test.todo("`doctor` was run against a target with each defect above");
});
