// Issue 6, "Attach to pods: Kubernetes", in its own words: one promise per sentence, table row and error.
// An open promise is a `todo`; a kept one is a test, or names the test which keeps it.
import { describe, test } from "vitest";

describe("Purpose", () => {
  test.todo("`swtop k8s deploy/shop-api -n prod` finds the sibling that will die next");
  test.todo("attaches to it");
  test.todo("follows the workload through restarts, OOM kills and rollouts");
  test.todo("says plainly what the rights allow");
});

describe("Client", () => {
  test.todo("`@kubernetes/client-node`: kubeconfig");
  test.todo("contexts");
  test.todo("exec plugins");
  test.todo("proxy-url");
  test.todo("HTTPS_PROXY and NO_PROXY honoured");
  test.todo("in-cluster config");
  test.todo("loaded only in this mode");
  test.todo("own streams");
  test.todo(
    "liveness by the collector's own heartbeat end to end (a pong proves only the first hop)",
  );
  test.todo("drop handlers on logs");
  test.todo("own watch loop with resourceVersion, 410 and back-off");
  test.todo("after a restart of the API server even a fresh version is 410: list anew");
  test.todo("bodies of refused execs, 403 and 404 kept and said");
  test.todo("a missing metrics API (404 or 503 text) is `null`, never an error");
  test.todo("no backpressure = bounded queue");
});

describe("Targets", () => {
  test.todo("pod");
  test.todo("`deploy/`");
  test.todo("`sts/`");
  test.todo("`ds/`");
  test.todo("`job/`");
  test.todo("`-l`");
  test.todo("`-n`");
  test.todo("`-c`");
  test.todo("`--context`");
  test.todo("`--kubeconfig`");
  test.todo(
    "Container chosen by what runs (image, command, ports, resource limits), never a sidecar by accident",
  );
  test.todo("ambiguous = asked");
  test.todo(
    "Picker part: pods of the namespace with memory/limit (metrics API where there is one), restarts with last reason and age",
  );
  test.todo("Tab for namespace and context");
  test.todo("nothing is executed before Enter");
  test.todo("A context that looks like production is named and inverse in the header");
});

describe("Workload", () => {
  test.todo("one member attached by default, the fullest ready one");
  test.todo("the others are rows with metrics, restarts, last death");
  test.todo("`A` attaches all up to `--max-pods` (10)");
  test.todo("Members that come and go are followed by workload, not by name");
});

describe("The life before", () => {
  test.todo("lastState (reason, exit code, times), restart counts become facts");
  test.todo("events become facts");
  test.todo("previous log");
  test.todo(
    "spec (limits, requests, probes, termination grace, hostNetwork, image digest) becomes facts",
  );
  test.todo("replicas and HPA become facts");
  test.todo("the K8 and MACHINE rules of the audit become answerable");
  test.todo("CR-02 knows the replicas");
  test.todo("`oom-killed` with zero minutes of watching");
  test.todo("a rate from lifetimes");
  test.todo(
    "kubelet kills (probe, eviction) told from kernel kills by events and counters, not by `lastState` alone",
  );
  test.todo("a probe kill of an application that ends on SIGTERM is `Completed` 0");
  test.todo("its eviction a phase `Succeeded` without reason");
  test.todo("an OOM kill makes no event");
  test.todo("`OOMKilled` can stand beside exit 1 when only a worker was killed");
});

describe("The ladder", () => {
  test.todo("exec + logs + metrics");
  test.todo("without exec: logs, spec, metrics, events (table by container, events from logs)");
  test.todo("without logs: spec and metrics");
  test.todo("each rung says what is missing and which verb would give it");
  test.todo("`doctor k8s` asks SelfSubjectAccessReview for pods get/list/watch");
  test.todo(
    "pods/exec get and create (up to 1.34 the WebSocket needs `get`, from 1.35 `create`; the subresource is a field of its own)",
  );
  test.todo("pods/log");
  test.todo("metrics");
  test.todo("`doctor --rbac` prints the minimal Role and RoleBinding");
});

describe("Staying attached", () => {
  test.todo("pod deleted");
  test.todo("evicted");
  test.todo("replaced by a rollout");
  test.todo("container restarted in place");
  test.todo("API server drops the socket");
  test.todo("freezes (half-open)");
  test.todo("401 expired token: the plugin runs again");
  test.todo("403");
  test.todo("404");
  test.todo("TLS errors");
  test.todo("rotates its certificate");
  test.todo("idle limits of proxies (5 minutes)");
  test.todo("laptop sleep");
  test.todo("Each with its sentence and decision");
  test.todo("never an exit");
  test.todo("never a prompt behind the screen");
  test.todo("Why an exec ended is never read from its own status frame: the pod's watch decides");
  test.todo(
    "in between GET still says `running` and a new exec fails, which is no reason to give up",
  );
});

describe("Ephemeral container", () => {
  test.todo("`--debug-image IMAGE`, for images without a shell: asks");
  test.todo("says that it stays in the pod until that is deleted");
  test.todo("sees the target's processes");
  test.todo(
    "its own cgroup is not the app's: memory limit from the spec, usage from the metrics API or `null`",
  );
  test.todo("files under `/proc/PID/root`");
});

describe("Logs", () => {
  test.todo("of a pod's containers plug into the pane");
  test.todo("timestamps and resume token (`sinceTime` is inclusive: nothing twice)");
  test.todo("over restarts (a follow ends without an error and does not go on)");
  test.todo(
    "previous container (which may answer 200 with a sentence that is no log, 204, or 400 right after the death)",
  );
});

describe("Tests", () => {
  test.todo("An API-server double in `test/` speaking the real protocols: discovery");
  test.todo("pods get/list/watch");
  test.todo("workloads");
  test.todo("events");
  test.todo("metrics");
  test.todo("log follow with sinceTime");
  test.todo("exec over WebSocket v4/v5");
  test.todo("SelfSubjectAccessReview");
  test.todo("ephemeral containers");
  test.todo("with docker or local processes underneath");
  test.todo("held honest by driving it with a real `kubectl` too");
  test.todo("and by replaying every case of `captures/kube` through the same code");
  test.todo("Faults injected: drop");
  test.todo("half-open");
  test.todo("slow");
  test.todo("401");
  test.todo("403");
  test.todo("404");
  test.todo("garbage frames");
  test.todo("watch expired (410)");
  test.todo("clock skew");
  test.todo("The inspector contract suite");
  test.todo("The transport contract suite");
  test.todo("Fault storm (soak): 200 faults in 10 minutes as for docker");
});

describe("Bench", () => {
  test.todo(
    "start to first full table against the double: <= 1.2 s beside `kubectl exec true` in the same run",
  );
  test.todo("20 pods x 20 processes at 1 Hz (`--max-pods 20`): <= 10 % of a core, RSS <= 220 MiB");
  test.todo(
    "picker with 500 pods: first rows <= 0.5 s after the list answers; typing stays <= 35 ms p95",
  );
});

describe("Done when", () => {
  test.todo("a workload of three pods, one OOM-killed twice: swtop names the deaths");
  test.todo("attaches to the fullest sibling");
  test.todo("shows the table, logs by PID, audit and snapshot there");
  test.todo("a rollout replaces all pods and the screen follows");
  test.todo("with a role without exec it still tells what it can");
  test.todo("`README` has the minimal RBAC");
});
